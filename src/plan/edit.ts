import { isDeepStrictEqual } from "node:util";
import type { Group, Inventory } from "../model/host.js";
import { markUnsafe, type PlainDict, setOwn } from "../model/value.js";

/** Adds a host at run time (add_host), or variables and groups to one that exists. Has that changed anything? */
export function addHost(
  inventory: Inventory,
  name: string,
  vars: PlainDict,
  groups: readonly string[],
): boolean {
  const known = inventory.hosts.get(name);
  const host = known ?? { name, vars: {}, groups: [] };
  const differs = Object.entries(vars).some(([key, value]) => !isDeepStrictEqual(host.vars[key], value));
  // they were evaluated when the host was added: what a host has printed must not be read as a template
  for (const [key, value] of Object.entries(vars)) {
    setOwn(host.vars, key, value);
    markUnsafe(host.vars, key);
  }
  inventory.hosts.set(name, host);
  const joined = groups.map((group) => joinGroup(inventory, ensureGroup(inventory, group, ["all"]), host));
  if (groups.length > 0) leaveUngrouped(inventory, host);
  if (host.groups.length === 0) joinGroup(inventory, ensureGroup(inventory, "ungrouped", ["all"]), host);
  return !known || differs || joined.includes(true);
}

/** A host of any group is no longer ungrouped. */
function leaveUngrouped(inventory: Inventory, host: { name: string; groups: string[] }): void {
  const ungrouped = inventory.groups.get("ungrouped");
  if (!ungrouped?.hosts.includes(host.name) || host.groups.every((name) => name === "ungrouped")) return;
  ungrouped.hosts = ungrouped.hosts.filter((name) => name !== host.name);
  host.groups = host.groups.filter((name) => name !== "ungrouped");
}

/** Puts a host of the inventory into a group, made where it does not exist (group_by). Has that changed anything? */
export function addGroup(
  inventory: Inventory,
  name: string,
  hostName: string,
  parents: readonly string[],
): boolean {
  const host = inventory.hosts.get(hostName);
  if (!host) return false;
  const before = inventory.groups.get(name)?.parents.length;
  const group = ensureGroup(inventory, name, parents);
  const joined = joinGroup(inventory, group, host);
  leaveUngrouped(inventory, host);
  return joined || group.parents.length !== before;
}

/** Hosts stand in a group in the inventory's order, whichever joins it first. */
function joinGroup({ hosts }: Inventory, group: Group, host: { name: string; groups: string[] }): boolean {
  const isNew = !group.hosts.includes(host.name);
  if (isNew) {
    const names = [...hosts.keys()];
    const earlier = new Set(names.slice(0, names.indexOf(host.name)));
    group.hosts.splice(group.hosts.findLastIndex((name) => earlier.has(name)) + 1, 0, host.name);
  }
  if (!host.groups.includes(group.name)) host.groups.push(group.name);
  return isNew;
}

function ensureGroup(inventory: Inventory, name: string, parents: readonly string[]): Group {
  let group = inventory.groups.get(name);
  if (!group) {
    group = { name, vars: {}, hosts: [], children: [], parents: [], priority: 1 };
    inventory.groups.set(name, group);
  }
  if (name === "all") return group;
  for (const parent of parents) {
    if (group.parents.includes(parent)) continue;
    group.parents.push(parent);
    ensureGroup(inventory, parent, ["all"]).children.push(name);
  }
  return group;
}
