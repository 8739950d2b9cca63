import { readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { convertArgs } from "../../src/model/args.js";
import type { Controller, Module } from "../../src/model/module.js";
import type { PlainDict } from "../../src/model/value.js";
import { MODULES } from "../../src/modules/index.js";
import { type AnswerRows, answerOf, withoutUndefined } from "../helpers/module_answers.js";

type Rows = Record<string, [given: PlainDict, expected: unknown][]>;
interface Tables {
  told: Rows;
  refused: Rows;
  answers: AnswerRows;
}
const TABLE = parse(readFileSync("test/modules/windows.yml", "utf8")) as Tables;
const names = Object.keys(MODULES).filter((name) => !name.includes("."));

async function moduleOf(name: string): Promise<Module> {
  return (await MODULES[name]!()).default as unknown as Module;
}

for (const [name, rows] of Object.entries(TABLE.told))
  for (const [given, expected] of rows)
    test(`a Windows host is told of ${name} ${JSON.stringify(given)}`, async (t) => {
      const module = await moduleOf(name);
      const vars = module.powershell!.vars!(convertArgs(module.args, given).args);
      // what is not told is no variable
      t.deepEqual(JSON.parse(JSON.stringify(vars)), expected);
    });

for (const [name, rows] of Object.entries(TABLE.refused))
  for (const [given, expected] of rows)
    test(`for a Windows host ${name} ${JSON.stringify(given)} is ${written(expected)}`, async (t) => {
      const module = await moduleOf(name);
      t.deepEqual(module.powershell!.refuses!(convertArgs(module.args, given).args), expected as string[]);
    });

function written(expected: unknown): string {
  return (expected as string[]).length > 0 ? "refused" : "taken";
}

for (const [name, rows] of Object.entries(TABLE.answers))
  for (const [given, answer, expected] of rows)
    test(`of ${name} ${JSON.stringify(given)} and ${JSON.stringify(answer)} a result is made`, async (t) => {
      const module = await moduleOf(name);
      const { args } = convertArgs(module.args, given);
      const made = await module.powershell!.result!(answerOf(answer), args, {} as Controller);
      t.deepEqual(withoutUndefined(made), expected);
    });

/** What they say is told of programs on every system. */
const RUN = ["command", "raw", "shell"];

test("every module has rows for what is made of an answer, where that asks for nothing more", async (t) => {
  const found = new Set<string>();
  for (const name of names) {
    const { powershell, ...module } = await moduleOf(name);
    if (powershell?.result && powershell.result.length < 3) found.add(module.name);
  }
  t.deepEqual([...found].sort(), [...Object.keys(TABLE.answers), ...RUN].sort());
});

test("numbers that PowerShell has no kind for are told as texts", async (t) => {
  const { powershell } = await moduleOf("win_regedit");
  t.deepEqual(powershell!.vars!({ data: 2n ** 70n } as never), { data: "1180591620717411303424" });
});

for (const part of ["told", "refused"] as const)
  test(`every module has rows for what is ${part}, where that hangs on its arguments`, async (t) => {
    const found = new Set<string>();
    for (const name of names) {
      const { powershell, ...module } = await moduleOf(name);
      const one = part === "told" ? powershell?.vars : powershell?.refuses;
      if ((one?.length ?? 0) > 0) found.add(module.name);
    }
    t.deepEqual([...found].sort(), Object.keys(TABLE[part]).sort());
  });
