import { readFileSync } from "node:fs";
import test from "ava";
import { numberSet, type SetOperation } from "../../../src/template/values/python_set.js";
import { readYaml } from "../../../src/yaml/read.js";

const OPERATIONS: readonly SetOperation[] = ["union", "intersect", "difference", "symmetric_difference"];
const rows = readYaml(readFileSync("test/template/sets.yml", "utf8"), "sets.yml") as unknown as number[][][];

for (const [at, operation] of OPERATIONS.entries())
  test(`${operation} lists whole numbers in Python's order`, (t) => {
    t.true(rows.length > 50);
    for (const row of rows)
      t.deepEqual(numberSet(operation, row[0]!, row[1]!), row[at + 2], JSON.stringify(row.slice(0, 2)));
  });

test("texts have no order of their own", (t) => {
  t.is(numberSet("union", ["b"], ["a"]), undefined);
});
