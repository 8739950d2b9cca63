import { readFileSync } from "node:fs";
import test from "ava";
import { nameTest } from "../../src/plan/match_name.js";

/** Shell patterns and (with `~`) regular expressions, and which of the names Python's fnmatch and re find in them. */
interface Recorded {
  names: string[];
  rows: [pattern: string, found: string[]][];
}

const { names, rows } = JSON.parse(readFileSync("test/plan/match_name.json", "utf8")) as Recorded;

for (const [pattern, found] of rows)
  test(`${pattern} finds the names that Python finds`, (t) => {
    const holds = nameTest(pattern) ?? ((name) => name === pattern);
    t.deepEqual(names.filter(holds), found);
  });
