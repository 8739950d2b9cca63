import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { outputsOf, stateOf } from "../../src/terraform/outputs.js";

const OUTPUT = { sensitive: true, type: "string", value: "fresh" };

test("outputs are read with their mark", (t) => {
  t.deepEqual(
    [...outputsOf(JSON.stringify({ word: OUTPUT }), "out.json")],
    [["word", { value: "fresh", sensitive: true }]],
  );
});

test("a state gives its outputs, and counts what it manages", (t) => {
  const state = {
    version: 4,
    outputs: { word: { value: "fresh", type: "string" } },
    resources: [
      { mode: "managed", instances: [{}, {}] },
      { mode: "data", instances: [{}] },
    ],
  };
  const { outputs, resources } = stateOf(JSON.stringify(state), "terraform.tfstate");
  t.deepEqual(outputs.get("word"), { value: "fresh", sensitive: false });
  t.is(resources, 2);
});

const WRONG: readonly [title: string, read: () => unknown, says: RegExp, hint: RegExp][] = [
  ["text that was cut off", () => outputsOf('{"inventory": {"val', "x"), /^x is not JSON$/, /cut off/],
  ["text that is no JSON", () => outputsOf("word = fresh", "x"), /^x is not JSON$/, /^$/],
  ["a state as outputs", () => outputsOf('{"version":4,"outputs":{}}', "x"), /is a state/, /`state`/],
  ["outputs as a state", () => stateOf('{"word":{"value":1}}', "x"), /no Terraform state/, /`output_file`/],
  [
    "what init keeps of the backend",
    () => stateOf('{"version":3,"backend":{"type":"s3"}}', "x"),
    /only says where/,
    /`folder/,
  ],
  [
    "an output without a value",
    () => outputsOf('{"word":"fresh"}', "x"),
    /the output word has no value/,
    /output -json/,
  ],
];

for (const [title, read, says, hint] of WRONG)
  test(`a fault says what to name instead: ${title}`, (t) => {
    const fault = t.throws(read, { instanceOf: Fault });
    t.regex(fault.message, says);
    t.regex(fault.hint ?? "", hint);
  });

test("a text that cannot be read is never quoted: a state holds secrets", (t) => {
  const fault = t.throws(() => stateOf('{"password": "hunter22"', "x"), { instanceOf: Fault });
  t.notRegex(`${fault.format()} ${String(fault.cause)}`, /hunter22/);
});
