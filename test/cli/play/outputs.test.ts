import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { typed } from "../../helpers/typed.js";

const PLAY = "- hosts: all\n  gather_facts: false\n  tasks: [{name: greet, ping: }]\n";
const ESCAPE = "\u001b";

/**
 * What shows a run: `live` moves the cursor, `colour` is Ansible's text in colours, `plain` is it without. The words
 * are typed on a terminal, or where none is.
 */
type Case = readonly [
  shown: "live" | "colour" | "plain" | "events" | "oneline",
  terminal: boolean,
  words: string[],
  env?: Record<string, string>,
];

const CASES: readonly Case[] = [
  ["live", true, []],
  ["live", true, ["--output", "listr2"]],
  ["colour", true, ["-v"]],
  ["colour", true, ["--diff"]],
  ["colour", true, ["--output", "default"]],
  ["plain", true, [], { TERM: "dumb" }],
  ["plain", true, ["--output", "listr2"], { TERM: "dumb" }],
  ["plain", true, ["--output", "default"], { NO_COLOR: "1" }],
  ["plain", true, ["--output", "default", "--no-color"]],
  ["plain", true, ["--output", "default"], { ANSIBLE_NOCOLOR: "1" }],
  ["plain", false, []],
  ["plain", false, ["--output", "listr2"]],
  ["plain", false, ["--output", "default"]],
  ["colour", false, ["--output", "default"], { ANSIBLE_FORCE_COLOR: "1" }],
  ["plain", false, ["--output", "default", "--no-color"], { ANSIBLE_FORCE_COLOR: "1" }],
  ["events", true, ["--output", "jsonl"]],
  ["events", false, [], { ANSIBLE_STDOUT_CALLBACK: "jsonl" }],
  ["oneline", false, ["--output", "oneline"]],
];

function kindOf(text: string): string {
  if (text.startsWith("{")) return "events";
  if (/^h1 \| SUCCESS => \{"/.test(text)) return "oneline";
  // a cursor that moves, and a word that is painted
  if (new RegExp(`${ESCAPE}\\[[\\d;?]*[A-HJKhl]`).test(text)) return "live";
  return text.includes(`${ESCAPE}[`) ? "colour" : "plain";
}

const USUAL = { TERM: "xterm", NO_COLOR: undefined, FORCE_COLOR: undefined, ANSIBLE_NOCOLOR: undefined };

for (const [shown, terminal, words, env = {}] of CASES)
  test(`${terminal ? "on a terminal" : "without a terminal"} a run with ${JSON.stringify({ words, env })} is ${shown}`, (t) =>
    inFolder({ "play.yml": PLAY }, async (cwd) => {
      const place = { cwd, env: { ...USUAL, ...env }, ...(terminal ? { terminal: 80 } : {}) };
      const ran = await typed(["playbook", "-i", "h1,", "-c", "local", "play.yml", ...words], place);
      t.is(ran.code, 0, ran.stderr);
      t.is(kindOf(ran.stdout), shown, JSON.stringify(ran.stdout));
      t.true(ran.stdout.includes(shown === "oneline" ? "SUCCESS" : "greet"));
    }));

test("a report in a file that cannot be made is said before any host is asked", (t) =>
  inFolder({ "play.yml": PLAY }, async (cwd) => {
    const args = ["playbook", "-i", "h1,", "-c", "local", "play.yml", "--output", "jsonl:no/x"];
    const ran = await typed(args, { cwd });
    t.deepEqual(ran, {
      code: 1,
      stdout: "",
      stderr: "ERROR! Unable to write to destination file (no/x): there is no such file or folder\n",
    });
  }));

test("a report in a file has no colours, whatever the terminal shows", (t) =>
  inFolder({ "play.yml": PLAY }, async (cwd) => {
    const words = ["--output", "default", "--output", "default:report", "--output", "jsonl:events"];
    const args = ["playbook", "-i", "h1,", "-c", "local", "play.yml", ...words];
    const ran = await typed(args, { cwd, env: USUAL, terminal: 80 });
    t.is(kindOf(ran.stdout), "colour");
    const { readFileSync } = await import("node:fs");
    t.is(kindOf(readFileSync(`${cwd}/report`, "utf8")), "plain");
    t.is(kindOf(readFileSync(`${cwd}/events`, "utf8")), "events");
  }));
