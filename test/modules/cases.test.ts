import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { MODULES } from "../../src/modules/index.js";
import {
  absentOf,
  type CaseFile,
  type CaseRecord,
  comparable,
  differences,
  type ModuleCase,
  missing,
  readCases,
  seenByAnsible,
  seenHere,
} from "../helpers/module_cases.js";
import { scratchFolder } from "../helpers/scratch.js";

const FOLDER = "test/modules/cases";
const casesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".yml"))
    .map((name) => name.replace(/\.yml$/, ""));
const names = casesIn(FOLDER);
/**
 * `ANSIBLE_PLAYBOOK=ansible-playbook node scripts/test.mjs modules/cases` records what has no record yet
 * (all of a file where a case finds what those before it have left); without a file of records everything.
 */
const recorder = process.env.ANSIBLE_PLAYBOOK;

function recordsOf(path: string): Record<string, CaseRecord> {
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** The records of a file with those of its cases that have none yet. */
function recorded(name: string, file: CaseFile, { folder, path }: { folder: string; path: string }) {
  const known = file.where === "overlay" ? {} : recordsOf(path);
  const cases = file.cases.filter((one) => known[one.name] === undefined);
  const seen =
    cases.length > 0 ? seenByAnsible(name, { ...file, cases }, { folder, program: recorder! }) : {};
  return Object.fromEntries(
    file.cases.map((one) => {
      const made = seen[one.name];
      return [one.name, made ? comparable(made, volatileOf(file, one), folder) : known[one.name]];
    }),
  );
}

/** The keys that are not compared in a case. */
function hiddenOf(file: CaseFile, one: ModuleCase): string[] {
  return [...volatileOf(file, one), ...Object.keys(file.unlike ?? {}), ...Object.keys(one.unlike ?? {})];
}

function volatileOf(file: CaseFile, one: ModuleCase): string[] {
  return [...(file.volatile ?? []), ...(one.volatile ?? [])];
}

for (const name of names)
  test(`${name} gives Ansible's results, checked, applied and applied again`, async (t) => {
    t.timeout(1_800_000);
    const file = readCases(`${FOLDER}/${name}.yml`);
    const folder = scratchFolder(`cases-${name}`);
    const reason = missing(file, folder);
    if (reason !== undefined) {
      t.log(`skipped: ${reason}`);
      return t.falsy(process.env.CI, reason);
    }
    const path = `${FOLDER}/recorded/${name}.json`;
    if (recorder !== undefined) {
      const records = recorded(name, file, { folder, path });
      writeFileSync(path, `${JSON.stringify(records, undefined, 1)}\n`);
      return t.pass();
    }
    const wanted = recordsOf(path);
    const cases = file.cases.filter((one) => {
      const absent = absentOf(one.needs);
      if (absent === undefined) return true;
      t.log(`skipped: ${one.name}: ${absent} is not on this machine`);
      t.falsy(process.env.CI, absent);
      return false;
    });
    const seen = await seenHere(name, { ...file, cases }, folder);
    const unequal: string[] = [];
    for (const one of cases) {
      const hidden = hiddenOf(file, one);
      const ours = comparable(seen[one.name]!, hidden, folder);
      const lines = differences(ours, comparable(wanted[one.name] ?? {}, hidden, folder));
      unequal.push(...lines.map((line) => `${one.name}: ${line}`));
      if (ours.check) t.is(ours.check.look, String(ours.before), `${one.name}: check mode does nothing`);
    }
    t.is(unequal.join("\n"), "");
  });

/** Modules whose cases are still to be written; a new module comes with its own. */
const WITHOUT: readonly string[] = JSON.parse(readFileSync(`${FOLDER}/without.json`, "utf8"));

test("every module has cases", async (t) => {
  const modules = Object.keys(MODULES).filter((name) => !name.includes("."));
  const own = new Set<string>();
  for (const name of modules) {
    const { default: module } = await MODULES[name]!();
    own.add(module.name as string);
  }
  // those of Windows hosts are run in the Windows lab
  const known = new Set([...names, ...casesIn("test/windows-lab/cases")]);
  t.deepEqual([...own].filter((name) => !known.has(name)).sort(), [...WITHOUT].sort());
});
