import test from "ava";
import { Fault, Faults } from "../../src/model/errors.js";
import { readYaml } from "../../src/yaml/read.js";

/** What was typed, where the first fault is shown, and the way out. */
const TYPED: readonly (readonly [text: string, at: string, message: RegExp, hint: RegExp])[] = [
  ['a: 1\nb: "one\nc: 2\n', "2:4", /the quote that opens here is not closed/, /write a " at its end/],
  ["a: 'one\nb: 2\n", "1:4", /the quote that opens here is not closed/, /write a ' at its end/],
  ['- a: "one\n- b: "two"\n', "1:6", /the quote that opens here is not closed/, /write a " at its end/],
  ["- a:\n    msg: {{ foo }}/bar\n", "2:19", /./, /must be quoted: "\{\{ foo \}\}\/bar"/],
  ["a: {msg: {{ foo }}}\n", "1:10", /./, /must be quoted: "\{\{ foo \}\}"/],
  ["a:\n  - b: 'it's'\n", "2:12", /./, /write a single quote twice/],
];

for (const [text, at, message, hint] of TYPED)
  test(`${JSON.stringify(text)} is a fault at ${at}`, (t) => {
    const error = t.throws(() => readYaml(text, "typed.yml"), { any: true } as never) as unknown;
    const fault = error instanceof Faults ? error.faults[0]! : (error as Fault);
    t.true(fault instanceof Fault);
    t.is(`${fault.at?.line}:${fault.at?.column}`, at);
    t.regex(fault.message, message);
    t.regex(fault.hint ?? "", hint);
  });
