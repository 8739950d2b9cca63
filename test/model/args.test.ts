import { readFileSync } from "node:fs";
import test from "ava";
import * as args from "../../src/model/args.js";
import type { PlainDict, Value } from "../../src/model/value.js";
import { readYaml } from "../../src/yaml/read.js";

const about = "what it is";
const sizes = {
  size: args.integer({ about, required: true, aliases: ["amount"] }),
  on: args.flag({ about, default: true }),
};
const FIELDS: Readonly<Record<string, args.Field<unknown>>> = {
  integer: args.integer({ about }),
  float: args.float({ about }),
  flag: args.flag({ about }),
  text: args.text({ about }),
  mode: args.mode({ about }),
  choice: args.oneOf(["a", "no", true, "1"])({ about }),
  "yes-choice": args.oneOf(["yes", "other"])({ about }),
  list: args.list(args.integer({ about }), { about }),
  map: args.map({ about }),
  options: args.options(sizes, { about }),
  secret: args.integer({ about, secret: true }),
};

interface Case {
  field: string;
  rows: [value: Value, answer: unknown][];
  wrong?: Value[];
}

for (const { field, rows, wrong = [] } of readYaml(
  readFileSync("test/model/args.yml", "utf8"),
  "args.yml",
) as unknown as Case[])
  test(`a field of the kind ${field} takes what it can, and says what is wrong with others`, (t) => {
    const answer = (value: Value) => {
      const { args: made, problems } = args.convertArgs({ it: FIELDS[field]! }, { it: value });
      return problems[0]?.problem ?? made.it;
    };
    for (const [value, expected] of rows) t.deepEqual(answer(value), expected, JSON.stringify(value));
    for (const value of wrong) t.regex(String(answer(value)), /^must be octal/, JSON.stringify(value));
  });

const GIVEN: [given: PlainDict, made: unknown, problems: string[]][] = [
  [{ size: 1 }, { size: 1, on: true }, []],
  [{ amount: "2", on: false }, { size: 2, on: false }, []],
  [{}, { size: undefined, on: true }, ["missing size is required"]],
  [{ size: null }, { size: undefined, on: true }, ["missing size is required"]],
  [{ size: "x" }, { size: undefined, on: true }, ['invalid size must be an integer, not "x"']],
  [
    { amount: "x", on: 7 },
    { size: undefined, on: true },
    [
      'invalid amount must be an integer, not "x"',
      "invalid on must be true or false (or yes, no, on, off, 1, 0), not 7",
    ],
  ],
  [{ size: 1, what: null }, { size: 1, on: true }, ["unknown what is not an argument"]],
];

for (const [given, made, problems] of GIVEN)
  test(`${JSON.stringify(given)} gives arguments and ${problems.length} problems`, (t) => {
    const found = args.convertArgs(sizes, given);
    t.deepEqual(found.args as unknown, made);
    t.deepEqual(
      found.problems.map(({ kind, name, problem }) => `${kind} ${name} ${problem}`),
      problems,
    );
  });
