import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { suggest } from "../model/nearest.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { dictEntries, isDict, type PlainDict, type Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { addChild, addHosts, addVars, ensureGroup } from "./build.js";
import { hostsOf } from "./ranges.js";

const GROUP_KEYS = ["hosts", "children", "vars"];

/** An inventory in YAML: groups with hosts, children and vars. Faults: INVENTORY_INVALID. */
export function addYaml(value: Value, path: string, inventory: Inventory): void {
  const start: Place = { path, line: 1, column: 1 };
  if (value === null) return;
  if (!isDict(value))
    throw new Fault("INVENTORY_INVALID", "YAML inventory has invalid structure, it should be a dictionary", {
      at: start,
      hint: "it begins with a group, such as `all:`, that has `hosts:`, `children:` or `vars:`",
    });
  for (const [name, group] of dictEntries(value))
    readGroup(String(name), group, inventory, keyPlaceOf(value, String(name)) ?? start);
}

function section(group: PlainDict, key: string, name: string, at: Place): PlainDict {
  const value = group[key] ?? null;
  if (value === null) return {};
  if (typeof value === "string" && key !== "vars") return { [value]: null };
  const dict = plainDict(value);
  if (dict) return dict;
  throw new Fault("INVENTORY_INVALID", `Invalid "${key}" entry for "${name}" group, requires a dictionary`, {
    at: placeOf(group, key) ?? at,
    hint: Array.isArray(value) ? "write names followed by a colon, not a list: `web1:`" : undefined,
  });
}

function readGroup(name: string, value: Value, inventory: Inventory, at: Place): void {
  const group = ensureGroup(inventory, name);
  if (value === null) return;
  const source = plainDict(value);
  if (!source)
    throw new Fault("INVENTORY_INVALID", `the group "${name}" must be a mapping`, {
      at,
      hint: "a group holds `hosts:`, `children:` and `vars:`; what an inventory plugin reads says `plugin: NAME`",
    });
  checkKeys(source, name, at);
  addVars(group, section(source, "vars", name, at));
  const children = section(source, "children", name, at);
  for (const [child, inner] of Object.entries(children)) {
    const place = keyPlaceOf(children, child) ?? at;
    readGroup(child, inner, inventory, place);
    addChild(inventory, name, child, place);
  }
  const hosts = section(source, "hosts", name, at);
  for (const pattern of Object.keys(hosts)) readHost(hosts, pattern, name, inventory, at);
}

function checkKeys(source: PlainDict, name: string, at: Place): void {
  for (const key of Object.keys(source))
    if (!GROUP_KEYS.includes(key))
      throw new Fault("INVENTORY_INVALID", `unexpected key \`${key}\` in group "${name}"`, {
        at: keyPlaceOf(source, key) ?? at,
        hint:
          suggest(key, GROUP_KEYS) ??
          "a group holds `hosts:`, `children:` and `vars:`; check the indentation",
      });
}

function readHost(hosts: PlainDict, pattern: string, group: string, inventory: Inventory, at: Place): void {
  const value = hosts[pattern] ?? null;
  const place = keyPlaceOf(hosts, pattern) ?? at;
  const vars = value === null ? {} : plainDict(value);
  if (!vars)
    throw new Fault("INVENTORY_INVALID", `the variables of host "${pattern}" must be a mapping`, {
      at: placeOf(hosts, pattern) ?? place,
    });
  addHosts(inventory, group, hostsOf(pattern, place), value === null ? undefined : vars);
}
