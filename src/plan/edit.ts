import type { Group, Inventory } from "../model/host.js";
import type { PlainDict } from "../model/value.js";

/** Adds a host at run time (add_host), or adds variables and groups to one that exists. */
export function addHost(
  inventory: Inventory,
  name: string,
  vars: PlainDict,
  groups: readonly string[],
): void {
  const known = inventory.hosts.get(name);
  const host = known ?? { name, vars: {}, groups: [] };
  Object.assign(host.vars, vars);
  inventory.hosts.set(name, host);
  for (const group of groups) joinGroup(ensureGroup(inventory, group, ["all"]), host);
  if (host.groups.length === 0) joinGroup(ensureGroup(inventory, "ungrouped", ["all"]), host);
}

/** Puts a host of the inventory into a group, which is made where it does not exist (group_by). */
export function addGroup(
  inventory: Inventory,
  name: string,
  hostName: string,
  parents: readonly string[],
): void {
  const host = inventory.hosts.get(hostName);
  if (host) joinGroup(ensureGroup(inventory, name, parents), host);
}

function joinGroup(group: Group, host: { name: string; groups: string[] }): void {
  if (!group.hosts.includes(host.name)) group.hosts.push(host.name);
  if (!host.groups.includes(group.name)) host.groups.push(group.name);
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
