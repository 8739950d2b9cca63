import type { Group, Inventory } from "../model/host.js";

/** The groups of a host from the weakest to the strongest: by depth, then priority, then name. */
export function groupOrder(inventory: Inventory, hostName: string): Group[] {
  const host = inventory.hosts.get(hostName);
  if (!host) return [];
  const found = new Map<string, Group>();
  const visit = (name: string): void => {
    const group = inventory.groups.get(name);
    if (!group || found.has(name)) return;
    found.set(name, group);
    group.parents.forEach(visit);
  };
  visit("all");
  host.groups.forEach(visit);
  const depths = new Map<string, number>();
  const depthOf = (group: Group): number => {
    const known = depths.get(group.name);
    if (known !== undefined) return known;
    const parents = group.parents
      .map((name) => inventory.groups.get(name))
      .filter((one) => one !== undefined);
    const depth = group.name === "all" ? 0 : 1 + Math.max(0, ...parents.map(depthOf));
    depths.set(group.name, depth);
    return depth;
  };
  return [...found.values()].sort(
    (a, b) =>
      depthOf(a) - depthOf(b) || a.priority - b.priority || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
  );
}

/**
 * Hosts of a group and of all groups below it: its own first, then those of
 * its children, then of their children. This is the order in which plays run.
 */
export function descendantHosts(inventory: Inventory, groupName: string): string[] {
  const hosts = new Set<string>();
  const seen = new Set([groupName]);
  for (const name of seen) {
    const group = inventory.groups.get(name);
    for (const host of group?.hosts ?? []) hosts.add(host);
    // what is added to a set while it is walked is walked too: level by level
    for (const child of group?.children ?? []) seen.add(child);
  }
  return [...hosts];
}
