import { dirname } from "node:path";
import { Fault } from "../model/errors.js";
import type { Block, Entry, Keywords, Located, RoleUse, Task, WithLoop } from "../model/play.js";
import { inheritPlaces, keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { dictEntries, isDict, type PlainDict, type Value } from "../model/value.js";
import { findRelative } from "./find.js";
import { BLOCK, located, readKeywords, TASK, unknownKeyword } from "./keywords.js";
import { type Loading, loadYaml } from "./load.js";
import { importedRole } from "./role_import.js";
import { splitArgs } from "./split_args.js";

/** Where a list of entries stands, and what it inherits. */
export interface TaskContext {
  loading: Loading;
  /** folder of the file */
  folder: string;
  playbookFolder: string;
  role?: RoleUse | undefined;
  parent?: Block | undefined;
  /** handlers: blocks are flattened by the caller, includes stay tasks */
  handlers: boolean;
  /** collects the faults of a file, so that one bad task does not hide the next */
  faults: Fault[];
  /** handlers of roles that are imported */
  importedHandlers: Task[];
  /** roles that are imported, for the variables that all tasks of the play see */
  importedRoles: RoleUse[];
}

/** Modules whose text is not `key=value`. */
const FREE_FORM = new Set([
  "command",
  "shell",
  "raw",
  "script",
  "win_command",
  "win_shell",
  "meta",
  "include_tasks",
  "import_tasks",
  "include_vars",
  "include",
  "import_playbook",
  "expect",
]);

export function shortName(name: string): string {
  return name.replace(/^(ansible\.(builtin|legacy|windows)|community\.windows)\./, "");
}

export function readEntries(value: Value, context: TaskContext, at: Place): Entry[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) {
    context.faults.push(
      new Fault("PLAYBOOK_INVALID", "a list of tasks is needed here", {
        at,
        hint: "every task starts with `- `",
      }),
    );
    return [];
  }
  return value.flatMap(
    (entry, index) => guard(context, () => readEntry(entry, context, placeOf(value, index) ?? at)) ?? [],
  );
}

function guard<T>(context: TaskContext, work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    context.faults.push(error);
    return undefined;
  }
}

function readEntry(entry: Value, context: TaskContext, at: Place): Entry {
  if (!isDict(entry)) throw new Fault("PLAYBOOK_INVALID", "a task must be a mapping", { at });
  const source = (
    entry instanceof Map ? Object.fromEntries(dictEntries(entry).map(([k, v]) => [String(k), v])) : entry
  ) as PlainDict;
  if ("block" in source || "rescue" in source || "always" in source) return readBlock(source, context, at);
  const task = readTask(source, context, at);
  const name = shortName(task.module.value);
  if (name === "import_tasks") return importTasks(task, context);
  if (name === "import_role") return importedRole(task, context);
  return task;
}

function readBlock(source: PlainDict, context: TaskContext, at: Place): Block {
  if (!("block" in source))
    throw new Fault("PLAYBOOK_INVALID", "`rescue` and `always` need a `block`", { at });
  for (const key of Object.keys(source))
    if (!BLOCK.has(key) && !["block", "rescue", "always"].includes(key))
      context.faults.push(unknownKeyword(source, key, [...BLOCK, "block", "rescue", "always"], "Block", at));
  const block = emptyBlock(readKeywords(source, BLOCK, at), context, at);
  const inner = { ...context, parent: block };
  block.body = readEntries(source.block!, inner, placeOf(source, "block") ?? at);
  block.rescue = readEntries(source.rescue ?? null, inner, placeOf(source, "rescue") ?? at);
  block.always = readEntries(source.always ?? null, inner, placeOf(source, "always") ?? at);
  return block;
}

export function emptyBlock(
  keywords: Keywords,
  context: Pick<TaskContext, "parent" | "role" | "folder">,
  at: Place,
): Block {
  return {
    kind: "block",
    keywords,
    body: [],
    rescue: [],
    always: [],
    at,
    folder: context.folder,
    ...(context.parent ? { parent: context.parent } : {}),
    ...(context.role ? { role: context.role } : {}),
  };
}

interface Action {
  module: Located<string>;
  args: PlainDict;
  freeForm?: Located<string>;
}

export function readTask(source: PlainDict, context: TaskContext, at: Place): Task {
  const keywords = readKeywords(source, TASK, at);
  const action = findAction(source, keywords, at);
  const loop = findWith(source, at);
  if (loop && keywords.loop)
    throw new Fault("PLAYBOOK_INVALID", `a task cannot have both \`loop\` and \`with_${loop.lookup}\``, {
      at: loop.terms.at,
    });
  const task: Task = { kind: "task", keywords, ...action, at, folder: context.folder };
  if (loop) task.with = loop;
  if (context.parent) task.parent = context.parent;
  if (context.role) task.role = context.role;
  addExtraArgs(task, source);
  return task;
}

function findWith(source: PlainDict, at: Place): WithLoop | undefined {
  const key = Object.keys(source).find((one) => one.startsWith("with_"));
  return key === undefined ? undefined : { lookup: key.slice(5), terms: located(source, key, at) };
}

/** The one key that is no keyword names the module. */
function findAction(source: PlainDict, keywords: Keywords, at: Place): Action {
  const names = Object.keys(source).filter((key) => !TASK.has(key) && !key.startsWith("with_"));
  const [name, other] = names;
  if (name === undefined)
    throw new Fault("PLAYBOOK_INVALID", "no module/action detected in task.", {
      at,
      hint: "a task names one module, such as `copy:` or `ansible.builtin.copy:`",
    });
  if (other !== undefined) throw conflict(source, names, at);
  const written = source[name]!;
  if (name === "action" || name === "local_action") return legacyAction(source, name, written, keywords, at);
  return actionFrom(name, keyPlaceOf(source, name) ?? at, written, placeOf(source, name) ?? at);
}

/** Two unknown keys: one of them is probably a misspelt keyword. */
function conflict(source: PlainDict, names: string[], at: Place): Fault {
  const suspicious = names.find(
    (name) => !name.includes(".") && [...TASK].some((keyword) => isNear(name, keyword)),
  );
  if (suspicious) return unknownKeyword(source, suspicious, TASK, "Task", at);
  return new Fault("PLAYBOOK_INVALID", `conflicting action statements: ${names.join(", ")}`, {
    at: keyPlaceOf(source, names[1]!) ?? at,
    hint: "a task names one module; one of these is misspelt or belongs under the other",
  });
}

function isNear(a: string, b: string): boolean {
  return (
    Math.abs(a.length - b.length) <= 2 &&
    [...a].filter((letter) => b.includes(letter)).length >= Math.max(a.length, b.length) - 2 &&
    a[0] === b[0]
  );
}

function legacyAction(source: PlainDict, key: string, written: Value, keywords: Keywords, at: Place): Action {
  const place = placeOf(source, key) ?? at;
  if (key === "local_action") keywords.delegate_to = { value: "localhost", at: place };
  if (typeof written === "string") {
    const [, name = "", rest = ""] = /^\s*(\S+)\s*([\s\S]*)$/.exec(written) ?? [];
    return actionFrom(name, place, rest === "" ? null : rest, place);
  }
  if (isDict(written)) {
    const { module, ...args } = written as PlainDict;
    const [, name = "", rest = ""] = /^\s*(\S+)\s*([\s\S]*)$/.exec(String(module ?? "")) ?? [];
    const split = splitArgs(rest, FREE_FORM.has(shortName(name)));
    const action = actionFrom(name, place, { ...split.options, ...args }, place);
    return split.free ? { ...action, freeForm: { value: split.free, at: place } } : action;
  }
  throw new Fault("PLAYBOOK_INVALID", `\`${key}\` must be text or a mapping with \`module\``, { at: place });
}

function actionFrom(name: string, at: Place, written: Value, argsAt: Place): Action {
  const module = { value: name, at };
  if (written === null) return { module, args: {} };
  if (isDict(written)) {
    const args = written instanceof Map ? (Object.fromEntries(written) as PlainDict) : (written as PlainDict);
    const raw = args._raw_params;
    if (typeof raw !== "string") return { module, args };
    const { _raw_params: _, ...rest } = args;
    return { module, args: inheritPlaces(rest, args), freeForm: { value: raw, at: argsAt } };
  }
  if (typeof written !== "string") {
    if (typeof written === "number")
      return { module, args: {}, freeForm: { value: String(written), at: argsAt } };
    throw new Fault("PLAYBOOK_INVALID", `the arguments of ${name} must be a mapping or text`, { at: argsAt });
  }
  const isFree = FREE_FORM.has(shortName(name));
  const { options, free } = splitArgs(written, isFree);
  const action: Action = { module, args: options };
  if (free !== "") action.freeForm = { value: free, at: argsAt };
  return action;
}

/** `args:` beside the module adds to its arguments; the module's own win. */
function addExtraArgs(task: Task, source: PlainDict): void {
  const extra = task.keywords.args;
  if (!extra) return;
  if (typeof extra.value === "string") task.argsTemplate = { value: extra.value, at: extra.at };
  else if (isDict(extra.value)) {
    const merged = { ...(extra.value as PlainDict), ...task.args };
    task.args = inheritPlaces(
      merged,
      Object.keys(task.args).length > 0 ? task.args : (source.args as PlainDict),
    );
  }
}

/** import_tasks: the file's tasks in place, under the import's keywords. */
function importTasks(task: Task, context: TaskContext): Block {
  const written = task.args.file ?? task.freeForm?.value;
  const at = placeOf(task.args, "file") ?? task.freeForm?.at ?? task.at;
  if (typeof written !== "string")
    throw new Fault("ARGUMENT_MISSING", "import_tasks needs the name of a file", { at: task.at });
  if (task.keywords.loop || task.with)
    throw new Fault(
      "PLAYBOOK_INVALID",
      "You cannot use loops on 'import_tasks' statements. You should use 'include_tasks' instead.",
      { at: task.at },
    );
  const name = written.includes("{{") ? context.loading.resolveName(written, at) : written;
  if (name === undefined)
    throw new Fault(
      "PLAYBOOK_INVALID",
      `the file name of an import must be known before the run: ${written}`,
      {
        at,
        hint: "only variables of the play and extra variables can be used here; use include_tasks for others",
      },
    );
  const path = findRelative(name, context, "tasks", at);
  return readTaskFile(path, context, importKeywords(task), task.at);
}

function importKeywords(task: Task): Keywords {
  const { args: _a, loop: _l, register: _r, name: _n, ...keywords } = task.keywords;
  return keywords;
}

/** All tasks of a file as one block. */
export function readTaskFile(path: string, context: TaskContext, keywords: Keywords, at: Place): Block {
  const folder = dirname(path);
  const block = emptyBlock(keywords, { ...context, folder }, at);
  block.isInclude = true;
  const value = loadYaml(path, context.loading, at);
  block.body = readEntries(value, { ...context, folder, parent: block }, { path, line: 1, column: 1 });
  return block;
}
