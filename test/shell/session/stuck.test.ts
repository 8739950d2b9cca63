import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import type { Script } from "../../../src/model/script.js";
import copy from "../../../src/modules/files/copy.js";
import fetch from "../../../src/modules/files/fetch.js";
import file from "../../../src/modules/files/file.js";
import find from "../../../src/modules/files/find.js";
import lineinfile from "../../../src/modules/files/lineinfile.js";
import slurp from "../../../src/modules/files/slurp.js";
import stat from "../../../src/modules/files/stat.js";
import template from "../../../src/modules/files/template.js";
import { writer } from "../../../src/shell/files/writer.js";
import { opensFiles, STUCK } from "../../../src/shell/session/stuck.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { answered, plain, script, withSession } from "../../helpers/session.js";

const linux = existsSync("/proc/self/wchan") ? test : test.skip;

/** What programs and shells do with a name that has become a FIFO a moment ago. */
const WAITING: Readonly<Record<string, string>> = {
  "a program that reads it": 'cat "$fifo"',
  "a program in a pipe": 'cat "$fifo" | wc -c',
  "the shell's own redirection": 'true <"$fifo"',
  "a descriptor that is held": '{ true; } 9<"$fifo"',
  "a program that writes it": 'cp /etc/passwd "$fifo"',
  "a shell below it": 'v=$(sum=$(cat "$fifo"); echo "$sum")',
};

for (const [name, text] of Object.entries(WAITING))
  linux(`a task does not wait for ever at a FIFO: ${name}`, async (t) => {
    const fifo = join(scratchFolder("stuck"), "f");
    execFileSync("mkfifo", [fifo]);
    await withSession(
      async (session) => {
        const stuck: Script = { ...script(`${text}; say over yes`, { fifo }), opensFiles: true };
        const answer = answered(await session.send(stuck, plain));
        t.is(answer.failure, STUCK);
        t.not(answer.code, 0);
        session.resume();
        t.is(answered(await session.send(script("say alive yes"), plain)).said.alive, "yes");
      },
      { lookAfter: 0.1 },
    );
  });

linux("a file that takes long is left alone, and so is a user's program that waits at a FIFO", async (t) => {
  const fifo = join(scratchFolder("stuck"), "f");
  execFileSync("mkfifo", [fifo]);
  await withSession(
    async (session) => {
      const slow: Script = { ...script("sleep 1; say over yes"), opensFiles: true };
      t.is(answered(await session.send(slow, plain)).said.over, "yes");
      const waiting = session.send(script('user_run cat "$fifo"', { fifo }), plain);
      await new Promise((resolve) => setTimeout(resolve, 500));
      writeFileSync(fifo, "late");
      t.is(answered(await waiting).stdout.toString(), "late");
    },
    { lookAfter: 0.1 },
  );
});

test("the modules for files are looked after", (t) => {
  for (const module of [copy, fetch, file, find, lineinfile, slurp, stat, template])
    t.true(opensFiles({ opensFiles: module.opensFiles, uses: module.uses ?? [] }), module.name);
  t.true(opensFiles({ uses: [{ name: "more", text: "", uses: [writer] }] }));
  t.false(opensFiles(script("user_run cat")));
});
