import test from "ava";
import type { Controller, Module } from "../../../src/model/module.js";
import { jobResult, runsInBackground } from "../../../src/run/task/job_result.js";

const own = { sh: () => "", powershell: { sh: () => "" } };
/** [what a module is made of, whether it can run behind: on some host, by sh, by PowerShell] */
const MODULES: readonly (readonly [
  name: string,
  module: object,
  anywhere: boolean,
  sh: boolean,
  ps: boolean,
])[] = [
  ["both shells", own, true, true, true],
  ["sh only", { sh: own.sh }, true, true, false],
  ["PowerShell only", { powershell: own.powershell }, true, false, true],
  ["no shell", {}, false, false, false],
  ["work on the controller", { ...own, here: () => ({}) }, false, false, false],
  ["a word against it", { ...own, background: false }, false, false, false],
  ["further scripts on sh", { ...own, sequential: true }, true, false, true],
  ["further scripts on sh, at times", { ...own, sequential: () => true }, true, true, true],
  ["further scripts on PowerShell", { sh: own.sh, powershell: { sequential: true } }, true, true, false],
  [
    "further scripts on both",
    { sh: own.sh, sequential: true, powershell: { sequential: true } },
    false,
    false,
    false,
  ],
];
for (const [name, module, anywhere, sh, ps] of MODULES)
  test(`a module with ${name} ${anywhere ? "can" : "cannot"} be left to a host`, (t) => {
    const runs = (shell?: "sh" | "powershell") => runsInBackground(module as Module, shell);
    t.deepEqual([runs(), runs("sh"), runs("powershell")], [anywhere, sh, ps]);
  });

const about = (value: unknown) =>
  JSON.stringify({ about: Buffer.from(JSON.stringify(value)).toString("base64") });
const NOTHING = {
  failed: true,
  msg: "the result of the job tells of no module that can run in the background",
};
/** [what stands in the file of a job's result, what it says] */
const TEXTS: readonly (readonly [text: string, values: unknown])[] = [
  ["", undefined],
  ["no JSON", undefined],
  ["[1]", undefined],
  ["7", undefined],
  ['{"changed": true, "rc": 0}', { changed: true, rc: 0 }],
  ['{"about": 7}', { about: 7 }],
  ['{"about": "bm8ganNvbg=="}', NOTHING],
  [about([1]), NOTHING],
  [about({ module: "none", args: {} }), NOTHING],
  [about({ module: "here", args: {} }), NOTHING],
  [about({ module: "both" }), NOTHING],
];
for (const [text, values] of TEXTS)
  test(`the result of a job in \`${text}\` is ${values === NOTHING ? "that of no module" : JSON.stringify(values)}`, async (t) => {
    const find = async (name: string) =>
      ({ both: own, here: { ...own, here: () => ({}) } })[name] as unknown as Module | undefined;
    t.deepEqual(await jobResult(text, {} as Controller, find), values as never);
  });
