import { readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import type { Field, Fields } from "../../src/model/args.js";
import type { Module } from "../../src/model/module.js";
import { MODULES } from "../../src/modules/index.js";

/**
 * What every module declares of itself, beside its words for people: a line for the module and one for each argument.
 * UPDATE_GOLDEN=1 writes down what is so now: to be read before it is kept.
 */
const PATH = "test/modules/recorded/declared.json";
const AGAIN = "if that is meant: UPDATE_GOLDEN=1 node scripts/test.mjs test/modules/declared";
const known: Record<string, string[]> = JSON.parse(readFileSync(PATH, "utf8"));

const FACTS = [
  "collection",
  "aliases",
  "freeForm",
  "open",
  "unevaluated",
  "hostLocal",
  "sequential",
  "pure",
  "judges",
  "writes",
  "check",
  "background",
  "refusal",
  "opensFiles",
] as const;

const plain = (value: unknown): unknown => (typeof value === "function" ? "asks" : value);
const namesOf = (libraries: readonly { name: string }[] = []): string =>
  libraries.map(({ name }) => name).join(" ");

function moduleLine(module: Module): string {
  const facts = FACTS.flatMap((name) =>
    module[name] === undefined ? [] : [[name, plain(module[name])] as const],
  );
  const { uses, powershell } = module;
  const more = {
    ...(uses ? { uses: namesOf(uses) } : {}),
    ...(powershell?.uses ? { powershell: namesOf(powershell.uses) } : {}),
  };
  return JSON.stringify({ ...Object.fromEntries(facts), ...more });
}

const isField = (inner: Fields | Field): inner is Field => typeof (inner as Field).convert === "function";

function argumentLines(fields: Fields, above = ""): string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { about: _, convert: _c, inner, ...rest } = field;
    const own = `${above}${name} ${JSON.stringify(rest)}`;
    if (inner === undefined) return [own];
    if (!isField(inner)) return [own, ...argumentLines(inner, `${above}${name}.`)];
    return [own, ...argumentLines({ "[]": inner }, `${above}${name}`)];
  });
}

async function declared(): Promise<Record<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const load of Object.values(MODULES)) {
    const { default: module } = await load();
    found.set(module.name, [moduleLine(module), ...argumentLines(module.args)]);
  }
  return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

if (process.env.UPDATE_GOLDEN === "1")
  writeFileSync(PATH, `${JSON.stringify(await declared(), undefined, 1)}\n`);
else
  test("every module declares what it did: names, kinds, choices, defaults, what check mode does", async (t) => {
    const now = await declared();
    t.deepEqual(Object.keys(now), Object.keys(known), AGAIN);
    for (const [name, lines] of Object.entries(now)) t.deepEqual(lines, known[name], `${name}: ${AGAIN}`);
  });
