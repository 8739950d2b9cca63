import { existsSync, rmSync, statSync } from "node:fs";
import { dirname } from "node:path";
import test from "ava";
import { commandResult } from "../../../src/shell/session/run_command.js";
import { wholeOutput } from "../../../src/shell/session/spool.js";
import { runFiles } from "../../helpers/play.js";
import { answered, plain, script, withSession } from "../../helpers/session.js";

const MEGABYTES = 40;
const PRINTS = `awk 'BEGIN { while (i < ${MEGABYTES * 16384}) printf "%063d\\n", i++ }' >&\${to}`;

for (const [name, to] of [
  ["stdout", 1],
  ["stderr", 2],
] as const)
  test(`a ${name} of ${MEGABYTES} MB is in a file of its own, and its ends in the result`, (t) =>
    withSession(async (session) => {
      const answer = answered(await session.send(script(PRINTS, { to: String(to) }), plain));
      const values = commandResult(answer, "x", false) as Record<string, unknown>;
      const path = String(values[`${name}_file`]);
      t.teardown(() => rmSync(path, { force: true }));
      t.is(statSync(path).size, MEGABYTES * 16384 * 64);
      t.is(statSync(path).mode & 0o777, 0o600);
      t.is(statSync(dirname(path)).mode & 0o777, 0o700);
      const text = String(values[name]);
      t.true(text.length < 1_000_000);
      t.true(text.startsWith("0".repeat(63)) && text.endsWith(`${MEGABYTES * 16384 - 1}\n`));
      t.true(text.includes(path));
      t.is((values.warnings as string[]).length, 1);
    }));

test("what a module needs whole it gets whole", (t) =>
  withSession(async (session) => {
    const answer = answered(await session.send(script(PRINTS, { to: "1" }), plain));
    const { path } = answer.long!.stdout!;
    t.is(answer.stdout.length, MEGABYTES * 16384 * 64);
    t.false(existsSync(path));
  }));

const PLAY = `- hosts: all
  gather_facts: false
  tasks:
    - {name: long, shell: "head -c 20000000 /dev/zero | tr '\\\\0' x", register: r, no_log: NOLOG}
    - debug: {msg: "{{ r.stdout | length < 1000000 }} {{ r.stdout_lines | length }} {{ r.stdout_file }}"}
`;

for (const hidden of [true, false])
  test(`the file of a long output ${hidden ? "is gone where no_log hides it" : "stays after the run"}`, async (t) => {
    const { code, results, stdout } = await runFiles({ "play.yml": PLAY.replace("NOLOG", String(hidden)) });
    t.is(code, 0, stdout.slice(-2000));
    const [, short, lines, path] = /^(\w+) (\d+) (\S+)$/.exec(String(results("debug")[0]!.msg)) ?? [];
    t.deepEqual([short, lines], ["True", "3"]);
    t.is(existsSync(path!), !hidden);
    if (!hidden) t.is(statSync(path!).size, 20_000_000);
    rmSync(dirname(path!), { recursive: true, force: true });
  });

// the folder of such files is made once in a process: a program of its own
const NOWHERE = `- hosts: all
  gather_facts: false
  tasks:
    - {name: long, shell: "head -c 20000000 /dev/zero | tr '\\\\0' x", register: r}
    - debug: {msg: "{{ r.stdout | length < 1000000 }} {{ r.stdout_file is defined }}"}
`;

test("where a long output cannot be kept, its ends are in the result, and the run goes on", async (t) => {
  const run = await runFiles({ "play.yml": NOWHERE }, undefined, { TMPDIR: "/nowhere" });
  t.is(run.code, 0, run.stdout.slice(-2000) + run.stderr);
  t.is(run.results("debug")[0]!.msg, "True False");
  t.regex(run.stdout + run.stderr, /the rest could not be kept, ENOENT/);
});

test("a module that cannot do with less fails where the rest could not be kept", (t) => {
  const lost = {
    path: "",
    size: 9_000_000,
    ends: Buffer.from("a"),
    lost: "ENOSPC: no space left on device, write",
  };
  t.throws(() => wholeOutput(lost), { message: /answer of 9000000 bytes could not be kept: ENOSPC/ });
});
