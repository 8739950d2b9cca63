import type { Inventory } from "../../model/host.js";
import type { Task } from "../../model/play.js";
import type { ResultValues } from "../../model/result.js";
import { isDict, isUnsafe, markUnsafe, mergedOver, type PlainDict, type Value } from "../../model/value.js";
import { addGroup, addHost } from "../../plan/edit.js";
import { staysText } from "../../template/render.js";
import { stateOf } from "../hosts/hosts.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { cleanFacts } from "../vars/clean_facts.js";
import { shortName } from "../vars/keywords.js";

/** The step whose result it is. */
interface Done {
  walk: Walk;
  task: Task;
  position: Position;
}

/** Results that change the inventory tell whether they did, before anything is judged by them. */
export function changeInventory(walk: Walk, values: ResultValues): ResultValues {
  if (values.failed || values.skipped) return values;
  if (isDict(values.add_host))
    return { ...values, changed: applyAddHost(walk, values.add_host as PlainDict) };
  if (typeof values.add_group === "string") return { ...values, changed: applyGroupBy(walk, values) };
  return values;
}

/** Results that change the run itself: facts, set_fact, include_vars, set_stats. */
export function applyEffects(done: Done, values: ResultValues): void {
  applyFacts(done, values);
  if (isDict(values.ansible_stats)) applyStats(done.walk, values.ansible_stats as PlainDict);
}

/** What a `run_once` task on another host brings for this one: its facts, and statistics of each host. */
export function takeEffects(done: Done, values: ResultValues): void {
  applyFacts(done, values);
  const stats = values.ansible_stats;
  if (isDict(stats) && (stats as PlainDict).per_host) applyStats(done.walk, stats as PlainDict);
}

/** Where facts go depends on the module: set_fact and include_vars have their own places in the precedence. */
function applyFacts({ walk, task, position }: Done, values: ResultValues): void {
  if (!isDict(values.ansible_facts) || shortName(task) === "debug") return;
  const facts = values.ansible_facts as PlainDict;
  // `delegate_facts`: they are the delegate's
  const owner = values._ansible_facts_to;
  const host = typeof owner === "string" ? stateOf(walk.batch.run, owner) : walk.host;
  const module = shortName(task);
  const each = Object.entries(facts) as [string, Value][];
  if (module === "set_fact") {
    for (const [name, value] of each) {
      host.register(name, value, position);
      const written = task.args[name];
      if (typeof value === "string" && typeof written === "string" && staysText(written))
        host.keptTexts.set(name, value);
    }
    if (values._ansible_facts_cacheable) host.addFacts(facts, position);
  } else if (module === "include_vars") {
    for (const [name, value] of each) host.include(name, value, position);
    for (const [name] of each) if (isUnsafe(facts, name)) markUnsafe(host.included, name);
  } else host.addFacts(cleanFacts(facts), position);
  const gathered = values._ansible_facts_gathered;
  if (gathered === "all" || (gathered === "some" && host.gathered !== "all")) host.gathered = gathered;
}

/** Did it change the inventory? */
function applyAddHost(walk: Walk, added: PlainDict): boolean {
  const name = String(added.host_name);
  const groups = (added.groups as Value[]).map((group) => nameOf(walk, String(group)));
  const changed = edit(walk, (inventory) => addHost(inventory, name, added.host_vars as PlainDict, groups));
  // the play's hosts name it from now on, though the play does not run on it
  const { allHosts } = walk.batch;
  if (changed && !allHosts.includes(name)) allHosts.push(name);
  return changed;
}

function applyGroupBy(walk: Walk, values: ResultValues): boolean {
  const parents = Array.isArray(values.parent_groups) ? values.parent_groups.map(String) : ["all"];
  const { name } = walk.host;
  const group = nameOf(walk, String(values.add_group));
  const above = parents.map((parent) => nameOf(walk, parent));
  return edit(walk, (inventory) => addGroup(inventory, group, name, above));
}

/** A group that there is keeps its name, whatever it is. */
function nameOf({ batch: { run } }: Walk, group: string): string {
  return run.inventory.groups.has(group) ? group : run.groupName(group);
}

function edit({ batch: { run } }: Walk, change: (inventory: Inventory) => boolean): boolean {
  run.edits.push(change);
  return change(run.inventory);
}

function applyStats(walk: Walk, stats: PlainDict): void {
  const { customStats } = walk.batch.run;
  const data = isDict(stats.data) ? (stats.data as PlainDict) : {};
  const key = stats.per_host ? walk.host.name : "_run";
  customStats[key] ??= {};
  const kept = customStats[key] as Record<string, unknown>;
  for (const [name, value] of Object.entries(data))
    kept[name] = stats.aggregate === false ? value : added(kept[name] as Value | undefined, value);
}

/** What comes on top of what is there; what is of another kind is left out. */
function added(before: Value | undefined, value: Value): Value {
  if (before === undefined) return value;
  if (typeof before === "number" && typeof value === "number") return before + value;
  if (typeof before === "string" && typeof value === "string") return before + value;
  if (Array.isArray(before) && Array.isArray(value)) return [...before, ...value];
  return isDict(before) && isDict(value) ? mergedOver(value, before) : before;
}
