import test from "ava";
import {
  asLists,
  assignMarked,
  DateValue,
  type Dict,
  dictEntries,
  dictFrom,
  dictGet,
  dictHas,
  dictKeys,
  dictValues,
  Float,
  isDict,
  isUnsafe,
  markUnsafe,
  mergedOver,
  mergedOverData,
  type PlainDict,
  toPlain,
  type Value,
} from "../../src/model/value.js";

function marked<T extends object>(value: T, ...keys: (string | number)[]): T {
  for (const key of keys) markUnsafe(value, key);
  return value;
}

/** The keys of a dict or list that are data. */
const marks = (value: Value): Value[] =>
  (Array.isArray(value) ? [...value.keys()] : dictKeys(value as Dict)).filter((key) =>
    isUnsafe(value as object, key as string),
  );

const DICTS: [entries: [Value, Value][], isPlain: boolean][] = [
  [[], true],
  [
    [
      ["a", 1],
      ["b", 2],
    ],
    true,
  ],
  [
    [
      ["a", 1],
      ["1", 2],
    ],
    false,
  ],
  [[["0", 1]], false],
  [
    [
      ["01", 1],
      ["-1", 2],
      ["1.5", 3],
      ["12345678901", 4],
    ],
    true,
  ],
  [[[1, "x"]], false],
  [
    [
      [null, "x"],
      [true, "y"],
    ],
    false,
  ],
  [
    [
      ["__proto__", 1],
      ["constructor", 2],
    ],
    true,
  ],
];

for (const [entries, isPlain] of DICTS)
  test(`a dict of ${JSON.stringify(entries)} keeps its keys and their order`, (t) => {
    const dict = dictFrom(entries);
    t.is(!(dict instanceof Map), isPlain);
    t.true(isDict(dict));
    t.deepEqual(dictEntries(dict), entries);
    t.deepEqual(
      dictKeys(dict),
      entries.map(([key]) => key),
    );
    t.deepEqual(
      dictValues(dict),
      entries.map(([, value]) => value),
    );
    for (const [key, value] of entries) t.is(dictGet(dict, key), value);
    t.true(entries.every(([key]) => dictHas(dict, key)));
    for (const key of ["toString", "nothing", 7])
      t.deepEqual([dictGet(dict, key), dictHas(dict, key)], [undefined, false]);
  });

test("lists, dates and numbers are no dicts", (t) => {
  for (const value of [[], null, undefined, "a", 1, new Float(1), new DateValue("2024-01-02", new Date())])
    t.false(isDict(value));
  t.true(isDict(Object.create(null)));
});

const MERGED: [strong: Value, weak: Value, over: Value, data: Value[]][] = [
  [1, { a: 1 }, 1, []],
  [{ a: 1 }, [1], { a: 1 }, []],
  [{ a: 1 }, { b: 2 }, { b: 2, a: 1 }, ["b"]],
  [{ a: 1 }, { a: 2, b: 3 }, { a: 1, b: 3 }, ["b"]],
  [{ a: { x: 1 } }, { a: { y: 2 } }, { a: { y: 2, x: 1 } }, []],
  [{ a: { x: 1 } }, { a: 5 }, { a: { x: 1 } }, []],
  [{ a: [1] }, { a: [2] }, { a: [1] }, []],
  [{}, { a: 1 }, { a: 1 }, ["a"]],
  [
    new Map([[1, "a"]]),
    new Map([[2, "b"]]),
    new Map([
      [2, "b"],
      [1, "a"],
    ]),
    [2],
  ],
];

for (const [strong, weak, over, data] of MERGED)
  test(`${JSON.stringify(toPlain(strong))} over ${JSON.stringify(toPlain(weak))} is merged key by key`, (t) => {
    t.deepEqual(mergedOver(strong, weak), over);
    const merged = mergedOverData(strong, weak);
    t.deepEqual(merged, over);
    if (isDict(merged)) t.deepEqual(marks(merged as Value), data);
  });

test("what was data in something written is data when it is merged", (t) => {
  t.deepEqual(marks(mergedOverData(marked({ a: 1, b: 2 }, "b"), { b: 1, c: 2 })), ["b", "c"]);
});

test("entries are put in another dict with what is known of them", (t) => {
  const from = marked(JSON.parse('{"a": 1, "b": 2, "__proto__": 3}') as PlainDict, "b");
  let opened = 0;
  Object.defineProperty(from, "sealed", { get: () => (opened += 1), enumerable: true, configurable: true });
  const to = assignMarked({ z: 0, a: 9 }, from);
  t.is(opened, 0);
  t.deepEqual(Object.entries(to), [
    ["z", 0],
    ["a", 1],
    ["b", 2],
    ["__proto__", 3],
    ["sealed", 1],
  ]);
  t.deepEqual(marks(to), ["b"]);
  t.deepEqual(
    assignMarked(
      {},
      marked(
        new Map<Value, Value>([
          [1, "x"],
          ["k", "y"],
        ]),
        "k",
      ),
    ),
    { 1: "x", k: "y" },
  );
});

class Tuple extends Array<Value> {}

test("tuples become lists at every depth, and what is data stays data", (t) => {
  const tuple = marked(Tuple.of("a", "b"), 1);
  const list = asLists(tuple) as Value[];
  t.is(list.constructor, Array);
  t.deepEqual([[...list], marks(list)], [["a", "b"], [1]]);
  const deep = marked({ x: [tuple], y: 1 }, "y");
  const made = asLists(deep) as { x: Value[][] };
  t.is(made.x[0]!.constructor, Array);
  t.deepEqual(marks(made as unknown as Value), ["y"]);
  const outer = marked([1, tuple], 0);
  t.deepEqual(marks(asLists(outer)), [0]);
  for (const same of [1, "a", null, [1, [2]], { a: [1] }] as Value[]) t.is(asLists(same), same);
});

const PLAIN: [value: Value | undefined, plain: unknown][] = [
  [undefined, null],
  [new Float(2), 2],
  [new DateValue("2024-01-02", new Date()), "2024-01-02"],
  [5n, 5],
  [123456789012345678901n, 123456789012345678901n],
  [
    [new Float(1), [2n]],
    [1, [2]],
  ],
  [
    new Map<Value, Value>([
      [1, "a"],
      [true, null],
    ]),
    { 1: "a", true: null },
  ],
  [{ a: { b: new Float(1) } }, { a: { b: 1 } }],
];

for (const [index, [value, plain]] of PLAIN.entries())
  test(`value ${index + 1} as plain data`, (t) => t.deepEqual(toPlain(value), plain));
