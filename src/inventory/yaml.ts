import { Fault } from "../model/errors.js";
import type { Inventory } from "../model/host.js";
import { suggest } from "../model/nearest.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { dictEntries, isDict, type PlainDict, type Value } from "../model/value.js";
import { addChild, addToGroup, ensureGroup, ensureHost, mergeVars } from "./build.js";
import { expandRange, splitPort } from "./ranges.js";

const GROUP_KEYS = ["hosts", "children", "vars"];

/** An inventory in YAML: groups with hosts, children and vars. */
export function addYaml(value: Value, path: string, inventory: Inventory): void {
  const start: Place = { path, line: 1, column: 1 };
  if (value === null) return;
  if (!isDict(value))
    throw new Fault("INVENTORY_INVALID", "a YAML inventory must be a mapping of groups", { at: start });
  for (const [name, group] of dictEntries(value))
    readGroup(String(name), group, inventory, keyPlaceOf(value, String(name)) ?? start);
}

function section(group: PlainDict, key: string, name: string, at: Place): PlainDict {
  const value = group[key];
  if (value === null || value === undefined) return {};
  const place = placeOf(group, key) ?? at;
  if (typeof value === "string" && key !== "vars") return { [value]: null };
  if (!isDict(value))
    throw new Fault(
      "INVENTORY_INVALID",
      `Invalid "${key}" entry for "${name}" group, requires a dictionary`,
      { at: place },
    );
  return value instanceof Map
    ? (Object.fromEntries([...value].map(([k, v]) => [String(k), v])) as PlainDict)
    : (value as PlainDict);
}

function readGroup(name: string, value: Value, inventory: Inventory, at: Place): void {
  const group = ensureGroup(inventory, name);
  if (value === null) return;
  if (!isDict(value)) throw new Fault("INVENTORY_INVALID", `group "${name}" must be a mapping`, { at });
  const source = value as PlainDict;
  for (const key of Object.keys(source))
    if (!GROUP_KEYS.includes(key))
      throw new Fault("INVENTORY_INVALID", `unexpected key \`${key}\` in group "${name}"`, {
        at: keyPlaceOf(source, key) ?? at,
        hint: suggest(key, GROUP_KEYS) ?? "a group holds hosts, children and vars",
      });
  const vars = section(source, "vars", name, at);
  group.vars = mergeVars(Object.keys(group.vars).length > 0 ? { ...group.vars } : {}, vars);
  const children = section(source, "children", name, at);
  for (const [child, inner] of Object.entries(children)) {
    const place = keyPlaceOf(children, child) ?? at;
    readGroup(child, inner, inventory, place);
    addChild(inventory, name, child, place);
  }
  const hosts = section(source, "hosts", name, at);
  for (const [pattern, inner] of Object.entries(hosts))
    readHost(pattern, inner, name, inventory, keyPlaceOf(hosts, pattern) ?? at);
}

function readHost(pattern: string, value: Value, group: string, inventory: Inventory, at: Place): void {
  if (value !== null && !isDict(value))
    throw new Fault("INVENTORY_INVALID", `the variables of host "${pattern}" must be a mapping`, { at });
  const { name, port } = splitPort(pattern);
  for (const one of expandRange(name, at)) {
    addToGroup(inventory, group, one);
    const host = ensureHost(inventory, one);
    if (port !== undefined) host.vars.ansible_port = port;
    if (value) host.vars = mergeVars({ ...host.vars }, value as PlainDict);
  }
}
