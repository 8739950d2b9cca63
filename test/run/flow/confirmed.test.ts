import test from "ava";
import { isConfirmed } from "../../../src/run/flow/confirmed.js";

const task = (name: string, module = "command") => ({
  keywords: { name: { value: name } },
  module: { value: module },
  at: { path: "/play.yml", line: name.length, column: 1 },
});

/** A batch of a run whose questions are answered in order; `asked` are the questions. */
function batchOf(answers: (string | undefined)[], { strategy = "linear", step = true } = {}) {
  const asked: string[] = [];
  const ask = async (question: string) => {
    asked.push(question);
    await new Promise((resolve) => setImmediate(resolve));
    return answers[asked.length - 1];
  };
  const batch = { strategy, run: { ask, settings: { step } } };
  const wanted = (name: string, host = "web1", module?: string) =>
    isConfirmed(
      { batch, host: { name: host } } as never,
      task(name, module) as never,
      "1" as never,
      {} as never,
    );
  return { asked, wanted };
}

for (const [answer, expected] of [
  ["y", true],
  ["YES", true],
  [" yes ", true],
  ["c", true],
  ["continue", true],
  ["n", false],
  ["", false],
  ["yep", false],
  [undefined, false],
] as const)
  test(`the answer ${JSON.stringify(answer)} means ${expected ? "that it is done" : "that it is left out"}`, async (t) => {
    t.is(await batchOf([answer]).wanted("start"), expected);
  });

test("all hosts of a batch are asked for once, and have the same answer", async (t) => {
  const { asked, wanted } = batchOf(["y", "n"]);
  t.deepEqual(await Promise.all([wanted("start", "web1"), wanted("start", "web2")]), [true, true]);
  t.deepEqual(await Promise.all([wanted("stop it", "web1"), wanted("stop it", "web2")]), [false, false]);
  t.deepEqual(asked, [
    "Perform task: TASK: start (N)o/(y)es/(c)ontinue: ",
    "Perform task: TASK: stop it (N)o/(y)es/(c)ontinue: ",
  ]);
});

test("hosts that run freely are asked for each, one after the other", async (t) => {
  const { asked, wanted } = batchOf(["y", "n"], { strategy: "free" });
  t.deepEqual(await Promise.all([wanted("start", "web1"), wanted("start", "web2")]), [true, false]);
  t.deepEqual(asked, [
    "Perform task: TASK: start on web1 (N)o/(y)es/(c)ontinue: ",
    "Perform task: TASK: start on web2 (N)o/(y)es/(c)ontinue: ",
  ]);
});

test("after `continue` nothing is asked any more, not even what was about to be", async (t) => {
  const { asked, wanted } = batchOf(["c", "n"], { strategy: "free" });
  t.deepEqual(await Promise.all([wanted("start", "web1"), wanted("start", "web2")]), [true, true]);
  t.true(await wanted("stop it"));
  t.is(asked.length, 1);
});

test("nobody is asked about what meta does, nor without --step", async (t) => {
  const { asked, wanted } = batchOf(["n"]);
  t.true(await wanted("", "web1", "ansible.builtin.meta"));
  const without = batchOf(["n"], { step: false });
  t.true(await without.wanted("start"));
  t.deepEqual([...asked, ...without.asked], []);
});
