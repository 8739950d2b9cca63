import test from "ava";
import { lookupNames } from "../../src/template/lookups/lookups.js";
import { filterNames, testNames } from "../../src/template/registry.js";
import { recordedRows } from "../helpers/recorded.js";
import { testRows } from "../helpers/row_tests.js";

const NAMES = { filters: filterNames, tests: testNames, lookups: lookupNames };

for (const kind of ["filters", "tests", "lookups"] as const) {
  const rows = recordedRows(`test/template/${kind}`);
  // password hashes take their time: test/template/hashes.test.ts
  testRows(
    kind,
    rows.filter(({ file }) => file !== "hashes.yml"),
  );

  test(`every one of the ${kind} has a recorded row`, (t) => {
    const recorded = new Set(rows.map((row) => row.name));
    t.deepEqual(
      NAMES[kind]().filter((name) => !recorded.has(name)),
      [],
    );
  });
}
