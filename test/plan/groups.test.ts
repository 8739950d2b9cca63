import test from "ava";
import type { Group, Inventory } from "../../src/model/host.js";
import { descendantHosts, groupOrder } from "../../src/plan/groups.js";

/** Groups as `name: parents` with a priority, and the direct groups of hosts. */
function inventoryOf(
  groups: Record<string, [parents: string[], priority?: number]>,
  hosts: Record<string, string[]>,
): Inventory {
  const made = new Map<string, Group>([
    ["all", { name: "all", vars: {}, hosts: [], children: [], parents: [], priority: 1 }],
  ]);
  for (const [name, [parents, priority = 1]] of Object.entries(groups))
    made.set(name, { name, vars: {}, hosts: [], children: [], parents, priority });
  for (const { name, parents } of made.values())
    for (const parent of parents) made.get(parent)?.children.push(name);
  for (const [host, own] of Object.entries(hosts)) for (const name of own) made.get(name)?.hosts.push(host);
  const each = Object.entries(hosts).map(([name, own]) => [name, { name, vars: {}, groups: own }] as const);
  return { hosts: new Map(each), groups: made, sources: [] };
}

const ORDERS: [why: string, groups: Record<string, [string[], number?]>, own: string[], order: string[]][] = [
  ["a host of no group has `all`", {}, [], ["all"]],
  [
    "equal ones stand by name",
    { c: [["all"]], a: [["all"]], b: [["all"]] },
    ["b", "c", "a"],
    ["all", "a", "b", "c"],
  ],
  ["parents are weaker", { z: [["all"]], a: [["z"]] }, ["a"], ["all", "z", "a"]],
  [
    "depth is the longest way to `all`",
    { p: [["all"]], q: [["p"]], a: [["all", "q"]], b: [["p"]] },
    ["a", "b"],
    ["all", "p", "b", "q", "a"],
  ],
  [
    "a priority decides between equal depths",
    { a: [["all"], 10], b: [["all"]], c: [["all"], 2] },
    ["a", "b", "c"],
    ["all", "b", "c", "a"],
  ],
  ["depth is stronger than priority", { a: [["all"], 10], b: [["a"]] }, ["b"], ["all", "a", "b"]],
  [
    "a group that is met twice counts once",
    { p: [["all"]], a: [["p"]], b: [["p"]] },
    ["a", "b"],
    ["all", "p", "a", "b"],
  ],
  [
    "a parent that is not there counts for nothing",
    { a: [["nowhere"]], b: [["all"]] },
    ["a", "b"],
    ["all", "a", "b"],
  ],
  ["a group that is not there is none", { a: [["all"]] }, ["a", "nowhere"], ["all", "a"]],
];

for (const [why, groups, own, order] of ORDERS)
  test(`from the weakest to the strongest: ${why}`, (t) => {
    const found = groupOrder(inventoryOf(groups, { host: own }), "host");
    t.deepEqual(
      found.map(({ name }) => name),
      order,
    );
  });

test("a host that is not there has no groups", (t) =>
  t.deepEqual(groupOrder(inventoryOf({}, {}), "nobody"), []));

test("hosts of a group come before those of its children, level by level and once each", (t) => {
  const inventory = inventoryOf(
    { top: [["all"]], left: [["top"]], right: [["top"]], deep: [["left"]] },
    { d: ["deep"], r: ["right"], l: ["left"], t: ["top", "deep"], o: ["all"] },
  );
  t.deepEqual(descendantHosts(inventory, "top"), ["t", "l", "r", "d"]);
  t.deepEqual(descendantHosts(inventory, "all"), ["o", "t", "l", "r", "d"]);
  t.deepEqual(descendantHosts(inventory, "nothing"), []);
  inventory.groups.get("left")!.children.push("gone", "top");
  t.deepEqual(descendantHosts(inventory, "left"), ["l", "d", "t", "r"]);
});
