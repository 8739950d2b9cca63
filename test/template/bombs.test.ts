import { readFileSync } from "node:fs";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { evaluateTemplate } from "../../src/template/render.js";
import { contextOf } from "../helpers/template.js";

/** Templates of a hostile author: what they end in, each in two seconds of computing at most. */
const { faults, values } = JSON.parse(readFileSync("test/fixtures/bombs.json", "utf8")) as {
  faults: string[];
  values: string[];
};

const at = { path: "play.yml", line: 3, column: 10 };
const SECONDS = 6;

/** Well above the two seconds, and far below what they would take: days, or all memory. */
function computing(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1_000_000;
}

for (const text of faults)
  test(`a fault of its task: ${text}`, (t) => {
    const seconds = computing(() => {
      const fault = t.throws(() => evaluateTemplate(text, at, contextOf({})), { instanceOf: Fault });
      t.truthy(fault?.at?.path);
    });
    t.true(seconds < SECONDS, `${seconds}`);
  });

for (const text of values)
  test(`a value: ${text}`, (t) => {
    const seconds = computing(() => void evaluateTemplate(text, at, contextOf({})));
    t.true(seconds < SECONDS, `${seconds}`);
  });
