import type { VarsFolder } from "../../model/host.js";
import type { Entry, Task } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { groupOrder } from "../../plan/groups.js";
import {
  exportedDefaults,
  exportedVars,
  roleDefaults,
  roleVars,
  withParents,
} from "../../playbook/role_layers.js";
import type { Engine } from "../hosts/engine.js";
import type { HostVariables } from "../hosts/host.js";
import type { PlayVars } from "../hosts/play_vars.js";
import type { GroupSource } from "../hosts/settings.js";
import { chainOf } from "./keywords.js";
import { PYTHON } from "./magic.js";
import type { Layer } from "./scope.js";

const template = (vars: PlainDict | undefined): Layer[] => (vars ? [{ vars, kind: "template" }] : []);
const data = (vars: PlainDict): Layer[] => [{ vars, kind: "data" }];

/** This machine needs no place in the inventory. */
export function isImplicitLocal(name: string, { inventory }: Pick<Engine, "inventory">): boolean {
  return LOCAL_NAMES.has(name) && !inventory.hosts.has(name);
}

const LOCAL_NAMES = new Set(["localhost", "127.0.0.1", "::1"]);

function implicitVars(name: string): PlainDict | undefined {
  return LOCAL_NAMES.has(name)
    ? { ansible_connection: "local", ansible_python_interpreter: PYTHON }
    : undefined;
}

/** Where the variables of a task on a host come from. */
export interface LayerSources {
  task: Task | undefined;
  host: HostVariables;
  playVars: PlayVars;
  engine: Pick<Engine, "inventory" | "inventoryVars" | "extraVars" | "settings">;
  /** variables that the engine adds to the task's own `vars` */
  taskVars?: PlainDict | undefined;
}

/**
 * Who wins: every origin of variables from the strongest to the weakest.
 * Loop and magic variables stand above this list.
 */
export function layersFor({ task, host, playVars, engine, taskVars }: LayerSources): Layer[] {
  const chain = task ? chainOf(task) : [];
  return [
    ...template(engine.extraVars),
    ...chain.flatMap(includeParams),
    ...withParents(task?.role).flatMap((use) => template(use.params)),
    ...data(host.registered),
    ...template(host.included),
    ...template(taskVars),
    ...chain.filter((entry) => !isInclude(entry)).flatMap(taskLayer),
    ...roleVars(task?.role).flatMap(template),
    ...[...playVars.roles].reverse().flatMap(exportedVars).flatMap(template),
    ...playVars.files.flatMap(template),
    ...data(playVars.prompted),
    ...template(playVars.play?.keywords.vars?.value as PlainDict | undefined),
    ...data(engine.settings.injectFacts ? host.facts : namespaced(host.facts)),
    ...inventoryLayers(host.name, engine, playVars.folder),
    ...roleDefaults(task?.role).flatMap(template),
    ...[...playVars.roles].reverse().flatMap(exportedDefaults).flatMap(template),
  ];
}

/** Facts where they are no variables of their own: those of the host's own files are, all the same. */
function namespaced({ ansible_facts: all, ansible_local: local }: PlainDict): PlainDict {
  return { ...(all === undefined ? {} : { ansible_facts: all }), ansible_local: local ?? {} };
}

function isInclude(entry: Entry): boolean {
  return entry.kind === "block"
    ? entry.isInclude === true
    : /(^|\.)include_(tasks|role)$/.test(entry.module.value);
}

/** `vars:` of include_tasks, include_role and their like: above facts and registered values. */
function includeParams(entry: Entry): Layer[] {
  return isInclude(entry) ? ownVars(entry) : [];
}

function taskLayer(entry: Entry): Layer[] {
  return ownVars(entry).map((layer) => ({ ...layer, family: "task" }));
}

function ownVars(entry: Entry): Layer[] {
  return template(entry.keywords.vars?.value as PlainDict | undefined);
}

/** What the inventory and the folders beside it and beside the playbook say of a host. */
export function inventoryLayers(
  name: string,
  { inventory, inventoryVars: beside, settings }: Pick<Engine, "inventory" | "inventoryVars" | "settings">,
  playbook: VarsFolder,
): Layer[] {
  const host = inventory.hosts.get(name);
  const groups = host ? groupOrder(inventory, name).reverse() : [];
  const specific = groups.filter((group) => group.name !== "all");
  const sources: Record<GroupSource, () => Layer[]> = {
    all_inventory: () => template(inventory.groups.get("all")?.vars),
    groups_inventory: () => specific.flatMap((group) => template(group.vars)),
    all_plugins_inventory: () => template(beside.groups.get("all")),
    all_plugins_play: () => template(playbook.groups.get("all")),
    groups_plugins_inventory: () => specific.flatMap((group) => template(beside.groups.get(group.name))),
    groups_plugins_play: () => specific.flatMap((group) => template(playbook.groups.get(group.name))),
  };
  return [
    ...template(playbook.hosts.get(name)),
    ...template(beside.hosts.get(name)),
    ...template(host?.vars ?? implicitVars(name)),
    ...settings.precedence.toReversed().flatMap((source) => sources[source]()),
  ];
}
