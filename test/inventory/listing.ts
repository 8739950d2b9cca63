import type { Inventory, VarsFolder } from "../../src/model/host.js";
import { toPlain, type Value } from "../../src/model/value.js";
import { groupOrder } from "../../src/plan/groups.js";

/** An inventory as `ansible-inventory --list` prints it, less the hosts of `all`. */
export function listing(inventory: Inventory, folder?: VarsFolder): Record<string, unknown> {
  const hostvars: Record<string, unknown> = {};
  for (const [name, host] of inventory.hosts) {
    const groups = groupOrder(inventory, name);
    const files = groups.map((group) => folder?.groups.get(group.name));
    const all = [...groups.map((group) => group.vars), ...files, host.vars, folder?.hosts.get(name)];
    const vars = Object.assign({}, ...all) as Record<string, Value>;
    if (Object.keys(vars).length > 0) hostvars[name] = toPlain(vars);
  }
  const listed: Record<string, unknown> = { _meta: { hostvars } };
  for (const { name, children, hosts } of inventory.groups.values()) {
    const shown = {
      ...(children.length ? { children } : {}),
      ...(hosts.length && name !== "all" ? { hosts } : {}),
    };
    if (Object.keys(shown).length > 0) listed[name] = shown;
  }
  return listed;
}
