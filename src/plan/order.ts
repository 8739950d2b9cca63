import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Place } from "../model/source.js";

const ORDERS: Readonly<Record<string, (hosts: string[]) => string[]>> = {
  inventory: (hosts) => hosts,
  reverse_inventory: (hosts) => [...hosts].reverse(),
  sorted: (hosts) => [...hosts].sort(),
  reverse_sorted: (hosts) => [...hosts].sort().reverse(),
  shuffle: (hosts) =>
    hosts
      .map((host) => ({ host, key: Math.random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ host }) => host),
};

/** `order:` of a play. Fault: KEYWORD_INVALID. */
export function orderHosts(hosts: string[], order: string | undefined, at?: Place): string[] {
  const arranged = Object.hasOwn(ORDERS, order ?? "inventory") ? ORDERS[order ?? "inventory"] : undefined;
  if (arranged) return arranged(hosts);
  throw new Fault("KEYWORD_INVALID", `Invalid 'order' specified for inventory hosts: ${order}`, {
    at,
    hint: suggest(order!, Object.keys(ORDERS)) ?? `use one of ${Object.keys(ORDERS).join(", ")}`,
  });
}
