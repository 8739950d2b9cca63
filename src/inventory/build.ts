import { Fault } from "../model/errors.js";
import type { Group, Host, Inventory } from "../model/host.js";
import type { Place } from "../model/source.js";
import { inheritPlaces } from "../model/source.js";
import type { PlainDict } from "../model/value.js";

/** An inventory that is being put together from its sources. */
export function emptyInventory(sources: string[] = []): Inventory {
  const inventory: Inventory = { hosts: new Map(), groups: new Map(), sources };
  ensureGroup(inventory, "all");
  ensureGroup(inventory, "ungrouped");
  return inventory;
}

export function ensureGroup(inventory: Inventory, name: string): Group {
  let group = inventory.groups.get(name);
  if (!group) {
    group = { name, vars: {}, hosts: [], children: [], parents: [], priority: 1 };
    inventory.groups.set(name, group);
  }
  return group;
}

export function ensureHost(inventory: Inventory, name: string): Host {
  let host = inventory.hosts.get(name);
  if (!host) {
    host = { name, vars: {}, groups: [] };
    inventory.hosts.set(name, host);
  }
  return host;
}

export function addToGroup(inventory: Inventory, groupName: string, hostName: string): void {
  const group = ensureGroup(inventory, groupName);
  const host = ensureHost(inventory, hostName);
  if (!group.hosts.includes(hostName)) group.hosts.push(hostName);
  if (!host.groups.includes(groupName)) host.groups.push(groupName);
}

/** Fault where the child is an ancestor of the parent already. */
export function addChild(inventory: Inventory, parentName: string, childName: string, at: Place): void {
  const parent = ensureGroup(inventory, parentName);
  const child = ensureGroup(inventory, childName);
  if (parentName === childName || descends(inventory, parentName, childName))
    throw new Fault(
      "INVENTORY_INVALID",
      `can't add group '${childName}' to '${parentName}': it would contain itself`,
      { at },
    );
  if (!parent.children.includes(childName)) parent.children.push(childName);
  if (!child.parents.includes(parentName)) child.parents.push(parentName);
}

function descends(inventory: Inventory, name: string, ancestor: string): boolean {
  const group = inventory.groups.get(name);
  return (
    group?.parents.some((parent) => parent === ancestor || descends(inventory, parent, ancestor)) ?? false
  );
}

/** Adds variables and keeps where they stood. */
export function mergeVars(into: PlainDict, from: PlainDict): PlainDict {
  Object.assign(into, from);
  return inheritPlaces(into, from);
}

/** Every group but `all` is below `all`; hosts in no other group are in `ungrouped`. */
export function finish(inventory: Inventory): Inventory {
  for (const group of inventory.groups.values()) {
    const priority = Number(group.vars.ansible_group_priority);
    if (Number.isInteger(priority)) group.priority = priority;
    if (group.name === "all" || group.parents.length > 0) continue;
    group.parents.push("all");
    ensureGroup(inventory, "all").children.push(group.name);
  }
  const ungrouped = ensureGroup(inventory, "ungrouped");
  for (const host of inventory.hosts.values()) {
    const real = host.groups.filter((name) => name !== "all" && name !== "ungrouped");
    if (real.length === 0 && !host.groups.includes("ungrouped")) {
      ungrouped.hosts.push(host.name);
      host.groups.push("ungrouped");
    } else if (real.length > 0 && host.groups.includes("ungrouped")) {
      ungrouped.hosts = ungrouped.hosts.filter((name) => name !== host.name);
      host.groups = host.groups.filter((name) => name !== "ungrouped");
    }
  }
  return inventory;
}
