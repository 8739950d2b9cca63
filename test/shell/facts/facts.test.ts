import { readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { parse, stringify } from "yaml";
import { factsFrom } from "../../../src/shell/facts/values.js";

/** What a host said of itself, and the facts (without `ansible_`) that are made of it. */
interface Machine {
  name: string;
  said: Record<string, string>;
  facts?: Record<string, unknown>;
}

const path = "test/shell/facts/machines.yml";
const machines = parse(readFileSync(path, "utf8")) as Machine[];
/** As results keep it: what is undefined is not there. */
const asJson = (entries: [string, unknown][]): unknown =>
  JSON.parse(JSON.stringify(Object.fromEntries(entries)));

const made = machines.map(({ said }) =>
  asJson(
    Object.entries(factsFrom(said, ["all"])).map(([name, value]) => [name.replace(/^ansible_/, ""), value]),
  ),
);

/** RECORD=1 writes down what is made now: to be read before it is kept. */
if (process.env.RECORD)
  writeFileSync(
    path,
    stringify(
      machines.map((one, index) => ({ ...one, facts: made[index] })),
      { lineWidth: 110 },
    ),
  );

for (const [index, { name, facts }] of machines.entries())
  test(`${name} has the facts that follow from what it says`, (t) => t.deepEqual(made[index], facts));

test("only what was asked for is said, and every fact of the host carries the prefix", (t) => {
  const { gather_subset, module_setup, ...facts } = factsFrom({}, ["min", "!all"]);
  t.deepEqual([gather_subset, module_setup], [["min", "!all"], true]);
  t.true(Object.keys(facts).every((name) => name.startsWith("ansible_")));
});
