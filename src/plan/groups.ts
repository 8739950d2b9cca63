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

/** Hosts of a group and of all groups below it, in inventory order of naming. */
export function descendantHosts(inventory: Inventory, groupName: string): string[] {
  if (groupName === "all") return [...inventory.hosts.keys()];
  const hosts = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const group = inventory.groups.get(name);
    if (!group || seen.has(name)) return;
    seen.add(name);
    for (const host of group.hosts) hosts.add(host);
    group.children.forEach(visit);
  };
  visit(groupName);
  return [...hosts];
}
