import { Fault } from "../model/errors.js";
import type { Block, Entry, Task, WithLoop } from "../model/play.js";
import { type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { mergeDicts, plainDict } from "../yaml/dicts.js";
import { findAction } from "./action.js";
import { emptyBlock, type TaskContext } from "./context.js";
import { collect } from "./faults.js";
import { importTasks } from "./imports.js";
import { checkInclude, kindOfTask } from "./include_checks.js";
import { isTemplate } from "./keyword_checks.js";
import { BLOCK, BLOCK_SECTIONS, HANDLER, LOOPED_BLOCK, TASK } from "./keyword_sets.js";
import { located, readKeywords, unknownKeyword } from "./keywords.js";
import { shortName } from "./module_names.js";
import { importRole } from "./role_import.js";

/** The entries of a list of tasks. Faults are collected in the context. */
export function readEntries(value: Value | undefined, context: TaskContext, at: Place): Entry[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) {
    const hint = "every task starts with `- `";
    context.faults.push(new Fault("PLAYBOOK_INVALID", "a list of tasks is needed here", { at, hint }));
    return [];
  }
  return value.flatMap((entry, index) => {
    // a dash with nothing behind it: Ansible leaves it out, but not within a block
    if (entry === null && !context.inBlock) return [];
    const place = placeOf(value, index) ?? at;
    return collect(context.faults, () => readEntry(entry, context, place)) ?? [];
  });
}

function readEntry(entry: Value, context: TaskContext, at: Place): Entry {
  const source = plainDict(entry);
  if (!source)
    throw new Fault("PLAYBOOK_INVALID", "a task must be a mapping", {
      at,
      hint: "such as `- name: …` with the module below it",
    });
  if (BLOCK_SECTIONS.some((key) => key in source)) return readBlock(source, context, at);
  const task = readTask(source, context, at);
  const name = shortName(task.module.value);
  if (name === "import_tasks") return importTasks(task, context);
  if (name === "import_role") return importRole(task, context);
  return task;
}

function readBlock(source: PlainDict, context: TaskContext, at: Place): Block {
  if (!("block" in source))
    throw new Fault("PLAYBOOK_INVALID", "`rescue` and `always` need a `block`", { at });
  if (context.handlers && context.inBlock)
    throw new Fault("PLAYBOOK_INVALID", "Using a block as a handler is not supported.", {
      at,
      hint: "make each of its tasks a handler; they can `listen` to the same name",
    });
  for (const key of Object.keys(source))
    if (!LOOPED_BLOCK.has(key) && !BLOCK_SECTIONS.includes(key) && !key.startsWith("with_"))
      context.faults.push(unknownKeyword(source, key, [...BLOCK, ...BLOCK_SECTIONS], "Block", at));
  const block = emptyBlock(
    readKeywords(source, LOOPED_BLOCK, { at, what: "Block", faults: context.faults }),
    context,
    at,
  );
  const loop = findWith(source, at);
  if (loop) block.with = loop;
  const inner = { ...context, parent: block, inBlock: true };
  const section = (key: string) => readEntries(source[key], inner, placeOf(source, key) ?? at);
  block.body = section("block");
  block.rescue = section("rescue");
  block.always = section("always");
  return block;
}

function readTask(source: PlainDict, context: TaskContext, at: Place): Task {
  const allowed = context.handlers ? HANDLER : TASK;
  const { faults } = context;
  const owner = { at, what: kindOfTask(source, context.handlers), faults };
  const keywords = readKeywords(source, allowed, owner);
  const action = findAction(source, keywords, allowed, owner);
  const loop = findWith(source, at);
  if (loop && keywords.loop)
    faults.push(
      new Fault("PLAYBOOK_INVALID", `a task cannot have both \`loop\` and \`with_${loop.lookup}\``, {
        at: loop.terms.at,
        hint: "keep one of them",
      }),
    );
  const task: Task = { kind: "task", keywords, ...action, at, folder: context.folder };
  if (loop) task.with = loop;
  if (context.parent) task.parent = context.parent;
  if (context.role) task.role = context.role;
  addExtraArgs(task, source);
  warnOfDebugger(task, context);
  checkInclude(task, source, context.handlers);
  return task;
}

function warnOfDebugger({ keywords: { debugger: wanted } }: Task, { loading }: TaskContext): void {
  if (wanted && !isTemplate(wanted.value) && wanted.value !== "never")
    loading.warn("`debugger` is not supported: nobody is asked, and the task runs as without it", wanted.at);
}

function findWith(source: PlainDict, at: Place): WithLoop | undefined {
  const keys = Object.keys(source).filter((one) => one.startsWith("with_"));
  if (keys.length > 1)
    throw new Fault("PLAYBOOK_INVALID", `duplicate loop in task: ${keys.join(", ")}`, { at });
  const [key] = keys;
  if (key === undefined) return undefined;
  if (source[key] === null)
    throw new Fault("PLAYBOOK_INVALID", `you must specify a value when using ${key}`, { at });
  return { lookup: key.slice("with_".length), terms: located(source, key, at) };
}

/** `args:` beside the module adds to its arguments; the module's own win. */
function addExtraArgs(task: Task, source: PlainDict): void {
  const extra = task.keywords.args;
  if (!extra) return;
  const dict = plainDict(extra.value);
  if (dict) task.args = mergeDicts(dict, task.args);
  else if (isTemplate(extra.value)) task.argsTemplate = { value: String(extra.value), at: extra.at };
  else
    throw new Fault("KEYWORD_INVALID", "`args` must be a mapping of arguments", {
      at: placeOf(source, "args") ?? extra.at,
    });
}
