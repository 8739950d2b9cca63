import type { Inventory, VarsFolder } from "../../model/host.js";
import type { Entry, RoleUse, Task } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { groupOrder } from "../../plan/groups.js";
import type { HostState } from "../hosts/host.js";
import type { PlayVars } from "../hosts/play_vars.js";
import { chainOf } from "./keywords.js";
import type { Layer } from "./scope.js";

const template = (vars: PlainDict | undefined): Layer[] => (vars ? [{ vars, kind: "template" }] : []);
const data = (vars: PlainDict): Layer[] => [{ vars, kind: "data" }];

/**
 * Who wins: every origin of variables from the strongest to the weakest.
 * Loop and magic variables stand above this list.
 */
export function layersFor(
  task: Task | undefined,
  host: HostState,
  playVars: PlayVars,
  inventory: Inventory,
  inventoryVars: VarsFolder,
  extraVars: PlainDict,
  taskVars: PlainDict | undefined,
): Layer[] {
  const chain = task ? chainOf(task) : [];
  return [
    ...template(extraVars),
    ...chain.flatMap(includeParams),
    ...roleUses(task).flatMap((use) => template(use.params)),
    ...data(host.registered),
    ...template(host.included),
    ...template(taskVars),
    ...chain.filter((entry) => !isInclude(entry)).flatMap(ownVars),
    ...roleUses(task).flatMap((use) => template(use.role.vars)),
    ...[...playVars.roles].reverse().flatMap((use) => template(use.role.vars)),
    ...playVars.files.flatMap(template),
    ...data(playVars.prompted),
    ...template(playVars.play?.keywords.vars?.value as PlainDict | undefined),
    ...data(host.facts),
    ...inventoryLayers(host.name, inventory, inventoryVars, playVars.folder),
    ...roleUses(task).flatMap((use) => template(use.role.defaults)),
    ...[...playVars.roles].reverse().flatMap((use) => template(use.role.defaults)),
  ];
}

/** The role of the task and those that led to it, nearest first. */
function roleUses(task: Task | undefined): RoleUse[] {
  return task?.role ? [task.role, ...[...task.role.parents].reverse()] : [];
}

function isInclude(entry: Entry): boolean {
  return entry.kind === "block"
    ? entry.isInclude === true
    : /(^|\.)(include|import)_/.test(entry.module.value);
}

/** `vars:` of include_tasks, include_role and their like: above facts and registered values. */
function includeParams(entry: Entry): Layer[] {
  return isInclude(entry) ? ownVars(entry) : [];
}

function ownVars(entry: Entry): Layer[] {
  return template(entry.keywords.vars?.value as PlainDict | undefined);
}

export function inventoryLayers(
  name: string,
  inventory: Inventory,
  beside: VarsFolder,
  playbook: VarsFolder,
): Layer[] {
  const host = inventory.hosts.get(name);
  const groups = host ? groupOrder(inventory, name).reverse() : [];
  const specific = groups.filter((group) => group.name !== "all");
  return [
    ...template(playbook.hosts.get(name)),
    ...template(beside.hosts.get(name)),
    ...template(host?.vars),
    ...specific.flatMap((group) => template(playbook.groups.get(group.name))),
    ...specific.flatMap((group) => template(beside.groups.get(group.name))),
    ...template(playbook.groups.get("all")),
    ...template(beside.groups.get("all")),
    ...specific.flatMap((group) => template(group.vars)),
    ...template(inventory.groups.get("all")?.vars),
  ];
}
