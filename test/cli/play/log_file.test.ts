import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { logRecord } from "../../../src/cli/play/log_file.js";
import { inFolder } from "../../helpers/play.js";
import { typed as tera } from "../../helpers/typed.js";

const AT = { user: "ann", pid: 7, at: new Date(2026, 0, 2, 3, 4, 5, 6) };

test("a line of the log has its time, its process, its user and its weight", (t) => {
  t.is(
    logRecord("\nTASK [a]\n", { weight: "info", ...AT }),
    "2026-01-02 03:04:05,006 p=7 u=ann n=tera INFO| TASK [a]\n",
  );
  t.is(logRecord("\n", { weight: "error", ...AT }), "");
});

const PLAY = `
- hosts: all
  gather_facts: false
  tasks:
    - {name: normal task, ping: }
    - {name: skipped task, ping: , when: false}
    - {name: bad task, fail: {msg: on purpose}}
`;

/** Words behind the play, what the settings say, and whether the log shows results. */
for (const [words, verbosity, isShown] of [
  [[], undefined, false],
  [["-v"], undefined, true],
  [["-v"], "0", false],
  [[], "1", true],
] as const)
  test(`the log of ${words.join("") || "a plain run"} with log_verbosity ${verbosity} shows ${isShown ? "" : "no "}results`, (t) =>
    inFolder({ "site.yml": "- hosts: all\n  gather_facts: false\n  tasks: [{ping: }]\n" }, async (cwd) => {
      const env = { ANSIBLE_LOG_PATH: "log", ANSIBLE_LOG_VERBOSITY: verbosity };
      await tera(["playbook", "-i", "h1,", "-c", "local", "site.yml", ...words], { cwd, env });
      t.is(/"ping": "pong"/.test(readFileSync(join(cwd, "log"), "utf8")), isShown);
    }));

test("log_path gets what is shown, whatever the terminal shows, and keeps what was there", (t) =>
  inFolder({ "site.yml": PLAY, "logs/log": "before\n" }, async (cwd) => {
    const env = { ANSIBLE_LOG_PATH: "logs/log" };
    const args = ["playbook", "-i", "h1,", "-c", "local", "--output", "tree", "site.yml"];
    const { code } = await tera(args, { cwd, env });
    t.is(code, 2);
    const log = readFileSync(join(cwd, "logs/log"), "utf8");
    const lines = log.split("\n").map((line) => line.replace(/^[\d-]+ [\d:,]+ p=\d+ u=\S+ n=tera /, ""));
    t.is(lines[0], "before");
    for (const line of [
      /^INFO\| TASK \[normal task\] \*+$/,
      /^INFO\| ok: \[h1\]$/,
      /^WARNING\| skipping: \[h1\]$/,
    ])
      t.true(
        lines.some((one) => line.test(one)),
        `${line} in ${log}`,
      );
    t.true(
      lines.some((one) => /^ERROR\| fatal: \[h1\]: FAILED! => .*on purpose/.test(one)),
      log,
    );
    t.notRegex(log, /\u001b/);
  }));

test("a log that cannot be written stops no run, and is told", (t) =>
  inFolder({ "not-a-folder": "" }, async (cwd) => {
    const env = { ANSIBLE_LOG_PATH: "not-a-folder/log" };
    const ran = await tera(["adhoc", "-i", "h1,", "-c", "local", "h1", "-m", "ping"], { cwd, env });
    t.is(ran.code, 0);
    t.regex(ran.stdout, /h1 \| SUCCESS/);
    t.regex(ran.stderr, /\[WARNING\]: the log \S*\/not-a-folder\/log is not whole: /);
  }));

test("the variable playbook_dir of a single task is what the setting says", (t) =>
  inFolder({}, async (cwd) => {
    const args = ["adhoc", "-i", "h1,", "-c", "local", "h1", "-m", "debug", "-a", "var=playbook_dir"];
    const by = async (more: string[], env: Record<string, string>) =>
      (await tera([...args, ...more], { cwd, env })).stdout;
    t.regex(await by([], { ANSIBLE_PLAYBOOK_DIR: "/none/at/all" }), /"playbook_dir": "\/none\/at\/all"/);
    t.regex(
      await by(["--playbook-dir", "/another"], { ANSIBLE_PLAYBOOK_DIR: "/none" }),
      /"playbook_dir": "\/another"/,
    );
  }));

test("a log that is made is its user's alone", (t) =>
  inFolder({ "site.yml": PLAY }, async (cwd) => {
    const env = { ANSIBLE_LOG_PATH: "logs/log" };
    await tera(["playbook", "-i", "h1,", "-c", "local", "site.yml"], { cwd, env });
    t.is(statSync(join(cwd, "logs/log")).mode & 0o777, 0o600);
  }));
