import test from "ava";
import { expandRange } from "../../src/inventory/ranges.js";
import { Fault } from "../../src/model/errors.js";

const at = { path: "hosts", line: 1, column: 1 };

for (const pattern of ["web[1:100000000000]", `w${"[1:3]".repeat(30)}`, "a[0:9999].b[0:9999]"])
  test(`${pattern.slice(0, 40)} stands for more hosts than anybody has: a fault at once`, (t) => {
    t.throws(() => expandRange(pattern, at), { instanceOf: Fault, code: "INVENTORY_INVALID" });
  });

test("a large fleet is named by ranges", (t) => {
  t.is(expandRange("r[1:100]-h[001:500]", at).length, 50_000);
});
