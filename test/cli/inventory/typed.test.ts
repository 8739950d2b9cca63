import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { inFolder } from "../../helpers/play.js";
import { typed } from "../../helpers/typed.js";

const FILES = {
  "hosts.yml":
    "web: {hosts: {web1: {a: 1}, web2: }, vars: {g: of the group}}\ndb: {hosts: {db1: }}\nweb1: {}\n",
  "group_vars/web.yml": "beside: inventory\nover: inventory\n",
  "there/group_vars/web.yml": "over: playbook\n",
  "there/host_vars/web1.yml": "own: playbook\n",
};

/** What is typed behind `tera inventory -i hosts.yml`: the code, what is printed and what is told. */
type Case = readonly [words: string[], code: number, out: string | RegExp, err?: RegExp];

const GRAPH_WEB = "@web:\n  |--web1\n  |--web2\n";

const CASES: readonly Case[] = [
  [["--graph", "web"], 0, GRAPH_WEB],
  [["--graph"], 0, /^@all:\n[\s\S]* {2}\|--@web:\n {2}\| {2}\|--web1\n[\s\S]*db1/],
  [["--graph", "web", "--limit", "db1"], 0, GRAPH_WEB],
  [["--graph", "db", "--vars"], 0, "@db:\n  |--db1\n"],
  [["--graph", "web", "--vars"], 0, /\{a = 1\}[\s\S]*\{over = inventory\}/],
  [
    ["--host", "web1"],
    0,
    /"a": 1,\n {4}"beside": "inventory",\n {4}"g": "of the group",\n {4}"over": "inventory"/,
  ],
  [["--host", "web1", "--playbook-dir", "there"], 0, /"over": "playbook",\n {4}"own": "playbook"/],
  [["--host", "web1", "--yaml"], 0, "a: 1\nbeside: inventory\ng: of the group\nover: inventory\n"],
  [["--host", "web1", "-e", "a=2"], 0, /"a": "2"/],
  [["--host", "localhost"], 0, /"ansible_connection": "local"/],
  [["--host", "db1", "--limit", "web"], 0, "{}\n"],
  [["--list", "--limit", "db1"], 0, /"db1"(?![\s\S]*web2)/],
  [["--list", "--export"], 0, /"vars": \{\n {12}"beside"/],
  [["--list", "--yaml"], 0, /^all:\n {2}children:/],
  [[], 5, "", /No action selected/],
  [["--list", "--graph"], 5, "", /Conflicting options used[\s\S]*keep one of --list, --graph/],
  [["--list", "--output", "no/x"], 1, "", /Unable to write to destination file \(no\/x\): there is no such/],
  [["--list", "--output", "there"], 1, "", /destination file \(there\): it is a folder/],
  [["--graph", "wbe"], 5, "", /must be valid group name[\s\S]*did you mean `web`/],
  [["--graph", "qqqqqqq"], 5, "", /must be valid group name[\s\S]*`--graph` shows all/],
  [
    ["--host", "wbe1"],
    5,
    "",
    /Could not match supplied host pattern, ignoring: wbe1[\s\S]*did you mean `web1`/,
  ],
];

for (const [words, code, out, err] of CASES)
  test(`tera inventory ${words.join(" ")} ends with ${code}`, (t) =>
    inFolder(FILES, async (cwd) => {
      const ran = await typed(["inventory", "-i", "hosts.yml", ...words], { cwd });
      if (typeof out === "string") t.is(ran.stdout, out, ran.stderr);
      else t.regex(ran.stdout, out, ran.stderr);
      if (err) t.regex(ran.stderr, err);
      t.is(ran.code, code, ran.stderr);
    }));

test("--output writes what would be printed into a file, and prints nothing", (t) =>
  inFolder(FILES, async (cwd) => {
    const words = ["inventory", "-i", "hosts.yml", "--list"];
    const { stdout } = await typed(words, { cwd });
    const ran = await typed([...words, "--output", "out.json"], { cwd });
    t.is(ran.code, 0, ran.stderr);
    t.is(ran.stdout, "");
    t.is(readFileSync(join(cwd, "out.json"), "utf8"), stdout);
    t.truthy(JSON.parse(stdout)._meta);
  }));

test("an inventory is found by its name in ./inventory, or by its path", (t) =>
  inFolder(
    { "inventory/prod.ini": "h1\n", "inventory/lab.yml": "all: {hosts: {h2: }}\n", "inventory/a/b.yml": "" },
    async (cwd) => {
      const shown = async (name: string) => {
        const ran = await typed(["provision", "-i", name, "--list-hosts", "play.yml"], { cwd });
        return ran.stdout + ran.stderr;
      };
      t.regex(await shown("nowhere"), /there is no inventory `nowhere`\n {2}there are: a, lab, prod/);
      t.regex(await shown("prdo"), /no inventory `prdo`\n {2}did you mean `prod`/);
      t.regex(await shown("prod"), /play\.yml could not be found/);
      t.regex(await shown("h1,"), /play\.yml could not be found/);
      t.regex(await shown("inventory/lab.yml"), /play\.yml could not be found/);
      t.regex(await shown("a/b"), /there is no inventory `a\/b`/, "a path is no name");
    },
  ));

test("nobody is asked for passwords to see an inventory", (t) =>
  inFolder(FILES, async (cwd) => {
    const env = { ANSIBLE_ASK_PASS: "1", ANSIBLE_BECOME_ASK_PASS: "1" };
    for (const words of [
      ["inventory", "-i", "hosts.yml", "--graph", "web"],
      ["adhoc", "-i", "hosts.yml", "web", "--list-hosts"],
    ]) {
      const ran = await typed(words, { cwd, env });
      t.is(ran.code, 0, ran.stderr);
      t.regex(ran.stdout, /web1/);
    }
  }));
