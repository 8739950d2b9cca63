import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { tera } from "../e2e/cli.js";
import { inFolder } from "../helpers/play.js";

const INVENTORY = "all: {vars: {ansible_connection: lab}, hosts: {one: , two: }}\n";

/** The processes of labs below the folder. */
function daemons(folder: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return words.includes("lab-daemon") && words.includes(folder);
      } catch {
        return false;
      }
    });
}

const usual = existsSync("/proc/self/cmdline") ? test : test.skip;

usual("three `lab up` at once make one lab, which `lab down` ends", (t) =>
  inFolder({ "inventory/local.yml": INVENTORY }, async (cwd) => {
    const ran = await Promise.all([1, 2, 3].map(() => tera(["lab", "up"], { cwd })));
    try {
      for (const { code, stderr } of ran) t.is(code, 0, stderr);
      t.is(new Set(ran.map(({ stdout }) => stdout)).size, 1, "all say the same");
      t.is(daemons(join(cwd, ".tera")).length, 1);
    } finally {
      const down = await Promise.all([1, 2].map(() => tera(["lab", "down"], { cwd })));
      t.deepEqual(down.map(({ stdout }) => stdout.split(" ").slice(0, 3).join(" ")).sort(), [
        "the lab is",
        "there is no",
      ]);
    }
    t.deepEqual(daemons(join(cwd, ".tera")), []);
  }),
);
