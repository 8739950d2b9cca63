import { readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { findModule, moduleNames } from "../../src/cli/engine/modules.js";
import { checkPlaybooks } from "../../src/plan/check.js";
import { syntaxFaultOf } from "../../src/template/render.js";
import { readFiles } from "../playbook/reading.js";

const known = {
  findModule,
  moduleNames,
  foreignModule: (name: string) => (name === "mine" ? "library/mine.py" : undefined),
  templateFault: syntaxFaultOf,
};

const HEAD = "- hosts: all\n  tasks:\n";

/** Each fault as `line:column message`, the line counted within the tasks, and its hint. */
async function faultsOf(tasks: string): Promise<string[]> {
  const text = HEAD + tasks.replace(/^(?=.)/gm, "    ");
  const faults = await checkPlaybooks([readFiles({ "site.yml": text })], known);
  return faults.map(({ at, code, message, hint }) => {
    const where = at ? `${at.line - 2}:${at.column - 4}` : "nowhere";
    return `${where} ${code} ${message.split(/(?<=\.) |\n/)[0]}${hint ? ` (${hint})` : ""}`;
  });
}

interface Case {
  tasks: string;
  faults: string[];
}

for (const [index, { tasks, faults }] of (
  parse(readFileSync("test/plan/faults.yml", "utf8")) as Case[]
).entries())
  test(`tasks ${index + 1}, from ${tasks.split("\n")[0]}, have these faults before anything runs`, async (t) => {
    t.deepEqual(await faultsOf(tasks), faults);
  });

test("every section of a play is checked, its roles' tasks and handlers too", async (t) => {
  const sections = ["pre_tasks", "tasks", "post_tasks", "handlers"];
  const play = sections
    .map((section) => `  ${section}: [{name: in ${section}, nosuch_${section}: }]\n`)
    .join("");
  const files = {
    "site.yml": `- hosts: all\n  roles: [r]\n${play}`,
    "roles/r/tasks/main.yml": "- nosuch_role:\n",
  };
  const faults = await checkPlaybooks([readFiles(files), readFiles({ "site.yml": "- hosts: x\n" })], known);
  t.deepEqual(
    faults.map(({ message }) => /nosuch_(\w+)/.exec(message)?.[1]),
    ["pre_tasks", "role", "tasks", "post_tasks", "handlers"],
  );
});
