import { readFileSync } from "node:fs";
import test from "ava";
import {
  decimalLog,
  floatPower,
  floorDivision,
  modulo,
  naturalLog,
  trueDivision,
} from "../../src/model/python_math.js";

/** What CPython 3.11 computes. */
type Row = [operation: string, x: number, y: number, result: number];
const rows: Row[] = JSON.parse(readFileSync("test/model/python_math.json", "utf8"));

const OPERATIONS: Readonly<Record<string, (x: number, y: number) => number>> = {
  fdiv: floorDivision,
  log: naturalLog,
  log10: decimalLog,
  mod: modulo,
  pow: floatPower,
};

for (const [name, compute] of Object.entries(OPERATIONS))
  test(`${name} gives Python's float to the last digit`, (t) => {
    const own = rows.filter(([operation]) => operation === name);
    t.true(own.length > 100);
    t.deepEqual(
      own.filter(([, x, y, result]) => !Object.is(compute(x, y), result)),
      [],
    );
  });

test("a power that no float can be is refused, and so is one of zero that is none", (t) => {
  t.throws(() => floatPower(10, 400), { message: "(34, 'Numerical result out of range')" });
  t.throws(() => floatPower(0, -1), { message: "0.0 cannot be raised to a negative power" });
  t.is(floatPower(10, -400), 0);
});

/** x / y as Python has it, of numbers that are no floats. */
const DIVISIONS: readonly (readonly [x: bigint, y: bigint, result: number])[] = [
  [9007199254740993n, 7n, 1286742750677284.8],
  [10n ** 400n, 10n ** 399n, 10],
  [-(2n ** 70n) - 1n, 2n ** 69n, -2],
  [1n, 10n ** 20n, 1e-20],
  [7n, -2n, -3.5],
];

test("whole numbers are divided as they are, however large", (t) => {
  for (const [x, y, result] of DIVISIONS) t.is(trueDivision(x, y), result, `${x} / ${y}`);
  t.throws(() => trueDivision(10n ** 400n, 1n), { message: "integer division result too large for a float" });
});
