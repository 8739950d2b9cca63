import { readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { COMMANDS } from "../../src/cli/commands.js";
import type { Command, Option } from "../../src/cli/options/option.js";
import { SETTINGS } from "../../src/cli/options/settings.js";

/**
 * What commands, options and settings declare, beside their words for people: a line for each.
 * UPDATE_GOLDEN=1 writes down what is so now: to be read before it is kept.
 */
const PATH = "test/cli/recorded/declared.json";
const AGAIN = "if that is meant: UPDATE_GOLDEN=1 node scripts/test.mjs test/cli/declared";
const known: Record<string, string[]> = JSON.parse(readFileSync(PATH, "utf8"));

function optionLine({ about: _, ...option }: Option): string {
  return `${option.flags} ${JSON.stringify({ ...option, flags: undefined })}`;
}

function commandLines({ operands, groups, endsItself, hidden, examples }: Command): string[] {
  return [
    JSON.stringify({ endsItself, hidden, examples: examples.map(([words]) => words) }),
    ...operands.map(({ name, about: _, ...operand }) => `${name} ${JSON.stringify(operand)}`),
    ...groups.flatMap(({ title, options }) => [`${title}:`, ...options.map(optionLine)]),
  ];
}

const declared = {
  ...Object.fromEntries(COMMANDS.map((command) => [command.name, commandLines(command)])),
  settings: Object.entries(SETTINGS).map(
    ([name, { env, ini, takes, default: usual }]) =>
      `${name} ${JSON.stringify({ env, ini: ini.map((place) => place.join(".")), takes, usual })}`,
  ),
};

if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PATH, `${JSON.stringify(declared, undefined, 1)}\n`);

test("every command, option and setting declares what it did", (t) => {
  t.deepEqual(Object.keys(declared), Object.keys(known), AGAIN);
  for (const [name, lines] of Object.entries(declared)) t.deepEqual(lines, known[name], `${name}: ${AGAIN}`);
});
