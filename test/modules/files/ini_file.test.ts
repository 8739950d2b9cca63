import { readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import module from "../../../src/modules/files/ini_file.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

const BEFORE = "top = 1\n[a.b]\nx=1\n# y = 2\nx = 3\n\n[c]\nz\n";

/** Arguments, and the text afterwards. */
const ROWS: [string, object, string][] = [
  ["an option", { section: "a.b", option: "y", value: "5" }, BEFORE.replace("# y = 2", "y = 5")],
  [
    "numbers that are equal are other texts",
    { section: "a.b", option: "x", values: ["1.0", "3"] },
    BEFORE.replace("x=1", "x = 1.0"),
  ],
  ["a section goes", { section: "a.b", state: "absent" }, "top = 1\n[c]\nz\n"],
  [
    "a value that awk could read otherwise",
    { section: "c", option: "n", value: "a\\nb\\\\ &" },
    `${BEFORE}n = a\\nb\\\\ &\n`,
  ],
];

for (const shell of shells())
  for (const [name, args, after] of ROWS)
    test(`${shell}: ${name}: is written once, and predicted`, (t) =>
      inScratch(async (folder) => {
        const path = `${folder}/f`;
        writeFileSync(path, BEFORE);
        const given = { path, ...args };
        t.true((await applied(module, given, { shell, check: true })).changed);
        t.is(readFileSync(path, "utf8"), BEFORE);
        t.true((await applied(module, given, { shell })).changed);
        t.is(readFileSync(path, "utf8"), after);
        t.false((await applied(module, given, { shell })).changed);
      }));
