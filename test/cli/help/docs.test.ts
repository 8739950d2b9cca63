import { existsSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { COMMANDS } from "../../../src/cli/commands.js";
import { commandLinePage } from "../../../src/cli/help/docs_text.js";
import { optionsOf, spellings } from "../../../src/cli/options/option.js";
import { SETTINGS } from "../../../src/cli/options/settings.js";

const PAGE = "docs/cli.md";

test("docs/cli.md says what the program does (UPDATE_GOLDEN=1 writes it anew)", (t) => {
  const text = commandLinePage(COMMANDS, SETTINGS);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, text);
  t.is(existsSync(PAGE) ? readFileSync(PAGE, "utf8") : "", text);
});

test("no command has two options of one spelling or one name", (t) => {
  for (const command of COMMANDS) {
    const options = optionsOf(command);
    const flags = options.flatMap((option) => [...spellings(option), ...(option.also ?? [])]);
    t.deepEqual(
      flags.filter((flag, index) => flags.indexOf(flag) !== index),
      [],
      command.name,
    );
    const names = options.map((option) => option.name);
    t.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
      command.name,
    );
  }
});

test("every command loads and runs a function", async (t) => {
  for (const command of COMMANDS) t.is(typeof (await command.load()).run, "function", command.name);
});
