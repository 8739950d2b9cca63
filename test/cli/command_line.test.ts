import test from "ava";
import { report } from "../../src/cli/command_line.js";
import { COMMANDS } from "../../src/cli/commands.js";
import { Fault, Faults } from "../../src/model/errors.js";
import { Secret } from "../../src/model/secret.js";
import { encryptVault } from "../../src/yaml/vault.js";
import { shown, typed, typedBeside } from "../helpers/typed.js";

/** What is typed; the code, and what is printed: all of it, or what must be in it. */
type Case = readonly [words: string[], code: number, stdout: string | RegExp, stderr: string | RegExp];

const HELP =
  /^Usage: tera playbook \[options\] FILE\.\.\.\n[\s\S]*^ {2}-i, --inventory SOURCE[\s\S]*^Examples:$/m;
const COMMANDS_SHOWN = /^tera \S+: .*\n\nUsage: tera COMMAND \[options\]\n[\s\S]*^ {2}provision {3}/m;
const VERSION = /^tera \d\S+\n$/;

const CASES: readonly Case[] = [
  [[], 0, COMMANDS_SHOWN, ""],
  [["--help"], 0, COMMANDS_SHOWN, ""],
  [["-h"], 0, COMMANDS_SHOWN, ""],
  [["help"], 0, COMMANDS_SHOWN, ""],
  [["help", "playbook"], 0, HELP, ""],
  [["playbook", "--help"], 0, HELP, ""],
  [["playbook", "x.yml", "-h"], 0, HELP, ""],
  [["--version"], 0, VERSION, ""],
  [["version"], 0, VERSION, ""],
  [["playbook", "--version"], 0, VERSION, ""],
  // behind `--` stands what is somebody else's
  [["exec", "-i", "h,", "--", "node", "--version"], 1, "", /^ERROR! there is no release file /],
  [["exec", "-i", "h,", "--", "node", "--help"], 1, "", /^ERROR! there is no release file /],
  [["playbok"], 2, "", "ERROR! there is no command `playbok`\n  did you mean `playbook`?\n"],
  [["qqqqqqqqqq"], 2, "", "ERROR! there is no command `qqqqqqqqqq`\n  see `tera --help`\n"],
  [["help", "playbok"], 2, "", /there is no command `playbok`/],
  [["lab-daemo"], 2, "", /no command `lab-daemo`\n {2}(?!did you mean `lab-daemon`)/],
  [["-v"], 2, "", /`-v` stands before the command\n.*`tera playbook -v/],
  [["--hlep"], 2, "", /there is no option `--hlep`\n.*did you mean `--help`/],
  [["--vresion"], 2, "", /there is no option `--vresion`\n.*did you mean `--version`/],
  [["playbook", "--chek", "x.yml"], 2, "", /unknown option '--chek'\n {2}did you mean `--check`/],
  [["playbook"], 2, "", /FILE is missing/],
  [
    ["playbook", "missing.yml"],
    1,
    "",
    /^ERROR! the playbook: missing\.yml could not be found\n {2}looked for /,
  ],
  [["playbook", "-i", "h,", "broken.yml"], 4, "", /broken\.yml:2:3[\s\S]*\^/],
  [["playbook", "-i", "h,", "broken.yml", "twice.yml"], 4, "", /ERROR! [\s\S]*\nERROR! /],
];

const FILES = {
  "broken.yml": "- hosts: all\n  tassk: []\n",
  "twice.yml": "- hosts: all\n  tassk: []\n",
};

for (const [words, code, stdout, stderr] of CASES)
  test(`tera ${words.join(" ")} ends with ${code}`, async (t) => {
    const ran = await typedBeside(FILES, words);
    const check = (text: string, expected: string | RegExp) =>
      typeof expected === "string" ? t.is(text, expected) : t.regex(text, expected);
    check(ran.stdout, stdout);
    check(ran.stderr, stderr);
    t.is(ran.code, code);
  });

test("hidden commands are in no list", async (t) => {
  const hidden = COMMANDS.filter((command) => command.hidden).map(({ name }) => name);
  t.true(hidden.length > 0);
  for (const name of hidden) t.false((await typed(["--help"])).stdout.includes(name), name);
});

test("help is as wide as the terminal, and as eighty columns where none is", async (t) => {
  const lines = async (columns?: number) => {
    const place = columns === undefined ? {} : { terminal: columns };
    return (await typed(["playbook", "--help"], place)).stdout.split("\n").length;
  };
  t.true((await lines(60)) > (await lines(80)));
  t.true((await lines(80)) > (await lines(100)));
  t.is(await lines(), await lines(80));
});

const faults = [new Fault("OPTIONS", "first", { hint: "way out" }), new Fault("USAGE", "second")];

/** What a command throws: the code it ends with, and what is told. */
const THROWN: readonly (readonly [what: string, thrown: unknown, code: number, err: string | RegExp])[] = [
  ["a fault", faults[0], 5, "ERROR! first\n  way out\n"],
  [
    "several, the first of which says the code",
    new Faults(faults),
    5,
    "ERROR! first\n  way out\nERROR! second\n",
  ],
  [
    "a defect",
    new TypeError("x is no function"),
    250,
    /defect of tera.*\nTypeError: x is no function\n {4}at /,
  ],
  ["what is no error at all", "oops", 250, "ERROR! this is a defect of tera, please report it:\noops\n"],
  ["control characters", new Fault("USAGE", "a\u001b[2Jb"), 2, /^ERROR! a[^\u001b]*b\n$/],
];

for (const [what, thrown, code, err] of THROWN)
  test(`a command that throws ${what} ends with ${code}`, async (t) => {
    const ran = await shown(async () => report(thrown));
    t.is(ran.code, code);
    if (typeof err === "string") t.is(ran.stderr, err);
    else t.regex(ran.stderr, err);
  });

test("a file of variables that is encrypted with another password is named", async (t) => {
  const files = {
    wrong: "wrong\n",
    "vars.yml": encryptVault("a: 1\n", new Secret("right")),
    "play.yml":
      "- hosts: all\n  gather_facts: false\n  vars_files: [vars.yml]\n  tasks: [{debug: {var: a}}]\n",
  };
  const args = ["-i", "localhost,", "-c", "local", "--vault-password-file", "wrong", "play.yml"];
  const { stderr } = await typedBeside(files, ["playbook", ...args]);
  t.regex(stderr, /Decryption failed[^\n]*\n {2}at \S*vars\.yml:1:1/);
});
