import test from "ava";
import { DateValue, Float, type Value } from "../../src/model/value.js";
import { decode, encode } from "../../src/state/encode.js";

const VALUES: readonly (readonly [what: string, value: Value])[] = [
  ["texts", ["", "ü\u0000\u001b\ud83d\ude00", "{{ x }}", "\ud800"]],
  ["numbers", [0, -1, 1.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0]],
  ["whole numbers of any size", [10n ** 30n, -1n]],
  ["floats that are whole", [new Float(3), new Float(-0)]],
  [
    "dates",
    [
      new DateValue("2026-11-27", new Date("2026-11-27")),
      new DateValue("2026-11-27 08:00:00", new Date("2026-11-27T08:00:00Z")),
    ],
  ],
  ["dicts", { a: { b: [null, true, false] }, $: "float", of: 1 }],
  [
    "dicts with keys that are no texts",
    new Map<Value, Value>([
      [1, "a"],
      ["1", "b"],
      [true, new Float(1)],
    ]),
  ],
  ["dicts with a dangerous key", JSON.parse('{"__proto__": {"polluted": 1}}') as Value],
];

for (const [what, value] of VALUES)
  test(`${what} come back as they were`, (t) => {
    t.deepEqual(decode(encode(value)!), value);
    t.is(({} as { polluted?: number }).polluted, undefined);
  });

test("what no text can hold is told as such", (t) => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const value of [circle, new Date(), Symbol("x"), () => 1]) t.is(encode({ value }), undefined);
});
