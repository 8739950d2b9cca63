import { randomUUID } from "node:crypto";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import test from "ava";
import { convertArgs } from "../../../src/model/args.js";
import type { Controller } from "../../../src/model/module.js";
import type { PlainDict } from "../../../src/model/value.js";
import reboot from "../../../src/modules/system/reboot.js";
import { openSession, type Session } from "../../../src/shell/session/session.js";
import { connectHere, inScratch } from "../../helpers/module.js";
import { plain } from "../../helpers/session.js";

interface Ground {
  /** shell text of the `shutdown` that is found */
  shutdown?: string;
  transport?: string;
  check?: boolean;
}

/** A host that is this machine: what restarts it is a double, which says what it was given and gives it another boot. */
async function rebooted(folder: string, given: PlainDict, ground: Ground = {}) {
  const { shutdown = "next", transport = "ssh", check = false } = ground;
  // the shell that we have started, and no other
  const shell = `shell=$PPID; while p=$(ps -o ppid= -p $shell | tr -d ' '); [ $p != ${process.pid} ]; do shell=$p; done`;
  const next = `${shell}\nnext() { echo ${randomUUID()} >${folder}/boot; kill -9 $shell; }\n`;
  writeFileSync(`${folder}/boot`, "first\n");
  writeFileSync(`${folder}/shutdown`, `#!/bin/sh\n${next}printf '%s|' "$@" >>${folder}/given\n${shutdown}\n`);
  chmodSync(`${folder}/shutdown`, 0o755);
  const connection = await connectHere();
  let session: Session | undefined;
  let opened = 0;
  const controller = {
    check,
    transport: async () => transport,
    shell: async () => "sh",
    sleep: async () => {},
    send: async ({ vars, text, timeout }: Parameters<Controller["send"]>[0]) => {
      if (!session) {
        opened += 1;
        session = await openSession(connection, {
          onLost: () => {
            session = undefined;
          },
        });
      }
      const script = { family: "sh", name: "reboot_more", text, uses: [], vars, files: {} } as const;
      return session.sendNow(script, { ...plain, onFailure: "ignore", timeout });
    },
  } as unknown as Controller;
  const defaults = { search_paths: [folder], boot_time_command: `cat ${folder}/boot`, reboot_timeout: 20 };
  const { args } = convertArgs(reboot.args, { ...defaults, ...given });
  try {
    const { elapsed: _, ...values } = await reboot.here!(args as never, controller);
    const said = existsSync(`${folder}/given`) ? readFileSync(`${folder}/given`, "utf8") : undefined;
    return { values, said, opened };
  } finally {
    await session?.close();
    await connection.close();
  }
}

const done = { changed: true, rebooted: true };
const OUTCOMES: readonly [name: string, given: PlainDict, ground: Ground, values: object, said?: string][] = [
  [
    "a host is restarted, and found again on a new connection",
    {},
    {},
    done,
    "-r|0|Reboot initiated by Ansible|",
  ],
  [
    "seconds are minutes, and words stay words",
    { pre_reboot_delay: 150, msg: 'a "b" $c' },
    {},
    done,
    '-r|2|a "b" $c|',
  ],
  ["a host may answer before it goes", {}, { shutdown: "(sleep 0.2; next) & exit 0" }, done, undefined],
  ["check mode restarts nothing", {}, { check: true }, done],
  [
    "this machine is not restarted",
    {},
    { transport: "local" },
    {
      failed: true,
      changed: false,
      rebooted: false,
      msg: "Running reboot with local connection would reboot the control node.",
    },
  ],
  [
    "a program that refuses fails the task",
    {},
    { shutdown: "echo out; echo no luck >&2; exit 1" },
    {
      failed: true,
      changed: false,
      rebooted: false,
      msg: "Reboot command failed. Error was: 'out, no luck'",
    },
    "-r|0|Reboot initiated by Ansible|",
  ],
  [
    "a program that is nowhere fails the task",
    { search_paths: ["/none", "/nowhere"] },
    {},
    {
      failed: true,
      changed: false,
      msg: `Unable to find command "shutdown" in search paths: ['/none', '/nowhere']`,
    },
  ],
  [
    "a host that stays as it is has not been restarted",
    { reboot_timeout: 1 },
    { shutdown: "exit 0" },
    {
      failed: true,
      changed: false,
      rebooted: true,
      msg: "Timed out waiting for last boot time check (timeout=1)",
    },
    "-r|0|Reboot initiated by Ansible|",
  ],
  [
    "a host on which nothing works is not back",
    { reboot_timeout: 1, test_command: "false" },
    {},
    {
      failed: true,
      changed: false,
      rebooted: true,
      msg: "Timed out waiting for post-reboot test command (timeout=1)",
    },
    "-r|0|Reboot initiated by Ansible|",
  ],
  [
    "a boot that cannot be told fails the task before anything is done",
    { boot_time_command: "echo a; echo b >&2; exit 3" },
    {},
    {
      failed: true,
      changed: false,
      reboot: false,
      msg: "reboot: failed to get host boot time info, rc: 3, stdout: a\n, stderr: b\n",
    },
  ],
];

for (const [name, given, ground, values, said] of OUTCOMES)
  test(name, (t) =>
    inScratch(async (folder) => {
      const got = await rebooted(folder, given, ground);
      t.deepEqual(got.values, values as never);
      if (said !== undefined || !("rebooted" in values)) t.is(got.said, said);
    }),
  );

test("a command of one's own is run as it is written", (t) =>
  inScratch(async (folder) => {
    const got = await rebooted(folder, { reboot_command: `${folder}/shutdown now 'two words'` });
    t.deepEqual([got.values, got.said, got.opened], [done, "now|two words|", 2]);
  }));
