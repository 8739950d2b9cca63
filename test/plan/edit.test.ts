import test from "ava";
import type { Group, Inventory } from "../../src/model/host.js";
import { isUnsafe } from "../../src/model/value.js";
import { addGroup, addHost } from "../../src/plan/edit.js";

function group(name: string, hosts: string[], children: string[] = []): Group {
  const parents = name === "all" ? [] : ["all"];
  return { name, vars: {}, hosts, children, parents, priority: 1 };
}

/** a and c are ungrouped, b is in web. */
function inventory(): Inventory {
  const groups = [
    group("all", [], ["ungrouped", "web"]),
    group("ungrouped", ["a", "c"]),
    group("web", ["b"]),
  ];
  const host = (name: string, ...own: string[]) => ({ name, vars: {}, groups: own });
  return {
    hosts: new Map([
      ["a", host("a", "ungrouped")],
      ["b", host("b", "web")],
      ["c", host("c", "ungrouped")],
    ]),
    groups: new Map(groups.map((one) => [one.name, one])),
    sources: [],
  };
}

/** `web<all: b; ...`, all groups but `all`, and the groups of each host. */
function shown({ groups, hosts }: Inventory): string {
  const each = [...groups.values()]
    .filter(({ name }) => name !== "all")
    .map(({ name, parents, hosts: own }) => `${name}<${parents.join(",")}: ${own.join(" ")}`.trim());
  const own = [...hosts.values()].map(({ name, groups: of }) => `${name}=${of.join(",")}`);
  return [...each, own.join(" ")].join("; ");
}

type Edit = ["host", string, string[]] | ["group", string, string, string[]];

/** Edits in turn, what each says of having changed something, and what is there at the end. */
const EDITS: [edits: Edit[], changed: boolean[], end: string][] = [
  [
    [["host", "d", []]],
    [true],
    "ungrouped<all: a c d; web<all: b; a=ungrouped b=web c=ungrouped d=ungrouped",
  ],
  [[["host", "a", []]], [false], "ungrouped<all: a c; web<all: b; a=ungrouped b=web c=ungrouped"],
  [[["host", "a", ["web"]]], [true], "ungrouped<all: c; web<all: a b; a=web b=web c=ungrouped"],
  [[["host", "c", ["web"]]], [true], "ungrouped<all: a; web<all: b c; a=ungrouped b=web c=web"],
  [[["host", "b", ["web"]]], [false], "ungrouped<all: a c; web<all: b; a=ungrouped b=web c=ungrouped"],
  [
    [["host", "d", ["new", "web"]]],
    [true],
    "ungrouped<all: a c; web<all: b d; new<all: d; a=ungrouped b=web c=ungrouped d=new,web",
  ],
  [[["host", "a", ["ungrouped"]]], [false], "ungrouped<all: a c; web<all: b; a=ungrouped b=web c=ungrouped"],
  [
    [
      ["host", "b", ["new"]],
      ["host", "b", ["new"]],
    ],
    [true, false],
    "ungrouped<all: a c; web<all: b; new<all: b; a=ungrouped b=web,new c=ungrouped",
  ],
  [
    [["group", "os", "a", ["all"]]],
    [true],
    "ungrouped<all: c; web<all: b; os<all: a; a=os b=web c=ungrouped",
  ],
  [
    [
      ["group", "os", "a", ["kinds"]],
      ["group", "os", "a", ["kinds"]],
      ["group", "os", "b", ["kinds"]],
    ],
    [true, false, true],
    "ungrouped<all: c; web<all: b; os<kinds: a b; kinds<all:; a=os b=web,os c=ungrouped",
  ],
  [
    [
      ["group", "os", "c", ["all"]],
      ["group", "os", "a", ["all", "kinds"]],
      ["group", "os", "c", ["more"]],
    ],
    [true, true, true],
    "ungrouped<all:; web<all: b; os<all,kinds,more: a c; kinds<all:; more<all:; a=os b=web c=os",
  ],
  [[["group", "all", "a", ["kinds"]]], [true], "ungrouped<all: c; web<all: b; a=all b=web c=ungrouped"],
  [
    [["group", "ungrouped", "a", ["all"]]],
    [false],
    "ungrouped<all: a c; web<all: b; a=ungrouped b=web c=ungrouped",
  ],
  [
    [["group", "web", "nobody", ["all"]]],
    [false],
    "ungrouped<all: a c; web<all: b; a=ungrouped b=web c=ungrouped",
  ],
];

for (const [edits, changed, end] of EDITS)
  test(`${edits.map((edit) => edit.flat().join(" ")).join(", then ")} changes ${changed.join(", ")}`, (t) => {
    const edited = inventory();
    const said = edits.map((edit) =>
      edit[0] === "host"
        ? addHost(edited, edit[1], {}, edit[2])
        : addGroup(edited, edit[1], edit[2], edit[3]),
    );
    t.deepEqual([said, shown(edited)], [changed, end]);
    for (const { name, parents, priority } of edited.groups.values()) {
      t.is(priority, 1);
      for (const parent of parents) t.true(edited.groups.get(parent)!.children.includes(name), name);
    }
  });

test("variables of a host that is added change it only where they differ, and are no templates", (t) => {
  const edited = inventory();
  t.true(addHost(edited, "b", { x: ["{{ y }}"], z: 1 }, []));
  t.false(addHost(edited, "b", { x: ["{{ y }}"] }, []));
  t.true(addHost(edited, "b", { x: ["{{ z }}"], z: 1 }, []));
  const { vars } = edited.hosts.get("b")!;
  t.deepEqual(vars, { x: ["{{ z }}"], z: 1 });
  t.true(isUnsafe(vars, "x"));
});
