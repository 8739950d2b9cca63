import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { Float, type Value } from "../../src/model/value.js";
import { serialBatches } from "../../src/plan/batches.js";

const ten = [..."abcdefghij"];

const CASES: [Value | undefined, number[]][] = [
  [undefined, [10]],
  [null, [10]],
  [[], [10]],
  [0, [10]],
  [-1, [10]],
  [" 4 ", [4, 4, 2]],
  ["25.9%", [2, 2, 2, 2, 2]],
  ["0%", Array(10).fill(1) as number[]],
  [new Float(5), [5, 5]],
  [
    [1, 0],
    [1, 9],
  ],
  [9, [9, 1]],
  [10, [10]],
  [3, [3, 3, 3, 1]],
  ["4", [4, 4, 2]],
  ["30%", [3, 3, 3, 1]],
  ["1%", Array(10).fill(1) as number[]],
  ["100%", [10]],
  [20, [10]],
  [
    [1, 2],
    [1, 2, 2, 2, 2, 1],
  ],
  [
    [1, "50%", "100%"],
    [1, 5, 4],
  ],
];

for (const [serial, sizes] of CASES)
  test(`serial ${JSON.stringify(serial)} makes batches of ${sizes.join(", ")}`, (t) => {
    const batches = serialBatches(ten, serial);
    t.deepEqual(
      batches.map((batch) => batch.length),
      sizes,
    );
    t.deepEqual(batches.flat(), ten);
  });

test("no hosts are one empty batch", (t) => t.deepEqual(serialBatches([], 2), [[]]));

test("a size that is no number is a fault", (t) => {
  const at = { path: "site.yml", line: 3, column: 5 };
  for (const size of ["some", "5 hosts", "x5", "5%x", "x5%", "1.5", "", "5 %", new Float(1.5)]) {
    const fault = t.throws(() => serialBatches(ten, size, at), { instanceOf: Fault }, String(size));
    t.is(fault?.code, "KEYWORD_INVALID");
    t.deepEqual(fault.at, at);
  }
});
