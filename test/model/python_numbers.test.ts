import { readFileSync } from "node:fs";
import test from "ava";
import { floatText } from "../../src/model/float_text.js";
import {
  readFloat,
  readInteger,
  roundFloat,
  roundInteger,
  smallest,
} from "../../src/model/python_numbers.js";

/** What Python's int() reads of a text with a base; undefined is its ValueError. */
const READ: [string, number, number | bigint | undefined][] = [
  ["ff", 16, 255],
  ["0xff", 16, 255],
  ["-1_000", 10, -1000],
  ["zz", 36, 1295],
  ["101", 2, 5],
  ["102", 2, undefined],
  ["", 10, undefined],
  ["fffffffffffffffff", 16, 0xfffffffffffffffffn],
];

for (const [text, base, wanted] of READ)
  test(`${text || "nothing"} with base ${base} is ${wanted}`, (t) => {
    t.is(readInteger(text, base), wanted);
  });

test("200,000 digits are read without the square of their number in steps", (t) => {
  const before = process.cpuUsage();
  for (const base of [8, 16, 36]) {
    const found = readInteger(`1${"0".repeat(200_000)}`, base);
    t.true(found === BigInt(base) ** 200_000n);
  }
  // a square takes minutes
  t.true(process.cpuUsage(before).user < 30_000_000);
});

interface Recorded {
  /** what float() reads, as its repr(); null: a ValueError */
  floats: [text: string, repr: string | null][];
  /** round(float, digits) */
  rounded: [value: string, digits: number, repr: string][];
  /** round(int, digits) */
  integers: [value: string, digits: number, text: string][];
  /** int(text, base); null: a ValueError */
  read: [text: string, base: number, text: string | null][];
}

/** Recorded from Python. */
const recorded: Recorded = JSON.parse(readFileSync("test/model/recorded/numbers.json", "utf8"));
const textOf = (value: number | undefined) => (value === undefined ? null : floatText(value));

test("float() and int() read what Python's do", (t) => {
  for (const [text, repr] of recorded.floats) t.is(textOf(readFloat(text)), repr, JSON.stringify(text));
  for (const [text, base, number] of recorded.read) {
    const found = readInteger(text, base);
    t.is(found === undefined ? null : String(found), number, `${JSON.stringify(text)} ${base}`);
  }
});

test("round() goes to the nearest, and to the even one of two", (t) => {
  for (const [value, digits, repr] of recorded.rounded)
    t.is(floatText(roundFloat(Number(value), digits)), repr, `${value} ${digits}`);
  for (const [value, digits, text] of recorded.integers)
    t.is(String(roundInteger(smallest(BigInt(value)), digits)), text, `${value} ${digits}`);
  for (const special of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
    t.is(roundFloat(special, 2), special);
});
