import type { Inventory } from "../../model/host.js";
import type { Task } from "../../model/play.js";
import type { ResultValues } from "../../model/result.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { addGroup, addHost } from "../../plan/edit.js";
import type { HostState } from "../hosts/host.js";
import { stateOf } from "../hosts/hosts.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { keywordFlag } from "../vars/evaluate.js";
import { shortName } from "../vars/keywords.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";

/** Results that change the run itself: facts, set_fact, include_vars, add_host, group_by, set_stats. */
export async function applyEffects(
  walk: Walk,
  task: Task,
  values: ResultValues,
  delegatedTo: string | undefined,
  position: Position,
): Promise<void> {
  const facts = values.ansible_facts;
  if (isDict(facts)) {
    const host = await factsHost(walk, task, delegatedTo, position);
    applyFacts(host, task, facts as PlainDict, values);
  }
  if (isDict(values.add_host)) applyAddHost(walk, values.add_host as PlainDict);
  if (typeof values.add_group === "string") applyGroupBy(walk, values);
  if (isDict(values.ansible_stats)) applyStats(walk, values.ansible_stats as PlainDict);
}

/** Where facts go depends on the module: set_fact and include_vars have their own places in the precedence. */
function applyFacts(host: HostState, task: Task, facts: PlainDict, values: ResultValues): void {
  const module = shortName(task);
  if (module === "set_fact") {
    Object.assign(host.registered, facts);
    if (values._ansible_facts_cacheable) host.addFacts(facts);
  } else if (module === "include_vars") host.included = { ...host.included, ...facts };
  else host.addFacts(facts);
  const gathered = values._ansible_facts_gathered;
  if (gathered === "all" || (gathered === "some" && host.gathered !== "all")) host.gathered = gathered;
}

async function factsHost(
  walk: Walk,
  task: Task,
  delegatedTo: string | undefined,
  position: Position,
): Promise<HostState> {
  if (delegatedTo === undefined) return walk.host;
  const scope = taskScope(walk, task, { position });
  const toDelegate = await settled(() => keywordFlag(task, walk.batch.play, "delegate_facts", scope, false));
  return toDelegate ? stateOf(walk.batch.run, delegatedTo) : walk.host;
}

function applyAddHost(walk: Walk, added: PlainDict): void {
  const name = String(added.host_name);
  const groups = (added.groups as Value[]).map(String);
  edit(walk, (inventory) => addHost(inventory, name, added.host_vars as PlainDict, groups));
}

function applyGroupBy(walk: Walk, values: ResultValues): void {
  const parents = Array.isArray(values.parent_groups) ? values.parent_groups.map(String) : ["all"];
  const { name } = walk.host;
  edit(walk, (inventory) => addGroup(inventory, String(values.add_group), name, parents));
}

function edit({ batch: { run } }: Walk, change: (inventory: Inventory) => void): void {
  change(run.inventory);
  run.edits.push(change);
}

function applyStats(walk: Walk, stats: PlainDict): void {
  const { customStats } = walk.batch.run;
  const data = isDict(stats.data) ? (stats.data as PlainDict) : {};
  const key = stats.per_host ? walk.host.name : "_run";
  customStats[key] ??= {};
  const kept = customStats[key] as Record<string, unknown>;
  for (const [name, value] of Object.entries(data)) {
    const before = kept[name];
    const adds = stats.aggregate !== false && typeof before === "number" && typeof value === "number";
    kept[name] = adds ? before + (value as number) : value;
  }
}
