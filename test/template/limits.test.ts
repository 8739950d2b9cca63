import { Worker } from "node:worker_threads";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { evaluateCondition, evaluateTemplate } from "../../src/template/render.js";
import { contextOf } from "../helpers/template.js";

/** Templates that would take all memory, all stack or all time. */
const TOO_MUCH: Readonly<Record<string, string>> = {
  "a product of a list": "{{ [1] * 2000000000 }}",
  "a product of a text": "{{ ('a' * 10 ** 10) | length }}",
  "a power": "{{ 2 ** (10 ** 9) }}",
  "a number of many digits": "{{ 10 ** 5000 }}",
  "a range": "{{ range(10 ** 12) }}",
  "a batch": "{{ [1] | batch(2000000000, 0) | list }}",
  permutations: "{{ range(20) | permutations | list | length }}",
  combinations: "{{ range(40) | combinations(20) | list | length }}",
  "a product of lists": "{{ range(3000) | product(range(3000)) | list | length }}",
  slices: "{{ [1] | slice(2000000000) | list | length }}",
  brackets: `{{ ${"[".repeat(5000)}${"]".repeat(5000)} }}`,
  parentheses: `{{ ${"(".repeat(5000)}1${")".repeat(5000)} }}`,
  negations: `{{ ${"not ".repeat(20_000)}x }}`,
  signs: `{{ ${"-".repeat(20_000)}1 }}`,
  sums: `{{ 1${" + 1".repeat(50_000)} }}`,
  attributes: `{{ x${".a".repeat(50_000)} }}`,
  conditions: `{% if x %}${"{% if x %}".repeat(5000)}${"{% endif %}".repeat(5000)}{% endif %}`,
  "a macro that calls itself": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
  "a list in itself": "{% set l = [] %}{% if l.append(l) %}{% endif %}{{ l }}",
  "nested YAML": "{{ ('[' * 50000) | from_yaml }}",
  "a regular expression": "{{ ('a' * 40 ~ '!') | regex_replace('^(a+)+$', 'x') }}",
};

const at = { path: "play.yml", line: 3, column: 10 };

for (const [name, text] of Object.entries(TOO_MUCH))
  test(`${name}: a fault of the task, with its place`, (t) => {
    const fault = t.throws(() => evaluateTemplate(text, at, contextOf({ x: { a: 1 } })), {
      instanceOf: Fault,
    });
    t.is(fault?.at?.path, "play.yml");
  });

test("the same in conditions", (t) => {
  t.throws(() => evaluateCondition(`${"not ".repeat(20_000)}x`, at, contextOf({ x: 1 })), {
    instanceOf: Fault,
  });
});

test("a long text is measured and cut without a list of its characters", (t) => {
  const long = "x".repeat(50_000_000);
  t.is(evaluateTemplate("{{ long | length }}", at, contextOf({ long })), "50000000");
  t.is(evaluateTemplate("{{ long[:3] }}{{ long[-2:] }}", at, contextOf({ long })), "xxxxx");
});

/** The lengths of what the expressions give for `long`, in a thread with so much memory. */
function lengthsIn(megabytes: number, expressions: readonly string[]): Promise<string[]> {
  const urls = ["../../src/template/render.js", "../helpers/template.js"].map(
    (path) => new URL(path, import.meta.url).href,
  );
  const code = `const { parentPort, workerData } = require("node:worker_threads");
    Promise.all(workerData.urls.map((url) => import(url))).then(([{ evaluateTemplate }, { contextOf }]) => {
      const long = "xy".repeat(10_000_000);
      parentPort.postMessage(workerData.expressions.map((one) => evaluateTemplate(one, workerData.at, contextOf({ long }))));
    });`;
  return new Promise((resolve, reject) => {
    const resourceLimits = { maxOldGenerationSizeMb: megabytes };
    const worker = new Worker(code, { eval: true, workerData: { urls, expressions, at }, resourceLimits });
    worker.once("message", resolve).once("error", reject);
  });
}

test("a text of 20 MB is turned round and measured in 100 MB", async (t) => {
  // an array of its characters would take 160 MB
  const found = await lengthsIn(100, ["{{ (long | reverse)[:4] }}", "{{ long | reverse | length }}"]);
  t.deepEqual(found, ["yxyx", "20000000"]);
});

test("a text is turned round by characters, wherever it is cut in pieces", (t) => {
  for (const shift of [0, 1, 2]) {
    const text = `${"a".repeat(shift)}${"\u{1f600}b".repeat(5000)}`;
    const wanted = [...text].reverse().join("");
    t.is(evaluateTemplate("{{ text | reverse }}", at, contextOf({ text })), wanted);
  }
});
