import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { comparable, differences } from "../helpers/module_cases.js";
import { scratchFolder } from "../helpers/scratch.js";
import { type LabHost, labHost, reachedByUs } from "./host.js";
import { seenByAnsible, seenHere, type WindowsCases } from "./windows_cases.js";

const FOLDER = "test/windows-lab/cases";
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".yml"))
  .map((name) => name.replace(/\.yml$/, ""));
/**
 * `ANSIBLE_SOURCES=… ANSIBLE_COLLECTIONS=… node scripts/test.mjs windows-lab/cases` writes the records anew: a checkout of
 * Ansible, and a folder with ansible_collections/{ansible,community}/windows
 */
const { ANSIBLE_SOURCES: core, ANSIBLE_COLLECTIONS: collections } = process.env;
/** Where Ansible's module cannot run here, `LOOK_THROUGH=1` writes what ours gives: somebody has to look it through then. */
const { LOOK_THROUGH: looksThrough } = process.env;

let host: LabHost | undefined;
test.before(async (t) => {
  host = await labHost((text) => t.log(text));
});
test.after.always(() => host?.stop());

for (const name of names) {
  const file = parse(readFileSync(`${FOLDER}/${name}.yml`, "utf8")) as WindowsCases;
  const results =
    file.unrecorded === undefined ? "the results of Ansible's module" : "results that were looked through";
  test.serial(`${name} gives ${results} on a Windows host, checked, applied and applied again`, async (t) => {
    t.timeout(1_800_000);
    if (!host) return t.pass("no lab");
    const folder = scratchFolder(`windows-${name}`);
    const path = `${FOLDER}/recorded/${name}.json`;
    const hidden = (index: number): string[] => {
      const one = file.cases[index]!;
      return [
        ...(file.volatile ?? []),
        ...(one.volatile ?? []),
        ...Object.keys(file.unlike ?? {}),
        ...Object.keys(one.unlike ?? {}),
      ];
    };
    const byAnsible = core && collections && file.unrecorded === undefined;
    if (byAnsible || (looksThrough && file.unrecorded !== undefined)) {
      const ground = { folder, host: reachedByUs(host) };
      const seen = byAnsible
        ? await seenByAnsible(name, file, { ...ground, sources: { core, collections } })
        : await seenHere(name, file, ground);
      const records = file.cases.map((one) => [
        one.name,
        comparable(seen[one.name]!, [...(file.volatile ?? []), ...(one.volatile ?? [])], folder),
      ]);
      writeFileSync(path, `${JSON.stringify(Object.fromEntries(records), undefined, 1)}\n`);
      return t.pass();
    }
    const wanted = JSON.parse(readFileSync(path, "utf8"));
    const seen = await seenHere(name, file, { folder, host: reachedByUs(host) });
    const unequal: string[] = [];
    for (const [index, one] of file.cases.entries()) {
      const ours = comparable(seen[one.name]!, hidden(index), folder);
      const lines = differences(ours, comparable(wanted[one.name], hidden(index), folder));
      unequal.push(...lines.map((line) => `${one.name}: ${line}`));
      if (ours.check) t.is(ours.check.look, String(ours.before), `${one.name}: check mode does nothing`);
    }
    t.is(unequal.join("\n"), "");
  });
}
