import { Fault } from "../model/errors.js";
import type { Group, Host, Inventory } from "../model/host.js";
import type { Place } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { combineDicts, pickEntries } from "../yaml/dicts.js";

/** Inventories under `hash_behaviour = merge`, with their hosts and groups: what readers of sources need not know. */
const MERGING = new WeakSet<object>();

/** The names that new groups of an inventory get, where they are not what is written. */
const NAMING = new WeakMap<Inventory, (name: string) => string>();

export interface Building {
  /** `hash_behaviour = merge` */
  mergesDicts?: boolean | undefined;
  /** `force_valid_group_names` */
  groupName?: ((name: string) => string) | undefined;
}

/** An inventory that is being put together from its sources. */
export function emptyInventory({ mergesDicts, groupName }: Building = {}): Inventory {
  const inventory: Inventory = { hosts: new Map(), groups: new Map(), sources: [] };
  if (mergesDicts) MERGING.add(inventory);
  if (groupName) NAMING.set(inventory, groupName);
  ensureGroup(inventory, "all");
  linkGroups(ensureGroup(inventory, "all"), ensureGroup(inventory, "ungrouped"));
  return inventory;
}

/** The group of a name; a new one may have another name than what is written. */
export function ensureGroup(inventory: Inventory, written: string): Group {
  const known = inventory.groups.get(written);
  if (known) return known;
  const name = nameOf(inventory, written);
  let group = inventory.groups.get(name);
  if (!group) {
    group = { name, vars: {}, hosts: [], children: [], parents: [], priority: 1 };
    if (MERGING.has(inventory)) MERGING.add(group);
    inventory.groups.set(name, group);
  }
  return group;
}

/** What the group is called that `written` names: its name, or the one that it would get. */
export function nameOf(inventory: Inventory, written: string): string {
  return inventory.groups.has(written) ? written : (NAMING.get(inventory)?.(written) ?? written);
}

export function ensureHost(inventory: Inventory, name: string): Host {
  let host = inventory.hosts.get(name);
  if (!host) {
    host = { name, vars: {}, groups: [] };
    if (MERGING.has(inventory)) MERGING.add(host);
    inventory.hosts.set(name, host);
  }
  return host;
}

/** The members of groups while an inventory is built: `includes` on a list of 5,000 is slow. */
const members = new WeakMap<Group, Set<string>>();

export function addToGroup(inventory: Inventory, groupName: string, hostName: string): Host {
  const group = ensureGroup(inventory, groupName);
  const host = ensureHost(inventory, hostName);
  const known = members.get(group) ?? new Set(group.hosts);
  members.set(group, known);
  if (known.has(hostName)) return host;
  known.add(hostName);
  group.hosts.push(hostName);
  host.groups.push(group.name);
  return host;
}

/** Adds hosts of a pattern. A port counts where the host is named for the first time. */
export function addHosts(
  inventory: Inventory,
  group: string,
  { names, port }: { names: readonly string[]; port?: number },
  vars?: PlainDict,
): void {
  for (const name of names) {
    const isNew = !inventory.hosts.has(name);
    const host = addToGroup(inventory, group, name);
    if (isNew && port !== undefined) host.vars = { ansible_port: port };
    if (vars) addVars(host, vars);
  }
}

/** Fault where the child is an ancestor of the parent already. */
export function addChild(inventory: Inventory, parentName: string, childName: string, at: Place): void {
  const parent = ensureGroup(inventory, parentName);
  const child = ensureGroup(inventory, childName);
  if (childName === "all" || parent === child || descends(inventory, parent.name, child.name))
    throw new Fault(
      "INVENTORY_INVALID",
      `the group '${childName}' cannot be in '${parentName}': it would contain itself`,
      { at, hint: `'${parentName}' is in '${childName}' already: remove one of the two` },
    );
  linkGroups(parent, child);
}

function linkGroups(parent: Group, child: Group): void {
  if (!parent.children.includes(child.name)) parent.children.push(child.name);
  if (!child.parents.includes(parent.name)) child.parents.push(parent.name);
}

function descends(inventory: Inventory, name: string, ancestor: string): boolean {
  const group = inventory.groups.get(name);
  return (
    group?.parents.some((parent) => parent === ancestor || descends(inventory, parent, ancestor)) ?? false
  );
}

/** Adds variables to a host or group; the later ones win, or add to dicts where the inventory merges them. */
export function addVars(target: { vars: PlainDict }, vars: PlainDict): void {
  target.vars =
    Object.keys(target.vars).length === 0 ? vars : combineDicts(MERGING.has(target), target.vars, vars);
}

/** Every group but `all` is below `all`; hosts in no other group are in `ungrouped`. */
export function finish(inventory: Inventory, warn: (text: string) => void = () => {}): Inventory {
  const all = ensureGroup(inventory, "all");
  for (const group of inventory.groups.values()) {
    setPriority(group);
    if (group !== all && group.parents.length === 0) linkGroups(all, group);
    if (inventory.hosts.has(group.name)) warn(`Found both group and host with same name: ${group.name}`);
  }
  const ungrouped = ensureGroup(inventory, "ungrouped");
  for (const host of inventory.hosts.values()) settle(host, ungrouped);
  ungrouped.hosts = ungrouped.hosts.filter((name) => inventory.hosts.get(name)?.groups.includes("ungrouped"));
  return inventory;
}

function setPriority(group: Group): void {
  const { ansible_group_priority: written } = group.vars;
  if (written === undefined) return;
  const priority = Number(written);
  if (Number.isInteger(priority)) group.priority = priority;
  group.vars = pickEntries(group.vars, (name) => name !== "ansible_group_priority");
}

function settle(host: Host, ungrouped: Group): void {
  const real = host.groups.filter((name) => name !== "all" && name !== "ungrouped");
  if (real.length > 0) host.groups = host.groups.filter((name) => name !== "ungrouped");
  else if (!host.groups.includes("ungrouped")) {
    ungrouped.hosts.push(host.name);
    host.groups.push("ungrouped");
  }
}
