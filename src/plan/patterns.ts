import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { nearest } from "../model/nearest.js";
import { descendantHosts } from "./groups.js";
import { nameTest } from "./match_name.js";
import { splitPattern } from "./split_pattern.js";

export { orderHosts } from "./order.js";
export { expandLimit, splitPattern } from "./split_pattern.js";

/** A part of a pattern that no host and no group has. */
export interface Unmatched {
  pattern: string;
  /** the host or group that may be meant */
  near?: string;
}

export interface Selected {
  hosts: string[];
  unmatched: Unmatched[];
  /** `unmatched` as Ansible words it */
  warnings: string[];
}

const LOCAL = new Set(["localhost", "127.0.0.1", "::1"]);

/**
 * The hosts of a pattern (`web:&prod:!web3`, `~web\d+`, `db[0:2]`), in
 * inventory order, less what `limit` leaves out. Fault: PATTERN_INVALID.
 */
export function selectHosts(pattern: string, inventory: Inventory, limit?: string): Selected {
  const matcher = new Matcher(inventory);
  let hosts = matcher.all(pattern);
  if (limit !== undefined && limit !== "") {
    const allowed = new Set(matcher.all(limit));
    hosts = hosts.filter((host) => allowed.has(host));
  }
  const unmatched = [...matcher.unmatched.values()];
  return { hosts, unmatched, warnings: unmatched.map(warning) };
}

function warning({ pattern, near }: Unmatched): string {
  const meant = near === undefined ? "" : ` (did you mean \`${near}\`?)`;
  return `Could not match supplied host pattern, ignoring: ${pattern}${meant}`;
}

class Matcher {
  readonly unmatched = new Map<string, Unmatched>();
  readonly #inventory: Inventory;

  constructor(inventory: Inventory) {
    this.#inventory = inventory;
  }

  /** First all plain parts add, then `&` parts keep, then `!` parts remove. */
  all(pattern: string): string[] {
    const parts = splitPattern(pattern);
    const plain = parts.filter((part) => !/^[!&]/.test(part));
    const found = new Set((plain.length > 0 ? plain : ["all"]).flatMap((part) => this.#one(part)));
    for (const part of parts.filter((one) => one.startsWith("&"))) {
      const kept = new Set(this.#one(part.slice(1)));
      for (const host of found) if (!kept.has(host)) found.delete(host);
    }
    for (const part of parts.filter((one) => one.startsWith("!")))
      for (const host of this.#one(part.slice(1))) found.delete(host);
    return [...found];
  }

  #one(part: string): string[] {
    const { name, pick } = subscript(part);
    const hosts = this.#named(name);
    if (hosts === undefined) {
      if (LOCAL.has(name)) return pick([name]);
      this.#noteUnmatched(name);
      return [];
    }
    return hosts.length === 0 ? [] : pick(hosts);
  }

  #noteUnmatched(pattern: string): void {
    const { groups, hosts } = this.#inventory;
    const near = nearest(pattern, [...groups.keys(), ...hosts.keys()]);
    this.unmatched.set(pattern, { pattern, ...(near === undefined ? {} : { near }) });
  }

  /** Hosts of the groups of that name, then the hosts of that name; undefined where there is neither. */
  #named(name: string): string[] | undefined {
    const { groups, hosts } = this.#inventory;
    if (name === "*") return descendantHosts(this.#inventory, "all");
    const test = nameTest(name);
    if (!test) {
      if (groups.has(name)) return descendantHosts(this.#inventory, name);
      return hosts.has(name) ? [name] : undefined;
    }
    const matching = [...groups.keys()].filter(test);
    const found = new Set(matching.flatMap((group) => descendantHosts(this.#inventory, group)));
    for (const host of hosts.keys()) if (test(host)) found.add(host);
    return matching.length > 0 || found.size > 0 ? [...found] : undefined;
  }
}

/** `group[0]`, `group[-1]`, `group[1:3]`, `group[2:]`: some of the hosts, by their position. */
function subscript(part: string): { name: string; pick: (hosts: string[]) => string[] } {
  const found = part.startsWith("~") ? null : /^(.+)\[(?:(-?\d+)|(\d+)[:-](\d*))\]$/.exec(part);
  if (!found) return { name: part, pick: (hosts) => hosts };
  const [, name, index, from, to] = found as unknown as [string, string, ...(string | undefined)[]];
  if (index === undefined)
    return { name, pick: (hosts) => hosts.slice(Number(from), to ? Number(to) + 1 : undefined) };
  return { name, pick: (hosts) => [hosts.at(Number(index)) ?? outside(part, hosts.length)] };
}

function outside(part: string, count: number): never {
  throw new Fault("PATTERN_INVALID", `No hosts matched the subscripted pattern '${part}'`, {
    hint: `there ${count === 1 ? "is 1 host" : `are ${count} hosts`}, counted from 0`,
  });
}
