import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Entry, Play, Playbook, Task } from "../../model/play.js";
import { placeOf } from "../../model/source.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { certainReads, type Read } from "../../template/reads.js";
import { isTemplate } from "../../template/render.js";
import type { Engine } from "../hosts/engine.js";
import { definedNames } from "../vars/defined_names.js";
import { runsInAnyCase } from "./certain.js";

/**
 * The faults of tasks that cannot be evaluated on any host, because they read
 * a variable that nothing gives a value to. Only what is certain is one: tasks
 * that run in any case, and texts that need the variable whatever its value.
 */
export async function undefinedReads(playbooks: readonly Playbook[], engine: Engine): Promise<Fault[]> {
  if (engine.settings.keepsUndefined) return [];
  const plays = playbooks.flatMap((playbook) => playbook.plays);
  const reads: Read[] = [];
  for (const play of plays)
    for (const task of tasksOf(play))
      if (runsInAnyCase(task, play, engine.settings)) reads.push(...(await readsOf(task, engine)));
  const judged = reads.filter(({ name }) => !name.startsWith("ansible_"));
  if (judged.length === 0) return [];
  const names = definedNames(plays, engine);
  if (!names) return [];
  const missing = judged.filter(({ name }) => !names.has(name));
  // a role that is used twice has its faults once
  const once = new Map(missing.map((read) => [JSON.stringify(read), read]));
  return [...once.values()].map((read) => faultOf(read, names));
}

function faultOf({ name, at }: Read, names: ReadonlySet<string>): Fault {
  const hint = suggest(name, names) ?? "define it in the inventory, in group_vars, in `vars` or with -e";
  return new Fault("UNDEFINED", `'${name}' is undefined: nothing gives it a value`, { at, hint });
}

function tasksOf(play: Play): Task[] {
  const visit = (entries: readonly Entry[]): Task[] =>
    entries.flatMap((entry) => (entry.kind === "task" ? [entry] : visit(entry.body)));
  return visit([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks]);
}

/** A loop may have no items: then only the loop itself is read. */
async function readsOf(task: Task, engine: Engine): Promise<Read[]> {
  if (task.with || task.keywords.loop) return [];
  const module = await engine.findModule(task.module.value);
  if (!module) return [];
  const given = Object.entries(task.args).filter(([name]) => !module.unevaluated?.includes(name));
  const { freeForm } = task;
  return [
    ...given.flatMap(([name, value]) => readsIn(value, placeOf(task.args, name) ?? task.at)),
    ...(freeForm ? readsIn(freeForm.value, freeForm.at) : []),
  ];
}

function readsIn(value: Value, at: Read["at"]): Read[] {
  if (typeof value === "string") return isTemplate(value) ? readsOfText(value, at) : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => readsIn(item, placeOf(value, index) ?? at));
  if (!isDict(value) || value instanceof Map) return [];
  return Object.entries(value as PlainDict).flatMap(([key, item]) =>
    readsIn(item, placeOf(value as PlainDict, key) ?? at),
  );
}

/** A text that is no template at all is another check's fault. */
function readsOfText(text: string, at: Read["at"]): Read[] {
  try {
    return certainReads(text, at, "template");
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}
