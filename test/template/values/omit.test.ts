import test from "ava";
import type { Value } from "../../../src/model/value.js";
import { OMIT, stripOmitted } from "../../../src/template/values/omit.js";

const omit = OMIT as unknown as Value;
const TEXT = "__omit_place_holder__";

/** A value, and what is left of it where arguments are omitted: entries of dicts go, items of lists become text. */
const ROWS: [Value, Value][] = [
  [5, 5],
  [{ a: omit, b: 1 }, { b: 1 }],
  [{ a: omit }, {}],
  [{ a: { b: omit, c: 2 } }, { a: { c: 2 } }],
  [{ a: [omit, 1] }, { a: [TEXT, 1] }],
  [[omit], [TEXT]],
  [
    [[omit], { a: omit, b: [omit] }],
    [[TEXT], { b: [TEXT] }],
  ],
  [
    new Map<Value, Value>([
      [1, omit],
      [2, { a: omit, b: null }],
    ]),
    new Map<Value, Value>([[2, { b: null }]]),
  ],
  [{ a: new Map<Value, Value>([[1, [omit]]]) }, { a: new Map<Value, Value>([[1, [TEXT]]]) }],
];

test("what is omitted goes from dicts, and stays as a text in lists", (t) => {
  for (const [value, left] of ROWS) t.deepEqual(stripOmitted(value), left);
});

test("a value in which nothing is omitted is itself", (t) => {
  const plain: Value[] = [{ a: [1, { b: null }] }, [1, [2]], new Map<Value, Value>([[1, "x"]]), "x", null];
  for (const value of plain) t.is(stripOmitted(value), value);
});
