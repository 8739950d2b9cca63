import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { scratchFolder } from "../../helpers/scratch.js";
import { typed } from "../../helpers/typed.js";

const PLAY = `
- hosts: windows
  gather_facts: false
  tasks:
    - debug: {msg: left out}
- hosts: all:!windows
  gather_facts: false
  tasks:
    - command: "true"
      tags: [work]
`;
const TWO =
  "all:\n  vars: {ansible_connection: local}\n  hosts: {one: }\n  children: {windows: {hosts: {win: }}}\n";
const WINDOWS = "windows:\n  hosts: {win: }\n";

type Case = readonly [what: string, inventory: string, words: string[], code: number, says: RegExp];

const CASES: readonly Case[] = [
  ["an inventory of nobody", "all: {}\n", [], 3, /NOBODY_REACHED|no host was reached: there are no hosts/],
  ["one that is meant to be empty", "all: {}\n", ["--allow-empty"], 0, /PLAY RECAP/],
  [
    "hosts that are only spoken of",
    WINDOWS,
    [],
    3,
    /no host was reached: no play did anything on any of them/,
  ],
  ["the same by --limit", TWO, ["--limit", "win"], 3, /nothing was done on one host: win/],
  [
    "the same where it is meant",
    TWO,
    ["--limit", "win", "--allow-empty"],
    0,
    /nothing was done on one host: win/,
  ],
  ["tags that nothing has", TWO, ["--tags", "none"], 3, /nothing was done on 2 hosts: one, win/],
  ["one of two", TWO, [], 0, /nothing was done on one host: win/],
  ["all that were wanted", TWO, ["--limit", "one"], 0, /one +: ok=1/],
];

const folder = scratchFolder("reached");
writeFileSync(join(folder, "play.yml"), PLAY);

function run(command: string, inventory: string, words: readonly string[]) {
  writeFileSync(join(folder, "hosts.yml"), inventory);
  const given = [command, "-i", join(folder, "hosts.yml"), join(folder, "play.yml"), ...words];
  return typed(given);
}

for (const [what, inventory, words, code, says] of CASES)
  test.serial(`provision with ${what} ends with ${code}`, async (t) => {
    const events = join(folder, "run.jsonl");
    const outputs = ["--output", "default", "--output", `jsonl:${events}`];
    const { code: status, stdout, stderr } = await run("provision", inventory, [...words, ...outputs]);
    t.is(status, code, stdout + stderr);
    t.regex(stdout + stderr, says);
    t.is(
      JSON.parse(readFileSync(events, "utf8").trim().split("\n").at(-1)!).code,
      code,
      "reporters say the same",
    );
  });

test.serial(
  "smoke of nobody has failed, and a playbook of nobody ends as ansible-playbook does",
  async (t) => {
    t.is((await run("smoke", WINDOWS, [])).code, 3);
    t.is((await run("playbook", WINDOWS, [])).code, 0);
  },
);
