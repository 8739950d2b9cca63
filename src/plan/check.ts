import { type ArgProblem, convertArgs, type Field, fieldNames, nullProblem } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { type Module, wrongTogether } from "../model/module.js";
import { suggest, suggestQualified } from "../model/nearest.js";
import type { Entry, Located, Play, Playbook, Task } from "../model/play.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { isDict, type PlainDict, type Value } from "../model/value.js";
import { ANSIBLE_MODULES } from "./ansible_modules.js";

/** What the check needs to know of the plugins. */
export interface Known {
  findModule(name: string): Promise<Module | undefined>;
  moduleNames(): string[];
  /** the file of a module of the user's own, which is not run */
  foreignModule?(name: string, task: Task): string | undefined;
  /** what is wrong with a text as a template or expression */
  templateFault(text: string, at: Place | undefined, kind: "template" | "expression"): Fault | undefined;
}

/** Everything that can be known to be wrong before the first connection, all at once. */
export async function checkPlaybooks(playbooks: readonly Playbook[], known: Known): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const playbook of playbooks) for (const play of playbook.plays) await checkPlay(play, known, faults);
  return faults;
}

function checkPlay(play: Play, known: Known, faults: Fault[]): Promise<void> {
  const sections = [...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks, ...play.handlers];
  return checkEntries(sections, known, faults);
}

/** Tasks that a play has, or that it includes. */
export async function checkEntries(entries: readonly Entry[], known: Known, faults: Fault[]): Promise<void> {
  for (const entry of entries) {
    if (!expectsFailure(entry)) checkKeywords(entry, known, faults);
    if (entry.kind === "task") await checkTask(entry, known, faults);
    else await checkEntries([...entry.body, ...entry.rescue, ...entry.always], known, faults);
  }
}

/** include_*, import_* and meta are the engine's own; their arguments are checked when they run. */
const ENGINE_ACTIONS = new Set([
  "include_tasks",
  "include_role",
  "include",
  "meta",
  "import_tasks",
  "import_role",
]);

async function checkTask(task: Task, known: Known, faults: Fault[]): Promise<void> {
  const name = task.module.value;
  if (ENGINE_ACTIONS.has(name.replace(/^ansible\.(builtin|legacy)\./, ""))) return;
  if (name.includes("{{")) return;
  const module = await known.findModule(name);
  if (!module) {
    faults.push(unknownModule(name, task, known));
    return;
  }
  if (expectsFailure(task)) return;
  checkTexts(task.args, task.at, known, faults, module.unevaluated);
  if (!task.argsTemplate) checkArguments(task, module, faults);
}

/** What fails and is provided for may well be wrong on purpose: it fails when it runs, as in Ansible. */
function expectsFailure(entry: Entry): boolean {
  for (let at: Entry | undefined = entry; at; at = at.parent)
    if (at.keywords.ignore_errors || at.keywords.failed_when || (at.kind === "block" && at.rescue.length > 0))
      return true;
  return false;
}

function unknownModule(name: string, task: Task, known: Known): Fault {
  const { at } = task.module;
  const file = known.foreignModule?.(name, task);
  if (file !== undefined)
    return new Fault(
      "MODULE_UNKNOWN",
      `the module '${name}' is ${file}, and modules of your own are not run`,
      {
        at,
        hint: "tera runs no Python: use modules of its own (`tera doc -l`), or `script` and `command`",
      },
    );
  if (ANSIBLE_MODULES.has(name.replace(/^ansible\.(builtin|legacy)\./, "")))
    return new Fault("MODULE_UNKNOWN", `the module '${name}' of ansible-core is not there yet`, {
      at,
      hint: "`tera doc -l` lists the modules that are; `command` and `shell` run any program",
    });
  const near = suggestQualified(name, known.moduleNames());
  return new Fault(
    "MODULE_UNKNOWN",
    `couldn't resolve module/action '${name}'. This often indicates a misspelling, missing collection, or incorrect module path.`,
    {
      at,
      hint: near ?? "`tera doc -l` lists the modules; Python modules are not run",
    },
  );
}

function isLiteral(value: Value): boolean {
  if (typeof value === "string") return !value.includes("{{") && !value.includes("{%");
  if (Array.isArray(value)) return value.every(isLiteral);
  if (isDict(value)) return Object.values(value).every((item) => isLiteral(item as Value));
  return true;
}

function literalProblem(field: Field, value: Value): string | undefined {
  if (value === null) return nullProblem(field);
  const converted = field.convert(value);
  return (converted as { problem?: string }).problem;
}

function checkArguments(task: Task, module: Module, faults: Fault[]): void {
  const names = fieldNames(module.args);
  const before = faults.length;
  for (const [name, value] of Object.entries(task.args)) {
    const field = names.get(name);
    if (field === undefined) {
      if (!module.open && isLiteral(name))
        faults.push(problemFault(module, task, { name, kind: "unknown", problem: "" }));
    } else if (isLiteral(value) && !module.unevaluated?.includes(name)) {
      const problem = literalProblem(module.args[field]!, value);
      if (problem !== undefined) faults.push(problemFault(module, task, { name, kind: "invalid", problem }));
    }
  }
  if (hasDefaults(task)) return;
  for (const [name, field] of Object.entries(module.args)) {
    const given =
      Object.keys(task.args).some((one) => names.get(one) === name) ||
      (module.freeForm === name && task.freeForm);
    if (field.required && !given)
      faults.push(problemFault(module, task, { name, kind: "missing", problem: "" }));
  }
  if (task.freeForm && !module.freeForm)
    faults.push(
      new Fault(
        "ARGUMENT_INVALID",
        `this task '${module.name}' has extra params, which is only allowed in the following modules: command, shell, raw, script, meta, include_vars`,
        {
          at: task.freeForm.at,
          hint: "write the arguments as `name: value` below the module",
        },
      ),
    );
  if (faults.length === before) checkTogether(task, module, faults);
}

/** What only all arguments together tell; where one of them is a template it is known when the task runs. */
function checkTogether(task: Task, module: Module, faults: Fault[]): void {
  if (task.freeForm || !isLiteral(task.args)) return;
  const { args } = convertArgs(module.args, task.args);
  for (const problem of wrongTogether(module, args, task.args)) {
    // most say first which argument they mean
    const named = /^\w+/.exec(problem)?.[0] ?? "";
    const at = keyPlaceOf(task.args, named) ?? task.module.at;
    faults.push(new Fault("ARGUMENT_INVALID", `${module.name}: ${problem}`, { at }));
  }
}

function hasDefaults(task: Task): boolean {
  for (let at: Entry | undefined = task; at; at = at.parent) if (at.keywords.module_defaults) return true;
  return false;
}

function problemFault(module: Module, task: Task, problem: ArgProblem): Fault {
  const { name } = problem;
  if (problem.kind === "unknown")
    return new Fault(
      "ARGUMENT_UNKNOWN",
      `Unsupported parameters for (${module.name}) module: ${name}. Supported parameters include: ${Object.keys(module.args).sort().join(", ")}.`,
      {
        at: keyPlaceOf(task.args, name) ?? task.at,
        hint: suggest(name, fieldNames(module.args).keys()),
      },
    );
  if (problem.kind === "missing")
    return new Fault("ARGUMENT_MISSING", `missing required arguments: ${name}`, {
      at: task.module.at,
      hint: `\`${name}\`: ${module.args[name]?.about ?? ""}`,
    });
  return new Fault("ARGUMENT_INVALID", `argument \`${name}\` of ${module.name} ${problem.problem}`, {
    at: placeOf(task.args, name) ?? task.at,
  });
}

/** Templates in arguments must at least parse. */
function checkTexts(
  value: Value,
  at: Place,
  known: Known,
  faults: Fault[],
  skip: readonly string[] = [],
): void {
  if (typeof value === "string") {
    const fault =
      value.includes("{{") || value.includes("{%") ? known.templateFault(value, at, "template") : undefined;
    if (fault) faults.push(fault);
  } else if (Array.isArray(value))
    for (const [index, item] of value.entries()) checkTexts(item, placeOf(value, index) ?? at, known, faults);
  else if (isDict(value) && !(value instanceof Map))
    for (const [key, item] of Object.entries(value as PlainDict))
      if (!skip.includes(key)) checkTexts(item, placeOf(value, key) ?? at, known, faults);
}

const CONDITIONS = ["when", "changed_when", "failed_when", "until"] as const;

function checkKeywords(entry: Entry, known: Known, faults: Fault[]): void {
  for (const keyword of CONDITIONS) {
    const located = entry.keywords[keyword];
    if (located)
      for (const [index, condition] of listOf(located).entries())
        checkCondition(condition, conditionPlace(located, index), known, faults);
  }
}

function listOf({ value }: Located): Value[] {
  return Array.isArray(value) ? value : [value];
}

function conditionPlace({ value, at }: Located, index: number): Place {
  return (Array.isArray(value) ? placeOf(value, index) : undefined) ?? at;
}

function checkCondition(condition: Value, at: Place, known: Known, faults: Fault[]): void {
  if (typeof condition !== "string" || condition.trim() === "") return;
  const isText = condition.includes("{{") || condition.includes("{%");
  const fault = known.templateFault(condition, at, isText ? "template" : "expression");
  if (fault) faults.push(fault);
}
