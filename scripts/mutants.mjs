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
/** Tests that take no longer are run together. */
const QUICK_MS = 6000;
const say = (text) => process.stderr.write(`${text}\n`);

const asked = argumentsOrEnd();
const all = placesOf(asked.room).filter(({ path }) => path.includes(asked.file));
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
const probes = probesOf(sample);
const reaches = new Map();
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

/** path → its text with a probe in the place of each mutant. */
function probesOf(mutants) {
  const paths = [...new Set(mutants.map(({ path }) => path))];
  return new Map(
    paths.map((path) => [
      path,
      probed(
        readFileSync(path, "utf8"),
        mutants.filter((one) => one.path === path),
      ),
    ]),
  );
}

/** Who reaches which mutant, and in what time: each test is run with probes when it is first asked for. */
async function reachOf(test) {
  if (reaches.has(test.name)) return reaches.get(test.name);
  for (const [path, text] of probes) copy.put(path, text);
  const reach = await reachedBy(copy, test, 1000 * asked.longest);
  for (const path of probes.keys()) copy.restore(path);
  say(`  ${test.name}: reaches ${reach.reached.size}, ${(reach.took / 1000).toFixed(1)} s`);
  if (reach.ended !== "green") say(`    it is ${reach.ended} without any mutant, and left out: ${reach.by}`);
  reaches.set(test.name, reach);
  return reach;
}

/** Turn by turn, and of a turn what is quick first. */
async function tried(mutant) {
  const green = [];
  for (const turn of near(mutant.path)) {
    const tests = await reaching(mutant, turn);
    for (const some of byTime(tests)) {
      const result = await triedBy(mutant, some);
      if (result.ended !== "green") return result;
    }
    green.push(...tests.map(({ name }) => name));
  }
  return { ended: "green", by: green.length > 0 ? `green: ${green.join(", ")}` : "no near test reaches it" };
}

async function triedBy(mutant, tests) {
  const limit = SHORTEST_LIMIT + 3 * tests.reduce((sum, { took }) => sum + took, 0);
  copy.put(mutant.path, mutated(readFileSync(mutant.path, "utf8"), mutant));
  try {
    return await runTests(copy, tests, { limit });
  } finally {
    copy.restore(mutant.path);
  }
}

async function reaching(mutant, turn) {
  const found = [];
  for (const test of turn) {
    const { ended, reached, took } = await reachOf(test);
    if (ended === "green" && reached.has(mutant.number)) found.push({ ...test, took });
  }
  return found;
}

/** The quickest alone, then what is quick, then the rest; options for ava hold for all that run with them. */
function byTime(tests) {
  const sorted = tests.toSorted((a, b) => a.took - b.took);
  const [first, ...others] = sorted;
  const isQuick = ({ took }) => took < QUICK_MS;
  return [[first].filter(Boolean), others.filter(isQuick), others.filter((test) => !isQuick(test))].filter(
    ({ length }) => length > 0,
  );
}

function described(mutant) {
  return `${mutant.number}. ${placeOf(mutant)} ${mutant.kind}\n${diffOf(mutant)}`;
}
