import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { COMMANDS } from "../../../src/cli/commands.js";
import { optionsOf } from "../../../src/cli/options/option.js";
import { SETTINGS } from "../../../src/cli/options/settings.js";
import { BLOCK_KEYWORDS, PLAY_KEYWORDS, SHARED_KEYWORDS, TASK_KEYWORDS } from "../../../src/model/play.js";
import { LOOP_CONTROL } from "../../../src/playbook/keyword_sets.js";

interface Source {
  path: string;
  text: string;
}

/** The sources below a folder without comments: what is only told of is not read. */
function sourcesBelow(folder: string): Source[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .map((path) => ({
      path,
      text: readFileSync(path, "utf8")
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/^\s*\/\/.*$/gm, ""),
    }));
}

const all = sourcesBelow("src");

/** Names that no source but those that declare them has. */
function unread(names: Iterable<string>, declared: RegExp, as: (name: string) => RegExp): string[] {
  const readers = all.filter(({ path }) => !declared.test(path));
  return [...new Set(names)].filter((name) => !readers.some(({ text }) => as(name).test(text)));
}

const word = (name: string): RegExp => new RegExp(`\\b${name}\\b`);

test("every setting has a reader", (t) => {
  const declared = /options\/((\w+_)?settings|constants)\.ts$/;
  const read = (name: string) =>
    new RegExp(`\\bsettings\\.${name}\\b|\\{[^{}]*\\b${name}\\b[^{}]*\\}(?:: Settings|\\)| = )`);
  t.deepEqual(unread(Object.keys(SETTINGS), declared, read), []);
  t.deepEqual(unread(["nothingReadsThis"], declared, read), ["nothingReadsThis"]);
});

test("every field of a run's settings has a reader", (t) => {
  const text = readFileSync("src/run/hosts/settings.ts", "utf8");
  const fields = [...text.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name!);
  t.true(fields.length > 20);
  t.deepEqual(unread(fields, /hosts\/settings\.ts$|cli\/(engine\/engine|options\/\w+)\.ts$/, word), []);
});

/** Options that are taken so that command lines of Ansible work, and that say of themselves that they have no effect. */
const WITHOUT_EFFECT = /without effect/;

test("every option of the command line has a reader, or says that it has none", (t) => {
  const options = COMMANDS.flatMap(optionsOf).filter(({ about }) => !WITHOUT_EFFECT.test(about));
  const names = options.map(({ name }) => name).filter((name) => name !== "help" && name !== "version");
  const declared = /cli\/(commands|options\/options|cloud\/options)\.ts$/;
  const read = (name: string) => new RegExp(`\\.${name}\\b|["']${name}["']|[{,]\\s*${name}\\b`);
  t.deepEqual(unread(names, declared, read), []);
});

/** Told with a warning: the run goes on as without it. */
const TOLD = ["debugger"];

test("every keyword has a reader", (t) => {
  const declared = /model\/play\.ts$|playbook\/keyword_(sets|checks)\.ts$/;
  const keywords = [
    ...SHARED_KEYWORDS,
    ...BLOCK_KEYWORDS,
    ...TASK_KEYWORDS,
    ...PLAY_KEYWORDS,
    ...LOOP_CONTROL,
  ];
  t.deepEqual(
    unread(keywords, declared, word).filter((name) => !TOLD.includes(name)),
    [],
  );
});
