// Small changes of meaning in one room, and whether the tests notice. Usage: npm run mutants -- --help
import { spawnSync } from "node:child_process";
import { readFileSync } from "./fs.mjs";
import { HELP, readArguments, Usage } from "./mutants/arguments.mjs";
import { makeCopy } from "./mutants/copy.mjs";
import { mutated, probed } from "./mutants/edits.mjs";
import { nearTests } from "./mutants/nearest.mjs";
import { placesOf, sampleOf } from "./mutants/places.mjs";
import { diffOf, placeOf, summary } from "./mutants/report.mjs";
import { endAll, reachedBy, runTests } from "./mutants/tests.mjs";

const SHORTEST_LIMIT = 40_000;
const say = (text) => process.stderr.write(`${text}\n`);

const asked = argumentsOrEnd();
const all = placesOf(asked.room);
const sample = sampleOf(all, asked).filter(({ number }) => !asked.only || asked.only.includes(number));
if (asked.show) {
  for (const mutant of sample) console.log(described(mutant));
  process.exit(0);
}
build();
const copy = makeCopy();
process.once("exit", () => copy.remove());
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
])
  process.once(signal, () => {
    endAll();
    process.exit(code);
  });

say(`${asked.room}: ${sample.length} of ${all.length} possible changes, in ${copy.folder}`);
const near = nearTests(asked.room);
const reaches = await reachesOf(sample);
const results = [];
for (const mutant of sample) {
  const result = await tried(mutant);
  results.push({ ...mutant, ended: result.ended, why: result.by });
  say(
    `${results.length}/${sample.length} ${result.ended === "green" ? "SURVIVED" : "killed"} ${placeOf(mutant)} ${mutant.kind}: ${result.by}`,
  );
}
const survivors = results.filter(({ ended }) => ended === "green");
for (const mutant of survivors) console.log(`${described(mutant)}\n    ${mutant.why}`);
const { share, line } = summary(asked.room, results);
console.log(line);
process.exitCode = share >= asked.least ? 0 : 1;

function argumentsOrEnd() {
  try {
    const found = readArguments(process.argv.slice(2));
    if (!found.help) return found;
    console.log(HELP);
    return process.exit(0);
  } catch (error) {
    if (!(error instanceof Usage)) throw error;
    console.error(`${error.message}\n(npm run mutants -- --help)`);
    return process.exit(2);
  }
}

/** Transpiles what has changed; no test matches, so none is run. */
function build() {
  const { stderr } = spawnSync(process.execPath, ["scripts/test.mjs", "no such test"], { encoding: "utf8" });
  const faults = stderr
    .split("\n")
    .filter((text) => text !== "" && !/^(no test file|dist\/ is older)/.test(text));
  if (faults.length === 0) return;
  console.error(faults.join("\n"));
  process.exit(1);
}

/** Runs every near test once, with probes in place of the mutants: who reaches which, and in what time. */
async function reachesOf(mutants) {
  const paths = [...new Set(mutants.map(({ path }) => path))];
  for (const path of paths)
    copy.put(
      path,
      probed(
        readFileSync(path, "utf8"),
        mutants.filter((one) => one.path === path),
      ),
    );
  const tests = [...new Set(paths.flatMap(near).flatMap((turn) => turn.tests))];
  const found = new Map();
  for (const test of tests) {
    const result = await reachedBy(copy, test);
    say(
      `${found.size + 1}/${tests.length} ${test}: reaches ${result.reached.size}, ${(result.took / 1000).toFixed(1)} s`,
    );
    if (result.ended !== "green")
      say(`  it is ${result.ended} without any mutant, and left out: ${result.by}`);
    found.set(test, result);
  }
  for (const path of paths) copy.restore(path);
  return found;
}

/** The nearest test that reaches it first, then the others of each turn at once. */
async function tried(mutant) {
  const turns = turnsOf(mutant);
  if (turns.length === 0) return { ended: "green", by: "no near test reaches it" };
  copy.put(mutant.path, mutated(readFileSync(mutant.path, "utf8"), mutant));
  try {
    for (const { tests, options } of turns) {
      const limit = SHORTEST_LIMIT + 3 * tests.reduce((sum, test) => sum + reaches.get(test).took, 0);
      const result = await runTests(copy, tests, { limit, options });
      if (result.ended !== "green") return result;
    }
    const green = turns.flatMap(({ tests }) => tests.map((test) => test.slice("build/test/".length)));
    return { ended: "green", by: `green: ${green.join(", ")}` };
  } finally {
    copy.restore(mutant.path);
  }
}

/** What reaches the mutant, in turns. */
function turnsOf(mutant) {
  const isReaching = (test) => {
    const { ended, reached } = reaches.get(test);
    return ended === "green" && reached.has(mutant.number);
  };
  return near(mutant.path).flatMap(({ tests, options }) => {
    const [first, ...others] = tests.filter(isReaching);
    return [first === undefined ? [] : [first], others]
      .filter(({ length }) => length > 0)
      .map((some) => ({ tests: some, options }));
  });
}

function described(mutant) {
  return `${mutant.number}. ${placeOf(mutant)} ${mutant.kind}\n${diffOf(mutant)}`;
}
