import type { Group, Inventory, VarsFolder } from "../../model/host.js";
import type { PlainDict, Value } from "../../model/value.js";
import { groupOrder } from "../../plan/groups.js";
import { dumpJson } from "../../template/filters/dump_json.js";
import { dumpYaml } from "../../template/filters/dump_yaml.js";
import { repr } from "../../template/values/python.js";

export interface ShownInventory {
  inventory: Inventory;
  inventoryVars: VarsFolder;
  extraVars: PlainDict;
  /** with --limit: the hosts that are left */
  left?: ReadonlySet<string>;
}

export interface Showing {
  yaml: boolean;
  /** variables where they were set, not where they end up */
  export: boolean;
  vars: boolean;
}

/** The variables of a host as ansible-inventory prints them: templates as written. */
export function hostVars(
  { inventory, inventoryVars, extraVars }: ShownInventory,
  name: string,
  own = false,
): PlainDict {
  const host = inventory.hosts.get(name)!;
  const direct = { ...host.vars, ...inventoryVars.hosts.get(name) };
  if (own) return direct;
  const groups = groupOrder(inventory, name);
  const specific = groups.filter((group) => group.name !== "all");
  const all = groups.filter((group) => group.name === "all");
  const layers = [
    ...all.map((group) => group.vars),
    ...specific.map((group) => group.vars),
    ...[...all, ...specific].map((group) => inventoryVars.groups.get(group.name)),
    direct,
    extraVars,
  ];
  return Object.assign({}, ...layers) as PlainDict;
}

function groupVars({ inventoryVars }: ShownInventory, group: Group): PlainDict {
  return { ...group.vars, ...inventoryVars.groups.get(group.name) };
}

/** In `all`, Ansible's own group comes first. */
function children({ inventory }: ShownInventory, group: Group): Group[] {
  const isFirst = (name: string) => group.name === "all" && name === "ungrouped";
  const names = [...group.children].sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  return names.map((name) => inventory.groups.get(name)!);
}

export function listText(shown: ShownInventory, showing: Showing): string {
  return [...listPieces(shown, showing)].join("");
}

/** The same, host by host: the text of 5,000 as one costs hundreds of MiB while it is put together. */
export function listPieces(shown: ShownInventory, showing: Showing): Iterable<string> {
  return showing.yaml ? [listYaml(shown, showing)] : listJson(shown, showing);
}

function* listJson(shown: ShownInventory, showing: Showing): Iterable<string> {
  const listed = listedGroups(shown, showing);
  yield "{";
  for (const [at, name] of ["_meta", ...Object.keys(listed)].sort(byText).entries()) {
    yield `${at > 0 ? "," : ""}${lineAt(1)}${jsonOf(name)}: `;
    if (name === "_meta") yield* metaJson(shown, showing);
    else yield indented(listed[name]!, 1);
  }
  yield "\n}\n";
}

function listedGroups(shown: ShownInventory, showing: Showing): PlainDict {
  const listed: PlainDict = {};
  for (const group of shown.inventory.groups.values()) {
    const entry: PlainDict = {};
    if (group.children.length > 0) entry.children = children(shown, group).map((child) => child.name);
    if (group.name !== "all" && group.hosts.length > 0) entry.hosts = group.hosts;
    if (showing.export && hasKeys(groupVars(shown, group))) entry.vars = groupVars(shown, group);
    if (hasKeys(entry)) listed[group.name] = entry;
  }
  return listed;
}

function* metaJson(shown: ShownInventory, showing: Showing): Iterable<string> {
  yield `{${lineAt(2)}"hostvars": {`;
  let isFirst = true;
  for (const name of [...shown.inventory.hosts.keys()].sort(byText)) {
    const vars = hostVars(shown, name, showing.export);
    if (!hasKeys(vars)) continue;
    yield `${isFirst ? "" : ","}${lineAt(3)}${jsonOf(name)}: ${indented(vars, 3)}`;
    isFirst = false;
  }
  yield `${isFirst ? "" : lineAt(2)}}${lineAt(1)}}`;
}

const lineAt = (level: number): string => `\n${" ".repeat(4 * level)}`;
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** As it stands within others. */
function indented(value: Value, level: number): string {
  return jsonOf(value).replaceAll("\n", lineAt(level));
}

function listYaml(shown: ShownInventory, showing: Showing): string {
  const seen = new Set<string>();
  const format = (group: Group): PlainDict => {
    const entry: PlainDict = {};
    const below = Object.fromEntries(
      children(shown, group)
        .map((child) => [child.name, format(child)] as const)
        .filter(([, inner]) => hasKeys(inner)),
    );
    if (hasKeys(below)) entry.children = below;
    if (group.name !== "all" && group.hosts.length > 0) entry.hosts = hostEntries(group.hosts);
    if (showing.export && hasKeys(groupVars(shown, group))) entry.vars = groupVars(shown, group);
    return entry;
  };
  const hostEntries = (names: readonly string[]): PlainDict =>
    Object.fromEntries(
      names.map((name) => {
        const vars = seen.has(name) ? {} : hostVars(shown, name, showing.export);
        seen.add(name);
        return [name, vars];
      }),
    );
  return yamlText({ all: format(shown.inventory.groups.get("all")!) });
}

export function hostText(shown: ShownInventory, name: string, { yaml }: Showing): string {
  return (yaml ? yamlText : jsonText)(hostVars(shown, name));
}

/** The tree below a group. */
export function graphText(shown: ShownInventory, top: Group, showing: Showing): string {
  const lines: string[] = [];
  const line = (text: string, depth: number) =>
    lines.push(depth === 0 ? text : `  ${"|  ".repeat(depth - 1)}|--${text}`);
  const variables = (vars: PlainDict, depth: number) => {
    if (!showing.vars) return;
    for (const key of Object.keys(vars).sort())
      line(`{${key} = ${typeof vars[key] === "string" ? vars[key] : repr(vars[key]!)}}`, depth);
  };
  const visit = (group: Group, depth: number): void => {
    line(`@${group.name}:`, depth);
    for (const child of children(shown, group)) visit(child, depth + 1);
    if (group.name !== "all")
      for (const host of group.hosts) {
        line(host, depth + 1);
        variables(hostVars(shown, host), depth + 2);
      }
    variables(groupVars(shown, group), depth + 1);
  };
  visit(top, 0);
  return `${lines.join("\n")}\n`;
}

function hasKeys(dict: object): boolean {
  return Object.keys(dict).length > 0;
}

function jsonText(value: Value): string {
  return `${jsonOf(value)}\n`;
}

function jsonOf(value: Value): string {
  return dumpJson(value, { indent: 4, sortKeys: true, ensureAscii: false });
}

function yamlText(value: Value): string {
  return dumpYaml(value, { indent: 2, width: 80, sortKeys: true, flow: false });
}
