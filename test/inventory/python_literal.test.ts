import test from "ava";
import { pythonLiteral } from "../../src/inventory/python_literal.js";
import { Float, type Value } from "../../src/model/value.js";

const LITERALS: [string, Value][] = [
  ["True", true],
  ["None", null],
  ["42", 42],
  ["-5", -5],
  ["1_000", 1000],
  ["0x1F", 31],
  ["0o17", 15],
  ["00", 0],
  ["1.5", 1.5],
  ["1e3", new Float(1000)],
  ["9007199254740993", 9007199254740993n],
  ["'a' \"b\"", "ab"],
  ["'it\\'s\\n'", "it's\n"],
  ["[1, 'two', None,]", [1, "two", null]],
  ["(1, 2)", [1, 2]],
  ["(1)", 1],
  ["1, 2", [1, 2]],
  ["{'kg': 1, 'tags': ['red']}", { kg: 1, tags: ["red"] }],
  ["5 # five", 5],
];

for (const [text, value] of LITERALS)
  test(`${text} is a Python literal`, (t) => t.deepEqual(pythonLiteral(text), value));

for (const text of [
  "true",
  "0644",
  "1.2.3",
  "2024-01-02",
  "word # kept",
  "[1, 2",
  "a b",
  "",
  "1 2",
  "e3",
  "'a",
  "{{ x }}",
])
  test(`${text || "nothing"} stays text`, (t) => t.is(pythonLiteral(text), text));
