import { existsSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import type { PlainDict } from "../../../src/model/value.js";
import sysctl from "../../../src/modules/system/sysctl.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

const FILE = "# vm.a=9\nvm.a = 1\nvm.b=2 3\n";

/** before, arguments, after; undefined: there is no file */
const EDITS: [string | undefined, PlainDict, string | undefined][] = [
  [undefined, { name: "vm.a", value: "1" }, "vm.a=1\n"],
  [FILE, { name: "vm.a", value: "1" }, FILE],
  [FILE, { name: "vm.b", value: "2\t3" }, FILE],
  [FILE, { name: "vm.a", value: "5" }, "# vm.a=9\nvm.a=5\nvm.b=2 3\n"],
  [FILE, { name: "vm.c", value: "yes" }, `${FILE}vm.c=1\n`],
  [FILE, { name: "vm.c", value: "off" }, `${FILE}vm.c=0\n`],
  [FILE, { name: "vm.c", value: "a\\n'b" }, `${FILE}vm.c=a\\n'b\n`],
  ["vm.a=1\nvm.a=2\n", { name: "vm.a", value: "1" }, "vm.a=1\n"],
  [FILE, { name: "vm.a", state: "absent" }, "# vm.a=9\nvm.b=2 3\n"],
  [FILE, { name: "vm.x", state: "absent" }, FILE],
];

for (const shell of shells())
  for (const [before, args, after] of EDITS)
    test(`${shell}: sysctl ${JSON.stringify(args)} makes ${JSON.stringify(before)} ${JSON.stringify(after)}`, (t) =>
      inScratch(async (folder) => {
        const sysctl_file = `${folder}/sysctl.conf`;
        const given = { sysctl_file, reload: false, ...args };
        const now = () => (existsSync(sysctl_file) ? readFileSync(sysctl_file, "utf8") : undefined);
        if (before !== undefined) writeFileSync(sysctl_file, before);
        const checked = await applied(sysctl, given, { check: true, shell });
        t.is(now(), before, "check mode changes nothing");
        const result = await applied(sysctl, given, { shell });
        t.is(now(), after, JSON.stringify(result));
        t.is(result.changed, before !== after);
        t.is(checked.changed, before !== after);
        t.false((await applied(sysctl, given, { shell })).changed);
      }));

(process.platform === "linux" ? test : test.skip)(
  "sysctl compares with the running kernel where it is told to",
  (t) =>
    inScratch(async (folder) => {
      const sysctl_file = `${folder}/sysctl.conf`;
      const given = { name: "kernel.ostype", sysctl_file, sysctl_set: true, reload: false };
      for (const shell of shells()) {
        writeFileSync(sysctl_file, "kernel.ostype=Linux\n");
        t.false((await applied(sysctl, { ...given, value: "Linux" }, { shell })).changed, shell);
        writeFileSync(sysctl_file, "kernel.ostype=Other\n");
        t.true((await applied(sysctl, { ...given, value: "Other" }, { check: true, shell })).changed, shell);
      }
    }),
);
