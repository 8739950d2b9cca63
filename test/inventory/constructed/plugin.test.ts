import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { INVENTORY_PLUGINS } from "../../../src/cli/engine/inventory_plugins.js";
import { pluginExpressions } from "../../../src/cli/engine/plugin_expressions.js";
import { loadInventory } from "../../../src/inventory/load.js";
import { scratchFolder } from "../../helpers/scratch.js";

/** The direct groups of `web1` once `constructed.yml` has been read after `hosts.yml`. */
async function groupsOf(constructed: string, more: Record<string, string> = {}): Promise<string[]> {
  const folder = scratchFolder("constructed");
  const hosts =
    "all: {children: {web: {vars: {tier: front}, hosts: {web1: {os: linux, tags: {a: b, c: ''}, roles: [db, '']}}}}}";
  const files = { "hosts.yml": hosts, "constructed.yml": `plugin: constructed\n${constructed}`, ...more };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const sources = ["hosts.yml", "constructed.yml"].map((name) => join(folder, name));
  const evaluate = await pluginExpressions(() => {});
  const inventory = await loadInventory(sources, { warn: () => {}, plugins: INVENTORY_PLUGINS, evaluate });
  return inventory.hosts
    .get("web1")!
    .groups.filter((name) => name !== "web")
    .sort();
}

/** What ansible-inventory 2.18 prints for the same files. */
const CASES: [title: string, constructed: string, groups: string[], files?: Record<string, string>][] = [
  ["a host's own variable", "keyed_groups: [{key: os}]", ["_linux"]],
  ["no separator in front", "keyed_groups: [{key: os}]\nleading_separator: false", ["linux"]],
  ["a group's variable", "keyed_groups: [{key: tier, prefix: t}]", ["t_front"]],
  ["a condition", "groups: {fronts: tier == 'front', backs: tier == 'back'}", ["fronts"]],
  [
    "keys of a dict",
    "keyed_groups: [{key: tags, prefix: tag, default_value: none}]",
    ["tag_a_b", "tag_c_none"],
  ],
  [
    "a dict without separator at the end",
    "keyed_groups: [{key: tags, prefix: tag, trailing_separator: false}]",
    ["tag_a_b", "tag_c"],
  ],
  ["items of a list", "keyed_groups: [{key: roles, prefix: r, default_value: x}]", ["r_db", "r_x"]],
  ["what is composed", "compose: {made: os ~ 'x'}\nkeyed_groups: [{key: made, prefix: c}]", ["c_linuxx"]],
  [
    "group_vars are not seen",
    "keyed_groups: [{key: far, prefix: v}]",
    [],
    { "group_vars/web.yml": "far: 1" },
  ],
  [
    "group_vars and host_vars, where asked for",
    "use_vars_plugins: true\nkeyed_groups: [{key: far, prefix: v}, {key: near, prefix: v}]",
    ["v_here", "v_there"],
    { "group_vars/web.yml": "far: there\nnear: there", "host_vars/web1.yml": "near: here" },
  ],
];

for (const [title, constructed, groups, files] of CASES)
  test(`groups constructed from ${title}`, async (t) =>
    t.deepEqual(await groupsOf(constructed, files), groups));

test("a key that is not known is a fault with its place", async (t) => {
  const error = await t.throwsAsync(groupsOf("keyd_groups: []"));
  t.regex(error!.message, /no key `keyd_groups`/);
});
