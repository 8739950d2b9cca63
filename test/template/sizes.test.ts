import test from "ava";
import { Fault, Faults } from "../../src/model/errors.js";
import { filterNames, testNames } from "../../src/template/registry.js";
import { evaluateTemplate } from "../../src/template/render.js";
import { expressions, FILTER_SIZES, HUGE, TEST_SIZES } from "../helpers/huge_inputs.js";
import { contextOf } from "../helpers/template.js";

/** Two seconds of computing, as much again for what does not count its steps, and what a busy machine adds. */
const SECONDS = 5;

/** Those that took longer, or ended in something else than a value or a fault. */
function slow(texts: readonly string[]): string[] {
  const found: string[] = [];
  for (const text of texts) {
    const before = process.cpuUsage();
    try {
      // the result itself is not printed: that is another filter's work
      evaluateTemplate(`{% set found = ${text} %}`, undefined, contextOf({ ...HUGE }));
    } catch (error) {
      if (!(error instanceof Fault || error instanceof Faults)) found.push(`${text}: ${String(error)}`);
    }
    const seconds = process.cpuUsage(before).user / 1_000_000;
    if (seconds > SECONDS) found.push(`${text}: ${seconds.toFixed(1)} s`);
  }
  return found;
}

test("each filter takes huge inputs in bounded time, or refuses them", (t) => {
  t.deepEqual(Object.keys(FILTER_SIZES).sort(), filterNames().sort());
  t.deepEqual(slow(expressions(FILTER_SIZES, (input, name, form) => `${input} | ${name}${form}`)), []);
});

test("each test of a template does too", (t) => {
  t.deepEqual(Object.keys(TEST_SIZES).sort(), testNames().sort());
  const symbol = (name: string) => /^\W/.test(name);
  t.deepEqual(
    slow(
      expressions(TEST_SIZES, (input, name, form) =>
        symbol(name) ? `${input} ${name} ${form}` : `${input} is ${name}${form}`,
      ),
    ),
    [],
  );
});
