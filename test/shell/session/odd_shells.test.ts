import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import type { Channel, Connection } from "../../../src/model/connection.js";
import { Fault } from "../../../src/model/errors.js";
import type { LocalFile } from "../../../src/model/script.js";
import { openSession } from "../../../src/shell/session/session.js";
import { connectHere } from "../../helpers/module.js";
import { plain, script, spokenHost } from "../../helpers/session.js";

/** What a login shell may be that is none: the command, and what people are told. */
const SHELLS: [string, string, RegExp][] = [
  ["is silent", "exec sleep 20", /did not answer within 1 s$/],
  ["echoes", "exec cat", /did not answer within 1 s: it sends back what it is told$/],
  ["prints without end", "exec yes", /prints without end, it printed: y y y/],
  ["prints one endless line", "exec cat /dev/zero", /prints without end$/],
  [
    "says that it is not available",
    "echo This account is currently not available.; exit 1",
    /the shell ended \(status 1\), it printed: This account is currently not available\.$/,
  ],
  [
    "complains and ends",
    "echo 'rbash: restricted' >&2; exit 126",
    /status 126\), it printed: rbash: restricted$/,
  ],
  ["ends at once", "exit 0", /the shell ended \(status 0\)$/],
  ["sends control characters", "printf '\\033]52;c;x\\a'; exit 3", /it printed: \\x1b\]52;c;x\\x07$/],
];

for (const [what, command, told] of SHELLS)
  test(`a shell that ${what} is unreachable, with what it printed`, async (t) => {
    const connection = await connectHere(() => command);
    const session = await openSession(connection, { timeout: 1 });
    const fault = await t.throwsAsync(session.send(script("say a b"), plain), { instanceOf: Fault });
    t.is(fault?.code, "SESSION_BROKEN");
    t.regex(fault!.message, told);
    await connection.close();
  });

test("what a profile prints before the shell is there does no harm", async (t) => {
  const connection = await connectHere((command) => `echo Welcome; echo to you >&2; ${command}`);
  const session = await openSession(connection, { timeout: 5 });
  const answer = await session.sendNow(script("say a b; echo out"), plain);
  t.deepEqual(answer.said, { a: "b" });
  t.is(answer.stdout.toString(), "out\n");
  await session.close();
  await connection.close();
});

test("a host that falls silent in a task with a time-out is lost, not waited for", async (t) => {
  const host = spokenHost();
  const session = await openSession(host.connection, { timeout: 5, grace: 0.1 });
  const answer = session.send(script("say a b"), { ...plain, timeout: 0.1 });
  host.say(`\x01${await host.mark()} hello 7\n`);
  const fault = await t.throwsAsync(answer, { instanceOf: Fault });
  t.is(fault?.code, "CONNECTION_LOST");
  t.regex(fault!.message, /has not answered for/);
});

/** What a command beside the session says, which ends well. */
const saying = (text: string, closed = () => {}): Channel => ({
  write: () => {},
  congested: false,
  onDrain: () => {},
  end: () => {},
  onStdout: (listener) => listener(Buffer.from(text)),
  onStderr: () => {},
  exit: Promise.resolve({ code: 0, signal: null }),
  close: closed,
});

/** A host that asks for a file in answer to a request; `beside` is what the file is sent by. */
async function askingHost(beside: () => Promise<Channel>) {
  const host = spokenHost();
  const { open } = host.connection;
  let opened = 0;
  const connection: Connection = {
    ...host.connection,
    open: (command) => (opened++ === 0 ? open(command) : beside()),
  };
  const session = await openSession(connection, { timeout: 5, grace: 0.1 });
  const file: LocalFile = { sha1: "x", size: 4, content: Buffer.from("file") };
  const answer = session.send(script("need one", {}, { one: file }), { ...plain, timeout: 0.2 });
  const mark = await host.mark();
  host.say(`\x01${mark} hello 7\n\x01${mark} begin\n\x01${mark} need 3 2\none/t\x01${mark} end 92\n`);
  host.complain(`\x01${mark} hello\n\x01${mark} end\n`);
  return { host, answer };
}

test("a host that is silent once it has the file that it asked for is not waited for longer than its task may take", async (t) => {
  const { answer } = await askingHost(async () => saying("4\n"));
  const end = await Promise.race([answer.catch((error: Fault) => error.message), sleep(5000, "nothing")]);
  t.regex(String(end), /has not answered for/);
});

test("a channel that comes when its session is lost is closed", async (t) => {
  let come = (_: Channel): void => {};
  const { host, answer } = await askingHost(
    () =>
      new Promise((resolve) => {
        come = resolve;
      }),
  );
  await sleep(20);
  host.say(`\x01${await host.mark()} begin\n`);
  await t.throwsAsync(answer, { instanceOf: Fault });
  const closed = new Promise((resolve) => come(saying("", () => resolve("closed"))));
  t.is(await Promise.race([closed, sleep(2000, "left open")]), "closed");
});
