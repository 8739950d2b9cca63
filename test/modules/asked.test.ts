import { existsSync, readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { type Field, type Fields, fieldNames } from "../../src/model/args.js";
import type { Module } from "../../src/model/module.js";
import { isDict, type PlainDict, type Value } from "../../src/model/value.js";
import { MODULES } from "../../src/modules/index.js";
import { readCases } from "../helpers/module_cases.js";

const yaml = (path: string): unknown => parse(readFileSync(path, "utf8"));

/** Reasons, each with the options and choices (`option=choice`) that are in no case and in no row: `*` is every module. */
const UNASKED = yaml("test/modules/unasked.yml") as Record<string, string[]>;

type Rows = Record<string, [given: PlainDict, ...unknown[]][]>;
const TABLES: Rows[] = [
  ...["told_to_hosts", "together"].map((name) => yaml(`test/modules/${name}.yml`) as Rows),
  { iptables: yaml("test/modules/iptables_rules.json") as Rows[string] },
];

/** What is given to a module in its recorded cases and in the tables. */
function givenTo(name: string): unknown[] {
  const path = `test/modules/cases/${name}.yml`;
  const cases = existsSync(path) ? readCases(path).cases : [];
  return [
    ...cases.flatMap(({ args, with: keywords }) => [args, keywords?.args]),
    ...TABLES.flatMap((table) => (table[name] ?? []).filter(isAnswered).map(([given]) => given)),
  ];
}

/** What is refused since it goes not together shows nothing of what it does. */
const isAnswered = ([, ...expected]: Rows[string][number]): boolean =>
  !JSON.stringify(expected).includes("mutually exclusive");

/** Every option that is given, and every value of one that has choices. */
function askedOf(fields: Fields, all: readonly unknown[]): Set<string> {
  const names = fieldNames(fields);
  const found = new Set<string>();
  for (const given of all)
    for (const [key, value] of pairsOf(given)) {
      const name = names.get(key);
      if (name === undefined) continue;
      found.add(name);
      for (const one of [value].flat()) found.add(`${name}=${String(one)}`);
    }
  return found;
}

function pairsOf(given: unknown): [string, unknown][] {
  if (typeof given === "string")
    return [...given.matchAll(/(\w+)=(\S+)/g)].map(([, key, value]) => [key!, value]);
  return isDict(given as Value) ? Object.entries(given as PlainDict) : [];
}

/** What there is to ask for: every option, and every choice that is not taken anyway. */
function askable(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, field]) => [name, ...choicesOf(name, field)]);
}

function choicesOf(name: string, { choices, default: usual }: Field): string[] {
  return (choices ?? []).filter((one) => one !== usual).map((one) => `${name}=${one}`);
}

const isUnder = (reason: string, what: string): boolean =>
  reason === what || reason === what.replace(/^[^.]*/, "*") || reason === what.replace(/\..*/, ".*");

test("every option and every choice of every module that has cases is asked for, or says why not", async (t) => {
  const missing: string[] = [];
  for (const name of Object.keys(MODULES).filter((one) => existsSync(`test/modules/cases/${one}.yml`))) {
    const { args } = (await MODULES[name]!()).default as unknown as Module;
    const asked = askedOf(args, givenTo(name));
    missing.push(
      ...askable(args)
        .filter((what) => !asked.has(what))
        .map((what) => `${name}.${what}`),
    );
  }
  const reasons = Object.values(UNASKED).flat();
  t.deepEqual(
    missing.filter((what) => !reasons.some((reason) => isUnder(reason, what))),
    [],
    "write a case, or a reason in unasked.yml",
  );
  t.deepEqual(
    reasons.filter((reason) => !missing.some((what) => isUnder(reason, what))),
    [],
    "these are asked for, or unknown",
  );
});
