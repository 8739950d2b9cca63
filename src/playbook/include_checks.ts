import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Task } from "../model/play.js";
import { keyPlaceOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { INCLUDE, TASK } from "./keyword_sets.js";
import { shortName } from "./module_names.js";

const ROLE_FILES = ["tasks_from", "vars_from", "defaults_from", "handlers_from"];
const ROLE_OPTIONS = ["name", "role", ...ROLE_FILES, "public", "allow_duplicates", "rolespec_validate"];

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  import_tasks: ["file"],
  include_tasks: ["file", "apply"],
  import_role: ROLE_OPTIONS,
  include_role: [...ROLE_OPTIONS, "apply"],
};

/** What Ansible calls a task with these keys. */
export function kindOfTask(source: PlainDict, isHandler: boolean): string {
  const names = Object.keys(source).map(shortName);
  const isOne = (...wanted: string[]): boolean => wanted.some((name) => names.includes(name));
  if (isOne("include_role", "import_role")) return "IncludeRole";
  if (isOne("include_tasks", "import_tasks")) return isHandler ? "HandlerTaskInclude" : "TaskInclude";
  return isHandler ? "Handler" : "Task";
}

/** What an include or import may not have. */
export function checkInclude(task: Task, source: PlainDict, isHandler: boolean): void {
  const name = shortName(task.module.value);
  if (name === "include")
    throw new Fault("PLAYBOOK_INVALID", "`include` was removed", {
      at: task.module.at,
      hint: "use include_tasks, import_tasks or import_playbook",
    });
  if (name === "import_playbook")
    throw new Fault("PLAYBOOK_INVALID", "import_playbook stands among plays, not among tasks", {
      at: task.module.at,
    });
  if (isHandler && name === "meta" && task.freeForm?.value === "flush_handlers")
    throw new Fault("PLAYBOOK_INVALID", "flush_handlers cannot be used as a handler", { at: task.at });
  const options = OPTIONS[name];
  if (!options) return;
  checkOptions(task, options);
  if (name.endsWith("_tasks")) checkFile(task);
  else checkRoleName(task);
  if (isHandler && name.endsWith("_role"))
    throw new Fault("PLAYBOOK_INVALID", `Using '${name}' as a handler is not supported.`, {
      at: task.module.at,
    });
  if (name.startsWith("include_")) checkKeywords(task, source, isHandler);
  else if (task.keywords.loop || task.with)
    throw new Fault(
      "PLAYBOOK_INVALID",
      `You cannot use loops on '${name}' statements. You should use '${name.replace("import", "include")}' instead.`,
      { at: (task.keywords.loop ?? task.with?.terms)?.at ?? task.at },
    );
}

function checkOptions(task: Task, options: readonly string[]): void {
  for (const [key, value] of Object.entries(task.args)) {
    const at = keyPlaceOf(task.args, key) ?? task.at;
    if (!options.includes(key))
      throw new Fault("ARGUMENT_UNKNOWN", `Invalid options for ${task.module.value}: ${key}`, {
        at,
        hint: suggest(key, options) ?? "variables for it stand under `vars:` beside it",
      });
    if (ROLE_FILES.includes(key) && typeof value !== "string" && value !== null)
      throw new Fault("ARGUMENT_INVALID", `Expected a string for ${key} but got ${kindOf(value)} instead`, {
        at,
      });
  }
}

function kindOf(value: Value): string {
  return Array.isArray(value) ? "a list" : typeof value === "object" ? "a mapping" : `a ${typeof value}`;
}

function checkFile(task: Task): void {
  const file = task.args.file ?? task.freeForm?.value ?? null;
  if (file !== null && file !== "") return;
  throw new Fault("ARGUMENT_MISSING", `No file specified for ${task.module.value}`, { at: task.at });
}

function checkRoleName({ args, module, at }: Task): void {
  if ((args.name ?? args.role ?? null) !== null) return;
  throw new Fault("ARGUMENT_MISSING", `'name' is a required field for ${module.value}.`, { at });
}

/** An include takes the few keywords that are its own; others are for what it includes. */
function checkKeywords(task: Task, source: PlainDict, isHandler: boolean): void {
  const what = kindOfTask(source, isHandler);
  for (const key of Object.keys(source))
    if (TASK.has(key) && !INCLUDE.has(key))
      throw new Fault("KEYWORD_INVALID", `'${key}' is not a valid attribute for a ${what}`, {
        at: keyPlaceOf(source, key) ?? task.at,
        hint: `to give it to the included tasks, write it under \`apply:\` of ${shortName(task.module.value)}`,
      });
}
