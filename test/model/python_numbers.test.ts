import test from "ava";
import { readInteger } from "../../src/model/python_numbers.js";

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
