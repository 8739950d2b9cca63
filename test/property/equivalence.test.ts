import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { firstDifference, randomFrom } from "./differences.js";
import { FOUND } from "./found.js";
import { outcomeOf } from "./outcome.js";
import { type Story, story } from "./plays.js";
import { filesOf } from "./render.js";

const MINUTE = 60_000;
// `npm run property -- --plays N --seed S`
const plays = Number(process.env.PROPERTY_PLAYS ?? 1000);
/** a slow machine compares fewer, and says how many; who asks for a number gets it */
const limit = process.env.PROPERTY_PLAYS === undefined ? 25 * MINUTE : 10 * 60 * MINUTE;
const seed = Number(process.env.PROPERTY_SEED ?? 1);

test("sending ahead changes nothing but the time that a play takes", async (t) => {
  t.timeout(limit + 5 * MINUTE);
  const folder = mkdtempSync(join(tmpdir(), "tera-property-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  t.log(`${plays} plays, seed ${seed}`);
  const same = fc.asyncProperty(story, fc.integer(), async (one, delays) => {
    const random = randomFrom(delays);
    const expected = await outcomeOf(one, { folder, sendAhead: false, random });
    if (typeof expected.exit === "string")
      throw new Error(`the play is refused, or breaks: ${expected.exit}`);
    const got = await outcomeOf(one, { folder, sendAhead: true, random });
    const difference = firstDifference(expected, got);
    if (difference) throw new Error(`${difference}\n${filesOf(one, folder)["site.yml"]}`);
  });
  const found = await fc.check(same, {
    numRuns: plays,
    seed,
    examples: Object.values(FOUND).flatMap((one) =>
      [1, 2, 3].map((delays): [Story, number] => [one, delays]),
    ),
    endOnFailure: process.env.PROPERTY_SHRINK === "0",
    interruptAfterTimeLimit: limit,
    markInterruptAsFailure: false,
  });
  t.log(`${found.numRuns} plays compared`);
  if (found.failed) t.log(JSON.stringify(found.counterexample));
  if (found.failed) t.fail(`seed ${found.seed}, path ${found.counterexamplePath}\n${found.errorInstance}`);
  else t.pass();
});
