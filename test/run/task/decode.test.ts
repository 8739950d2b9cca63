import test from "ava";
import type { Controller, Module } from "../../../src/model/module.js";
import type { Answer } from "../../../src/model/result.js";
import { valuesFrom } from "../../../src/run/task/decode.js";

const nothing: Answer = {
  said: {},
  changed: false,
  warnings: [],
  diffs: [],
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  code: 0,
  seconds: 0,
  timedOut: 0,
};

const value = (name: string, before: string, after: string) =>
  ({ name, before, after, kind: "value" }) as const;
const content = (name: string, before: string, after: string) =>
  ({ name, before, after, kind: "content" }) as const;

/** what the host answered | the values of the result, where differences are asked for */
const ANSWERS: [string, Partial<Answer>, object][] = [
  ["nothing to do", {}, { changed: false }],
  ["a change", { changed: true, said: { dest: "/x" } }, { changed: true, dest: "/x" }],
  ["one warning", { warnings: ["w"] }, { changed: false, warnings: ["w"] }],
  ["two warnings", { warnings: ["w", "v"] }, { changed: false, warnings: ["w", "v"] }],
  ["a step left out", { skipped: "no need" }, { changed: false, skipped: true, msg: "no need" }],
  [
    "a failure after a change",
    { changed: true, failure: "broken", warnings: ["w"] },
    { changed: false, failed: true, msg: "broken", warnings: ["w"] },
  ],
  [
    "a script that ended by accident",
    { code: 3, stdout: Buffer.from(" out\n"), stderr: Buffer.from("err\n") },
    { changed: false, failed: true, rc: 3, msg: "err\nout" },
  ],
  ["one that said nothing", { code: 3 }, { changed: false, failed: true, rc: 3, msg: "ended with status 3" }],
  [
    "states",
    { changed: true, diffs: [value("mode", "0600", "0644"), value("owner", "a", "b")] },
    { changed: true, diff: { before: { mode: "0600", owner: "a" }, after: { mode: "0644", owner: "b" } } },
  ],
  [
    "a text",
    { changed: true, diffs: [content("/x", "a", "b")] },
    { changed: true, diff: { before: "a", after: "b", before_header: "/x", after_header: "/x" } },
  ],
  [
    "texts and states",
    { changed: true, diffs: [value("mode", "1", "2"), content("/x", "a", "b")] },
    {
      changed: true,
      diff: [
        { before: "a", after: "b", before_header: "/x", after_header: "/x" },
        { before: { mode: "1" }, after: { mode: "2" } },
      ],
    },
  ],
  [
    "effects on the run, which no host may have",
    {
      said: { a: 1, ansible_facts: { b: 1 }, add_host: {}, add_group: "g", ansible_stats: {}, _ansible_x: 1 },
    },
    { changed: false, a: 1 },
  ],
  [
    "a task that was stopped",
    { timedOut: 5, changed: true, said: { a: 1 } },
    {
      changed: false,
      failed: true,
      msg: "The thing action failed to execute in the expected time frame (5) and was terminated",
      timedout: { period: 5 },
    },
  ],
];

const module = { name: "thing", args: {} } as unknown as Module;
const controller = (diff: boolean) => ({ diff }) as unknown as Controller;
const answer = (part: Partial<Answer>): Answer => ({ ...nothing, ...part, said: { ...part.said } });

for (const [what, part, expected] of ANSWERS)
  test(`the result of ${what}`, async (t) => {
    t.deepEqual(await valuesFrom(module, {}, answer(part), controller(true)), expected as never);
  });

test("no difference is told where none is asked for; a module's own can be read but is not shown", async (t) => {
  const diffs = [content("/x", "a", "b")];
  t.deepEqual(await valuesFrom(module, {}, answer({ diffs }), controller(false)), { changed: false });
  const own = { ...module, result: () => ({ diff: "own" }) } as unknown as Module;
  const hidden = { changed: false, diff: "own", _ansible_diff: false };
  t.deepEqual(await valuesFrom(own, {}, answer({}), controller(false)), hidden);
  t.deepEqual(await valuesFrom(own, {}, answer({}), controller(true)), { changed: false, diff: "own" });
});

test("what a module makes of the answer stands over it, and may take values back, but not the failure", async (t) => {
  const own = { ...module, result: () => ({ msg: undefined, rc: 7 }) } as unknown as Module;
  const failed = answer({ failure: "broken" });
  t.deepEqual(await valuesFrom(own, {}, failed, controller(true)), { changed: false, rc: 7, failed: true });
  const forgiving = { ...module, result: () => ({ failed: false }) } as unknown as Module;
  t.is((await valuesFrom(forgiving, {}, failed, controller(true))).failed, false);
});
