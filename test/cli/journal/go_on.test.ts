import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type CliRun, tera } from "../../e2e/cli.js";
import { inFolder } from "../../helpers/play.js";

type Run = (...args: string[]) => Promise<CliRun & { log: string[] }>;

/** Runs `site.yml` on h1 and h2, and gives what its tasks have added to `log` since the run before. */
async function withPlay(play: string, work: (run: Run, cwd: string) => Promise<void>): Promise<void> {
  await inFolder({ "site.yml": play, "steps.yml": STEPS }, async (cwd) => {
    let seen = 0;
    await work(async (...args) => {
      const words = ["playbook", "site.yml", "-i", "h1,h2", "-c", "local", "-e", `here=${cwd}`, ...args];
      const ran = await tera(words, { cwd });
      const log = existsSync(join(cwd, "log"))
        ? readFileSync(join(cwd, "log"), "utf8").split("\n").filter(Boolean)
        : [];
      const added = log.slice(seen).sort();
      seen = log.length;
      return { ...ran, log: added };
    }, cwd);
  });
}

const note = (word: string, more = "") =>
  `{name: ${word}, shell: "echo ${word} {{ inventory_hostname }} >> {{ here }}/log"${more}}`;
/** fails on h2 until the file \`ok\` is there */
const BREAKS = `{name: breaks, shell: "test {{ inventory_hostname }} = h1 || test -e {{ here }}/ok"}`;
const STEPS = `- ${note("included")}\n`;
const play = (...tasks: string[]) => `- hosts: all
  gather_facts: false
  tasks:
${tasks.map((task) => `    - ${task}\n`).join("")}  handlers:
    - ${note("restart")}
`;
const mend = (cwd: string) => writeFileSync(join(cwd, "ok"), "");

interface Case {
  what: string;
  play: string;
  /** what the resumed run does */
  does: string[];
  /** what it shows */
  shows?: RegExp;
}

const CASES: readonly Case[] = [
  { what: "tasks that are done", play: play(note("first"), BREAKS, note("last")), does: ["last h2"] },
  {
    what: "a task that notifies: its handler runs on the host that had failed",
    play: play(note("first", ", notify: restart"), BREAKS),
    does: ["restart h2"],
  },
  {
    what: "what is registered and set, with its types",
    play: play(
      `{command: echo 1.0, register: r}`,
      `{set_fact: {f: "{{ r.stdout | float }}", d: {1: a, "x": [3.0, null]}}}`,
      BREAKS,
      `{debug: {msg: "{{ r.stdout_lines }} {{ f }} {{ d }} {{ hostvars.h1.r.rc }}"}}`,
    ),
    does: [],
    shows: /"msg": "\['1\.0'\] 1\.0 \{1: 'a', 'x': \[3\.0, None\]\} 0"/,
  },
  {
    what: "what a host has printed, which is no template now either",
    play: play(`{shell: "echo '{''{ 7 * 7 }''}'", register: r}`, BREAKS, `{debug: {msg: "{{ r.stdout }}"}}`),
    does: [],
    shows: /"msg": "\{\{ 7 \* 7 \}\}"/,
  },
  {
    what: "loops, includes and blocks that were rescued",
    play: play(
      note("looped", ", loop: [1, 2], register: each"),
      "{include_tasks: steps.yml}",
      `{block: [{name: bad, command: "false"}], rescue: [${note("rescued", ", when: ansible_failed_task.name == 'bad'")}]}`,
      BREAKS,
      `{debug: {msg: "{{ each.results | length }}"}}`,
    ),
    does: [],
    shows: /"msg": "2"/,
  },
  {
    what: "a task that one host does for all",
    play: play(note("once", ", run_once: true, register: o"), BREAKS, note("last", `, when: o.rc == 0`)),
    does: ["last h2"],
  },
  {
    what: "hosts and groups that were added",
    play: `${play("{add_host: {name: h3, groups: new, ansible_connection: local, here: '{{ here }}'}}", BREAKS)}
- hosts: new
  gather_facts: false
  tasks: [${note("second")}]
`,
    does: [],
  },
  {
    what: "plays before, and handlers that were flushed",
    play: `${play(note("first", ", notify: restart"), "{meta: flush_handlers}")}
- hosts: all
  gather_facts: true
  serial: 1
  tasks:
    - ${note("second")}
    - ${BREAKS}
    - ${note("facts", `, when: ansible_facts.system == 'Linux'`)}
`,
    does: ["facts h2"],
  },
  {
    what: "a host that cleaned up after it had failed",
    play: play(`{block: [${note("tried")}, ${BREAKS}, ${note("then")}], always: [${note("cleaned")}]}`),
    does: ["cleaned h2", "then h2"],
  },
];

for (const { what, play: text, does, shows } of CASES)
  test(`--resume takes over ${what}`, (t) =>
    withPlay(text, async (run, cwd) => {
      t.is((await run()).code, 2);
      mend(cwd);
      const { code, stdout, stderr, log } = await run("--resume");
      t.is(code, 0, stdout + stderr);
      t.deepEqual(log, does);
      if (shows) t.regex(stdout, shows);
    }));

test("a resumed run that fails again can be resumed again", (t) =>
  withPlay(play(note("first"), BREAKS, note("last")), async (run, cwd) => {
    await run();
    t.deepEqual((await run("--resume")).log, []);
    mend(cwd);
    t.deepEqual((await run("--resume")).log, ["last h2"]);
  }));

const CHANGES: readonly (readonly [what: string, change: (cwd: string) => unknown, word: RegExp])[] = [
  ["the playbook", (cwd) => appendFileSync(join(cwd, "site.yml"), "\n"), /site\.yml has changed since/],
  [
    "a file that was put in its place with the old time",
    (cwd) => {
      renameSync(join(cwd, "steps.yml"), join(cwd, "x"));
      renameSync(join(cwd, "x"), join(cwd, "steps.yml"));
    },
    /steps\.yml has changed since/,
  ],
  ["a file that is gone", (cwd) => rmSync(join(cwd, "steps.yml")), /steps\.yml has changed since/],
  ["the tags", () => ["--tags", "x"], /asked for something else/],
  ["the variables", () => ["-e", "x=1"], /asked for something else/],
  ["the limit", () => ["-l", "h2"], /asked for something else/],
  ["the journal", (cwd) => writeFileSync(journalOf(cwd), "{}x\n"), /no earlier run|cannot be read/],
];

/** What a change wants to be typed. */
const extra = (given: unknown): string[] => (Array.isArray(given) ? given.map(String) : []);

/** The journal is found by the playbook's path, which is in it. */
function journalOf(cwd: string): string {
  const folder = join(process.env.XDG_STATE_HOME!, "tera", "runs");
  const name = readdirSync(folder).find(
    (one) => one.endsWith(".jsonl") && readFileSync(join(folder, one), "utf8").includes(`${cwd}/site.yml`),
  );
  return join(folder, name!);
}

for (const [what, change, word] of CHANGES)
  test(`--resume refuses where it is not what it was: ${what}`, (t) =>
    withPlay(play(note("first"), BREAKS), async (run, cwd) => {
      await run();
      const { code, stderr, log } = await run("--resume", ...extra(change(cwd)));
      t.is(code, 1);
      t.regex(stderr.replace(/\s+/g, " "), word);
      t.deepEqual(log, []);
    }));

const GONE: readonly (readonly [what: string, tasks: string[], word: RegExp])[] = [
  [
    "hidden",
    [`{name: secret one, command: echo x, register: r, no_log: true}`],
    /"secret one" gave on h[12] is not in the journal: it is hidden/,
  ],
  ["too long", [`{shell: "head -c 2000000 /dev/zero | tr '\\\\0' x", register: r}`], /longer than 1 MiB/],
];

for (const [what, tasks, word] of GONE)
  test(`--resume refuses where a result is ${what}, and so not in the journal`, (t) =>
    withPlay(play(...tasks, BREAKS), async (run, cwd) => {
      await run();
      mend(cwd);
      const { code, stderr } = await run("--resume");
      t.is(code, 1, stderr);
      t.regex(stderr.replace(/\s+/g, " "), word);
    }));

test("after a run that went well nothing is to be resumed, and no host has failed", (t) =>
  withPlay(play(note("first")), async (run) => {
    t.regex((await run("--resume")).stderr, /no earlier run/);
    t.regex((await run("--limit", "@failed")).stderr, /no earlier run/);
    const { stderr } = await run();
    t.is(stderr, "");
    t.regex((await run("--resume")).stderr, /came to its end/);
    t.regex((await run("--limit", "@failed")).stderr, /no host failed in the last run/);
  }));

test("--limit @failed is the failed hosts of the last run, and what is typed for it is printed", (t) =>
  withPlay(play(note("first"), BREAKS), async (run, cwd) => {
    const { stderr } = await run("-l", "all");
    const typed = `tera playbook site.yml -i h1,h2 -c local -e here=${cwd} --limit @failed`;
    t.is(stderr, `to run it again for the host that failed:\n  ${typed}\n`);
    t.deepEqual((await run("--limit", "@failed")).log, ["first h2"]);
    mend(cwd);
    t.is((await run("--limit", "@failed")).code, 0);
  }));

/** plays in which hosts that did not fail are left before their end, and such in which they are not */
const ENDS: readonly { what: string; play: string; way: RegExp }[] = [
  {
    what: "one host failed, the others came through",
    play: play(BREAKS, note("last")),
    way: /for the host that failed:\n.* --limit @failed\n$/,
  },
  {
    what: "a later play is for those that failed only",
    play: `${play(BREAKS)}- {hosts: h2, gather_facts: false, tasks: [${note("second")}]}\n`,
    way: /--limit @failed\n$/,
  },
  {
    what: "one host's failure stopped all",
    play: play(BREAKS, note("last")).replace("gather_facts", "any_errors_fatal: true\n  gather_facts"),
    way: /for the 2 hosts that failed:\n.* --limit @failed\n$/,
  },
  {
    what: "a batch failed and the next was not begun",
    play: play(BREAKS).replace("gather_facts", "serial: 1\n  order: reverse_inventory\n  gather_facts"),
    way: /to go on, each host after its last task:\n.* --resume\n$/,
  },
  {
    what: "all hosts of a play failed, and another play was for others",
    play: `${play(BREAKS).replace("hosts: all", "hosts: h2")}- {hosts: h1, gather_facts: false, tasks: [${note("second")}]}\n`,
    way: / --resume\n$/,
  },
];

for (const { what, play: text, way } of ENDS)
  test(`one way to go on is told, and it leaves out nobody: ${what}`, (t) =>
    withPlay(text, async (run) => {
      const { stderr, code } = await run();
      t.is(code, 2);
      t.regex(stderr, way);
      t.is(stderr.split("\n").length, 3, stderr);
    }));

test("--limit @failed is a file where there is one, as for Ansible", (t) =>
  withPlay(play(note("first"), BREAKS), async (run, cwd) => {
    await run();
    writeFileSync(join(cwd, "failed"), "h1\n");
    t.deepEqual((await run("--limit", "@failed")).log, ["first h1"]);
  }));

const CHANGED_ONCE = `{name: first, shell: "test -e {{ here }}/{{ inventory_hostname }} || touch {{ here }}/{{ inventory_hostname }}; echo first", args: {creates: "{{ here }}/{{ inventory_hostname }}"}, notify: restart}`;

test("handlers that a failed run has left stay left until --flush-pending", (t) =>
  withPlay(play(CHANGED_ONCE, BREAKS, note("last")), async (run, cwd) => {
    const first = await run();
    t.deepEqual(first.log, ["last h1", "restart h1"]);
    t.regex(first.stderr, /handlers that were notified and have not run: restart \(h2\)/);
    t.regex(first.stderr, /to run it again .*\n.* --limit @failed --flush-pending\n/);
    mend(cwd);
    const second = await run();
    t.deepEqual(second.log, ["last h1", "last h2"], "the task changes nothing any more");
    t.is(second.code, 0);
    t.regex(second.stderr, /to run them:\n {2}.* --flush-pending/);
    const third = await run("--flush-pending");
    t.deepEqual(third.log, ["last h1", "last h2", "restart h2"]);
    t.is(third.stderr, "");
    t.deepEqual((await run("--flush-pending")).log, ["last h1", "last h2"]);
  }));

test("check mode neither resumes nor leaves a journal", (t) =>
  withPlay(play(note("first"), BREAKS), async (run) => {
    await run();
    t.regex((await run("--check", "--resume")).stderr, /do not go with --check/);
    await run("--check");
    t.deepEqual((await run("--limit", "@failed")).log, ["first h2"]);
  }));

/** Starts a run whose last task does not end, and ends it when its first ones are done. */
async function killed(t: ExecutionContext, cwd: string, signal: NodeJS.Signals): Promise<void> {
  const words = ["playbook", "site.yml", "-i", "h1,h2", "-c", "local", "-e", `here=${cwd}`];
  const child = spawn(process.execPath, [resolve("dist/cli.js"), ...words], { cwd, stdio: "ignore" });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  const isThere = () =>
    existsSync(join(cwd, "log")) && readFileSync(join(cwd, "log"), "utf8").includes("second h2");
  while (!isThere() && child.exitCode === null) await new Promise((done) => setTimeout(done, 20));
  const second = await tera([...words, "--resume"], { cwd });
  t.regex(second.stderr, new RegExp(`another run .* is going on \\(process ${child.pid} `));
  child.kill(signal);
  await ended;
}

for (const signal of ["SIGKILL", "SIGTERM", "SIGINT"] as const)
  test(`a run that ${signal} ended is resumed, and its lock is nobody's`, (t) => {
    const waits = `{name: waits, shell: "test -e {{ here }}/ok || sleep 600"}`;
    return withPlay(play(note("first", ", notify: restart"), note("second"), waits), async (run, cwd) => {
      await killed(t, cwd, signal);
      mend(cwd);
      await run("--list-hosts");
      const { code, log, stderr, stdout } = await run("--resume");
      t.is(code, 0, stderr + stdout);
      t.deepEqual(
        log.filter((line) => !line.startsWith("second")),
        ["restart h1", "restart h2"],
      );
    });
  });
