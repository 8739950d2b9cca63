import { readFileSync } from "node:fs";
import test from "ava";
import type { PlainDict, Value } from "../../src/model/value.js";
import { argumentErrors } from "../../src/playbook/argument_check.js";
import { readYaml } from "../../src/yaml/read.js";

interface Row {
  spec: PlainDict;
  given: PlainDict;
  errors: string[];
}

const path = "test/playbook/argument_check.yml";

/** Python names what is true and false in any order. */
const shown = (errors: string[]): string[] =>
  errors.map((text) => text.replace(/(booleans include: ).*/, "$1…"));

for (const [index, { spec, given, errors }] of (
  readYaml(readFileSync(path, "utf8"), path) as unknown as Row[]
).entries())
  test(`arguments ${index + 1} are judged as by Ansible: ${JSON.stringify(given)}`, (t) => {
    t.deepEqual(shown(argumentErrors(spec, given)), errors, JSON.stringify(spec));
  });

/** Values that a type takes; those that it refuses, with what they are and why: recorded from Ansible. */
type Verdicts = Record<string, { takes: Value[]; refuses: [Value[], string, string][] }>;

const types = "test/playbook/argument_types.json";
const verdicts = readYaml(readFileSync(types, "utf8"), types) as unknown as Verdicts;

for (const [type, { takes, refuses }] of Object.entries(verdicts))
  test(`what ${type} takes, alone and in a list`, (t) => {
    const element: PlainDict = { a: { type: "list", elements: type } };
    const told = (spec: PlainDict, given: Value) => shown(argumentErrors(spec, { a: given }));
    for (const value of takes) {
      t.deepEqual(told({ a: { type } }, value), [], JSON.stringify(value));
      t.deepEqual(told(element, [value]), [], JSON.stringify([value]));
    }
    for (const [values, kind, problem] of refuses)
      for (const value of values) {
        const why = `of type ${kind} and we were unable to convert to ${type}: ${problem}`;
        t.deepEqual(told(element, [value]), [`Elements value for option 'a' is ${why}`]);
        // a value that is none is no value
        t.deepEqual(told({ a: { type } }, value), value === null ? [] : [`argument 'a' is ${why}`]);
      }
  });
