import test from "ava";
import { type GroupNames, groupNamer } from "../../src/inventory/group_names.js";

/** [the setting, what `a-b` becomes, the warning, what -vvvv tells] */
const ROWS: readonly [GroupNames, string, string[], string[]][] = [
  ["ignore", "a-b", [], []],
  ["silently", "a_b", [], []],
  [
    "never",
    "a-b",
    ["Invalid characters were found in group names but not replaced, use -vvvv to see details"],
    [`Not replacing invalid character(s) "{'-'}" in group name (a-b)`],
  ],
  [
    "always",
    "a_b",
    ["Invalid characters were found in group names and automatically replaced, use -vvvv to see details"],
    [`Replacing invalid character(s) "{'-'}" in group name (a-b)`],
  ],
];

for (const [policy, name, warnings, notes] of ROWS)
  test(`names of groups with force_valid_group_names = ${policy}: a-b is ${name}, warned of once`, (t) => {
    const told: { warn: string[]; note: string[] } = { warn: [], note: [] };
    const nameOf = groupNamer(policy, {
      warn: (text) => told.warn.push(text),
      note: (text) => told.note.push(text),
    });
    t.is(nameOf("fine_1"), "fine_1");
    t.is(nameOf("a-b"), name);
    t.deepEqual(told.note, notes);
    nameOf("c.d");
    t.deepEqual(told.warn, warnings);
    if (policy === "always") t.deepEqual(["1a", "a b", "äö", "_x"].map(nameOf), ["_a", "a_b", "äö", "_x"]);
  });
