import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import test from "ava";
import type { Channel, Connection } from "../../../src/model/connection.js";
import { Fault } from "../../../src/model/errors.js";
import { Secret } from "../../../src/model/secret.js";
import { openSession } from "../../../src/shell/session/session.js";
import { connectHere, inScratch } from "../../helpers/module.js";
import { answered, plain, script } from "../../helpers/session.js";

/** A program that asks for a password as sudo does, and then runs what it is told. */
const ASKS = `#!/bin/sh
while [ "$1" != /bin/sh ]; do [ "$1" != -p ] || printf %s "$2" >&2; shift; done
IFS= read -r password
[ "$password" = right ] || { echo "Sorry, try again." >&2; exit 1; }
exec "$@"
`;

/** The connection, and the marks that are told over it. */
function listened(connection: Connection): { connection: Connection; marks: string[] } {
  const marks: string[] = [];
  const open = async (command: string): Promise<Channel> => {
    const channel = await connection.open(command);
    const write = (data: Buffer | string): void => {
      const mark = /T_M='\\001(\w+)'/.exec(data.toString())?.[1];
      if (mark) marks.push(mark);
      channel.write(data);
    };
    return Object.assign(Object.create(channel) as Channel, { write });
  };
  return { connection: { ...connection, open }, marks };
}

/** Arguments and environments of all processes. */
function allProcesses(): string {
  const read = (path: string): string => {
    try {
      return readFileSync(path, "latin1");
    } catch {
      return ""; // it has ended, or is none of ours
    }
  };
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`))
    .join("\n");
}

const looks = existsSync("/proc/self/environ") ? test : test.skip;

looks("no process of the host has the session's mark among its arguments or in its environment", (t) =>
  inScratch(async (folder) => {
    const exe = `${folder}/asks`;
    writeFileSync(exe, ASKS);
    chmodSync(exe, 0o755);
    // a variable that is exported stays so when it is assigned
    const { connection, marks } = listened(
      await connectHere((command) => `set -a; export T_M=x; ${command}`),
    );
    const become = { method: "sudo", user: "root", exe, password: new Secret("right") };
    const session = await openSession(connection, { become });
    const content = Buffer.alloc(100_000, "x");
    const file = { sha1: "x", size: content.length, content };
    const slow = session.send(
      script("make_temp; say where $temp; user_run sh -c 'sleep 1; env'", {}, {}),
      plain,
    );
    const upload = session.send(
      script('need new; user_run sleep 1; say size "$(wc -c <"$new")"', {}, { new: file }),
      plain,
    );
    let seen = "";
    const looking = setInterval(() => {
      seen += allProcesses();
    }, 20);
    const where = answered(await slow);
    t.is(answered(await upload).said.size, "100000");
    clearInterval(looking);
    await session.close();
    t.is(marks.length, 1);
    t.false(seen.includes(marks[0]!), "a process shows the mark");
    t.false(where.stdout.toString().includes(marks[0]!), "the environment has the mark");
    t.false(String(where.said.where).includes(marks[0]!), "the folder has the mark's name");
    t.true(seen.includes("-ready"), "the looking sees how the shell was started");
    await connection.close();
  }),
);

test("a wrong password is told, and a program that never asks is not waited for", (t) =>
  inScratch(async (folder) => {
    const exe = `${folder}/asks`;
    const connection = await connectHere();
    const refused = (password: string) =>
      t.throwsAsync(
        openSession(connection, {
          becomeTimeout: 1,
          become: { method: "sudo", user: "root", exe, password: new Secret(password) },
        }),
        { instanceOf: Fault },
      );
    writeFileSync(exe, ASKS);
    chmodSync(exe, 0o755);
    t.is((await refused("wrong"))?.message, "Incorrect sudo password");
    writeFileSync(exe, "#!/bin/sh\necho What now?; exec sleep 20\n");
    t.regex((await refused("right"))!.message, /nothing was asked for within 1 s, it printed: What now\?/);
    await connection.close();
  }));

test("folders that an interrupted run of the same user left a day ago are removed, and no others", (t) =>
  inScratch(async (folder) => {
    const yesterday = new Date(Date.now() - 49 * 3600 * 1000);
    for (const name of [".tera-old", ".tera-new", "other"])
      mkdirSync(`${folder}/${name}/x`, { recursive: true });
    writeFileSync(`${folder}/.tera-file`, "x");
    for (const name of [".tera-old", "other", ".tera-file"])
      utimesSync(`${folder}/${name}`, yesterday, yesterday);
    const connection = await connectHere((command) => `TMPDIR=${folder} ${command}`);
    const session = await openSession(connection);
    await session.send(script("make_temp"), plain);
    await session.close();
    await connection.close();
    t.deepEqual(readdirSync(folder).sort(), [".tera-file", ".tera-new", "other"]);
  }));

test("a folder that others may rename is not used for temporary files", (t) =>
  inScratch(async (folder) => {
    mkdirSync(`${folder}/tmp`);
    mkdirSync(`${folder}/home`);
    chmodSync(`${folder}/tmp`, 0o777);
    const temp = async (): Promise<string> => {
      const connection = await connectHere(
        (command) => `HOME=${folder}/home TMPDIR=${folder}/tmp ${command.replace(/^exec /, "")}`,
      );
      const session = await openSession(connection);
      const { said } = answered(await session.send(script('make_temp; say temp "$temp"'), plain));
      await session.close();
      await connection.close();
      return String(said.temp);
    };
    t.regex(await temp(), /\/home\/\.tera-/);
    chmodSync(`${folder}/tmp`, 0o1777);
    t.regex(await temp(), /\/tmp\/\.tera-/);
    chmodSync(`${folder}/tmp`, 0o755);
    t.regex(await temp(), /\/tmp\/\.tera-/);
  }));
