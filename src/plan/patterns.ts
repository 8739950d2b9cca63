import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { suggest } from "../model/nearest.js";
import { descendantHosts } from "./groups.js";

export interface Selected {
  hosts: string[];
  warnings: string[];
}

const LOCAL = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * The hosts of a pattern (`web:&prod:!web3`, `~web\d+`, `db[0:2]`), in
 * inventory order, less what `limit` leaves out.
 */
export function selectHosts(pattern: string, inventory: Inventory, limit?: string): Selected {
  const warnings: string[] = [];
  let hosts = matchAll(pattern, inventory, warnings);
  if (limit !== undefined) {
    const allowed = new Set(matchAll(limit, inventory, warnings));
    hosts = hosts.filter((host) => allowed.has(host));
  }
  return { hosts, warnings };
}

function matchAll(pattern: string, inventory: Inventory, warnings: string[]): string[] {
  const parts = splitPattern(pattern);
  const plain = parts.filter((part) => !/^[!&]/.test(part));
  const found = new Set<string>();
  for (const part of plain.length > 0 ? plain : ["all"])
    for (const host of matchOne(part, inventory, warnings)) found.add(host);
  for (const part of parts.filter((one) => one.startsWith("&"))) {
    const kept = new Set(matchOne(part.slice(1), inventory, warnings));
    for (const host of found) if (!kept.has(host)) found.delete(host);
  }
  for (const part of parts.filter((one) => one.startsWith("!")))
    for (const host of matchOne(part.slice(1), inventory, warnings)) found.delete(host);
  return [...found];
}

/** Split at `,` and `:`, but not inside brackets, and not in an IPv6 address. */
export function splitPattern(pattern: string): string[] {
  if (pattern.includes(",")) return pattern.split(",").flatMap((part) => splitPattern(part.trim()));
  if (/^[!&]?[0-9a-fA-F]*:[0-9a-fA-F:]*:[0-9a-fA-F.:]*$/.test(pattern)) return [pattern];
  if (pattern.startsWith("~") && !/:[!&~]/.test(pattern)) return [pattern];
  return (pattern.match(/(?:\[[^\]]*\]|[^:[\]])+/g) ?? []).map((part) => part.trim()).filter(Boolean);
}

function matchOne(part: string, inventory: Inventory, warnings: string[]): string[] {
  const { name, pick } = subscript(part);
  const names = matchNames(name, inventory);
  if (names.length === 0) {
    if (LOCAL.has(name)) return [name];
    if (name !== "all" && name !== "*" && !inventory.groups.has(name)) {
      const near = suggest(name, [...inventory.groups.keys(), ...inventory.hosts.keys()]);
      warnings.push(`Could not match supplied host pattern, ignoring: ${name}${near ? ` (${near})` : ""}`);
    }
    return [];
  }
  return pick(names);
}

function matchNames(name: string, inventory: Inventory): string[] {
  if (name === "all" || name === "*") return [...inventory.hosts.keys()];
  const exact = inventory.groups.get(name);
  if (exact) return descendantHosts(inventory, name);
  if (inventory.hosts.has(name)) return [name];
  const test = matcher(name);
  if (!test) return [];
  const found = new Set<string>();
  for (const group of inventory.groups.keys())
    if (test(group)) for (const host of descendantHosts(inventory, group)) found.add(host);
  for (const host of inventory.hosts.keys()) if (test(host)) found.add(host);
  return [...found];
}

function matcher(name: string): ((text: string) => boolean) | undefined {
  if (name.startsWith("~")) {
    try {
      const pattern = new RegExp(`^(?:${name.slice(1)})`);
      return (text) => pattern.test(text);
    } catch (error) {
      throw new Fault(
        "PATTERN_INVALID",
        `the host pattern ${name} is not a regular expression: ${(error as Error).message}`,
      );
    }
  }
  if (!/[*?[]/.test(name)) return undefined;
  const source = name
    .replace(/[.+^${}()|\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  const pattern = new RegExp(`^${source}$`);
  return (text) => pattern.test(text);
}

/** `group[0]`, `group[-1]`, `group[1:3]`: some of the hosts, by their position. */
function subscript(part: string): { name: string; pick: (hosts: string[]) => string[] } {
  const found = /^(.+)\[(?:(-?\d+)|(\d*)[:-](\d*))\]$/.exec(part);
  if (!found || part.startsWith("~")) return { name: part, pick: (hosts) => hosts };
  const [, name = "", index, from, to] = found;
  if (index !== undefined)
    return { name, pick: (hosts) => [hosts.at(Number(index))].filter((host) => host !== undefined) };
  return { name, pick: (hosts) => hosts.slice(Number(from || 0), to ? Number(to) + 1 : undefined) };
}

/** `order:` of a play. */
export function orderHosts(hosts: string[], order: string | undefined): string[] {
  switch (order) {
    case undefined:
    case "inventory":
      return hosts;
    case "reverse_inventory":
      return [...hosts].reverse();
    case "sorted":
      return [...hosts].sort();
    case "reverse_sorted":
      return [...hosts].sort().reverse();
    case "shuffle":
      return hosts
        .map((host) => ({ host, key: Math.random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ host }) => host);
    default:
      throw new Fault("KEYWORD_INVALID", `\`order\` cannot be ${order}`, {
        hint: "use inventory, reverse_inventory, sorted, reverse_sorted or shuffle",
      });
  }
}
