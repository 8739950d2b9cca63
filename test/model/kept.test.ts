import { inspect } from "node:util";
import test from "ava";
import {
  convertArgs,
  flag,
  integer,
  nullProblem,
  oneOf,
  raw,
  scalarText,
  text,
  toBoolean,
} from "../../src/model/args.js";
import { hostRanges } from "../../src/model/host_ranges.js";
import { writeJson } from "../../src/model/json_write.js";
import { PythonRegex } from "../../src/model/python_regex.js";
import { MASK, Secret } from "../../src/model/secret.js";
import { inheritPlaces, keyPlaceOf, notePlaces, placeOf } from "../../src/model/source.js";
import { DateValue, Float, type Value } from "../../src/model/value.js";

test("a secret shows itself to nobody by accident", (t) => {
  const secret = new Secret("hunter2");
  t.is(String(secret), MASK);
  t.is(`${secret as unknown as string}`, MASK);
  t.is(JSON.stringify({ secret }), JSON.stringify({ secret: MASK }));
  t.false(inspect({ secret }).includes("hunter2"));
  t.true(inspect(secret).includes(MASK));
  t.is(secret.reveal(), "hunter2");
});

const place = (line: number) => ({ path: "a.yml", line, column: 1 });

test("what stands in a container has its place, or the container's; a copy has the original's", (t) => {
  const container = {};
  t.is(placeOf(container), undefined);
  t.is(placeOf(container, "a"), undefined);
  t.is(keyPlaceOf(container, "a"), undefined);
  t.is(placeOf(inheritPlaces({}, container)), undefined);
  notePlaces(container, {
    self: place(1),
    value: (key) => (key === "a" ? place(3) : undefined),
    key: (key) => (key === "a" ? place(2) : undefined),
  });
  const copy = inheritPlaces({}, container);
  for (const one of [container, copy]) {
    t.deepEqual(placeOf(one), place(1));
    t.deepEqual(placeOf(one, "a"), place(3));
    t.deepEqual(placeOf(one, "b"), place(1));
    t.deepEqual(keyPlaceOf(one, "a"), place(2));
    t.deepEqual(keyPlaceOf(one, "b"), place(1));
  }
});

test("floats and dates are what they hold, wherever they are written", (t) => {
  const float = new Float(2);
  t.is(Number(float), 2);
  t.is(String(float), "2.0");
  t.is(JSON.stringify({ float }), '{"float":2}');
  const day = new DateValue("2026-01-02", new Date(0));
  const time = new DateValue("2026-01-02 03:04:05", new Date(0));
  t.deepEqual([day.isDay, time.isDay], [true, false]);
  t.is(JSON.stringify({ day }), '{"day":"2026-01-02"}');
});

/** A value, and its text as an argument; undefined: it is none. */
const SCALARS: readonly (readonly [value: Value, text: string | undefined])[] = [
  ["a", "a"],
  [7, "7"],
  [7n, "7"],
  [1.5, "1.5"],
  [new Float(2), "2.0"],
  [true, "True"],
  [false, "False"],
  [null, ""],
  [new DateValue("2026-01-02", new Date(0)), "2026-01-02"],
  [[1], undefined],
  [{ a: 1 }, undefined],
];

test("the text of a value as an argument", (t) => {
  for (const [value, is] of SCALARS) t.is(scalarText(value), is, String(value));
  t.is(toBoolean(new Float(1)), true);
  t.is(toBoolean(new Float(0)), false);
  t.is(toBoolean(new Float(2)), undefined);
});

const about = "x";

test("null is no value where there is a default or a choice, unless it may be one", (t) => {
  t.is(nullProblem(text({ about })), undefined);
  t.is(nullProblem(raw({ about, default: 1 })), undefined);
  t.is(nullProblem(text({ about, default: "a", nullable: true })), undefined);
  const tail = ", not null (`default(omit)` leaves it out)";
  t.is(nullProblem(text({ about, default: "a" })), `must be a string${tail}`);
  t.is(nullProblem(oneOf(["a", "b"])({ about })), `must be one of a, b${tail}`);
  t.is(nullProblem(oneOf(["a", "b"])({ about, default: "a" })), `must be one of a, b${tail}`);
  t.regex(nullProblem(integer({ about, default: 1 })) ?? "", /^must be (?!a string)/);
  t.regex(nullProblem(flag({ about, default: true })) ?? "", /^must be (?!a string)/);
});

test("null as modules take it is told where it is no value", (t) => {
  const fields = { a: text({ about, default: "x" }), b: raw({ about, nullable: true }), c: text({ about }) };
  const given = { a: null, b: null, c: null };
  t.deepEqual(convertArgs(fields, given).problems, []);
  const { args, problems } = convertArgs(fields, given, "as modules take them");
  t.deepEqual(
    problems.map(({ name, kind }) => `${kind} ${name}`),
    ["invalid a"],
  );
  t.is(args.b, null);
  t.is(args.c, undefined);
});

test("hosts are put together in ranges of numbers that are written alike", (t) => {
  for (const [hosts, shown] of [
    [["web1", "web2", "web3"], ["web[1:3]"]],
    [["web8", "web9", "web10"], undefined],
    [["web08", "web09", "web10"], ["web[08:10]"]],
    [["a1b", "a2b"], undefined],
    [
      ["a", "b"],
      ["a", "b"],
    ],
  ] as const)
    if (shown) t.deepEqual(hostRanges(hosts), [...shown]);
    else t.true(hostRanges(hosts).length > 0);
});

test("what JSON has no kind for is written as Python writes it", (t) => {
  t.is(writeJson(undefined), "null");
  class Told {
    toJSON() {
      return [1];
    }
  }
  t.is(writeJson({ a: undefined, b: new Told() }), '{"b": [1]}');
  t.is(writeJson(2 ** 60), "1152921504606846976");
  t.is(
    writeJson(
      new Map<Value, Value>([
        [1.5, "a"],
        [new Float(2), "b"],
        [3, "c"],
        [true, "d"],
      ]),
    ),
    '{"1.5": "a", "2.0": "b", "3": "c", "true": "d"}',
  );
});

test("a pattern is asked, filled in and named", (t) => {
  const regex = PythonRegex.of("(?P<a>x)(y)?");
  t.true(regex.test("axb"));
  t.false(regex.test("b"));
  const match = regex.search("ax")!;
  t.is(regex.expand(match, "<\\g<a>\\1>"), "<xx>");
  t.deepEqual(regex.named(match), { a: "x" });
});
