import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import fc from "fast-check";
import { firstDifference, randomFrom } from "./differences.js";
import { makeSources, realOutcomeOf } from "./real_outcome.js";
import { playbookOf, realStory } from "./real_plays.js";

const MINUTE = 60_000;
// `npm run property -- --real --plays N --seed S`
const plays = Number(process.env.REAL_PLAYS ?? 12);
const seed = Number(process.env.REAL_SEED ?? 1);
const limit = process.env.REAL_PLAYS === undefined ? MINUTE : 600 * MINUTE;

test("real modules do the same in the same order on every host, sent ahead or not, however late hosts answer", async (t) => {
  t.timeout(limit + 5 * MINUTE);
  const folder = mkdtempSync(join(tmpdir(), "tera-real-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  makeSources(folder);
  const inTurn = { writes: 0 };
  const ahead = { writes: 0 };
  const same = fc.asyncProperty(realStory, fc.integer(), async (one, delays) => {
    const random = randomFrom(delays);
    const expected = await realOutcomeOf(one, { folder, sendAhead: false, random, wire: inTurn });
    if (typeof expected.exit === "string")
      throw new Error(`the play is refused, or breaks: ${expected.exit}\n${playbookOf(one)["site.yml"]}`);
    const got = await realOutcomeOf(one, { folder, sendAhead: true, random, wire: ahead });
    const difference = firstDifference(expected, got);
    if (difference) throw new Error(`${difference}\n${JSON.stringify(playbookOf(one))}`);
  });
  const found = await fc.check(same, {
    numRuns: plays,
    seed,
    endOnFailure: process.env.PROPERTY_SHRINK === "0",
    interruptAfterTimeLimit: limit,
    markInterruptAsFailure: false,
  });
  t.log(
    `${found.numRuns} plays compared, seed ${seed}; sent ${ahead.writes} times ahead, ${inTurn.writes} in turn`,
  );
  if (found.failed)
    return t.fail(
      `seed ${found.seed}, path ${found.counterexamplePath}\n${JSON.stringify(found.counterexample)}\n${found.errorInstance}`,
    );
  // else the two were the same to begin with
  t.true(ahead.writes < inTurn.writes);
});
