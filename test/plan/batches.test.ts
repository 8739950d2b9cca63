import test from "ava";
import { Fault } from "../../src/model/errors.js";
import type { Value } from "../../src/model/value.js";
import { serialBatches } from "../../src/plan/batches.js";

const ten = [..."abcdefghij"];

const CASES: [Value | undefined, number[]][] = [
  [undefined, [10]],
  [0, [10]],
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
  const fault = t.throws(() => serialBatches(ten, "some"), { instanceOf: Fault });
  t.is(fault?.code, "KEYWORD_INVALID");
});
