import test from "ava";
import { WinrmChannel } from "../../../src/connections/winrm/channel.js";
import type { WinrmClient } from "../../../src/connections/winrm/client.js";
import type { Message } from "../../../src/connections/winrm/envelope.js";
import { WsmanFault } from "../../../src/connections/winrm/wsman_fault.js";
import { parseXml } from "../../../src/connections/winrm/xml.js";

const RSP = "http://schemas.microsoft.com/wbem/wsman/1/windows/shell";
const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let count = 0; count < 5; count++) await turn();
};

/** What a host answers to a Receive. */
const output = (inner: string) =>
  parseXml(`<e xmlns="${RSP}"><ReceiveResponse>${inner}</ReceiveResponse></e>`);
const stream = (name: string, text: string) =>
  `<Stream Name="${name}">${Buffer.from(text).toString("base64")}</Stream>`;
const done = (code: number) =>
  `<CommandState State="${RSP}/CommandState/Done"><ExitCode>${code}</ExitCode></CommandState>`;
const silence = new WsmanFault(2150858793, "", "nothing yet");
const gone = new WsmanFault(2150858843, "", "no such shell");

type Answer = ReturnType<typeof output> | Error;

/** A client whose answers are given by hand: each message waits for its own. */
function client() {
  const sent: Message[] = [];
  const waiting: { resolve: (answer: never) => void; reject: (error: unknown) => void }[] = [];
  const send = (message: Message) => {
    sent.push(message);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const answer = async (given: Answer = output("")) => {
    const { resolve, reject } = waiting.shift()!;
    if (given instanceof Error) reject(given);
    else resolve(given as never);
    await turns();
  };
  return { sent, waiting, answer, client: { send } as unknown as WinrmClient };
}

async function opened() {
  const [sending, receiving] = [client(), client()];
  const channel = new WinrmChannel(
    { sending: sending.client, receiving: receiving.client },
    { shellId: "S", commandId: "C" },
  );
  await turns();
  const verbs = () => sending.sent.map(({ verb }) => verb);
  const input = () =>
    sending.sent.map(({ body }) => ({
      bytes: Buffer.from(/>([^<]*)<\/rsp:Stream>/.exec(body)?.[1] ?? "", "base64").length,
      isLast: body.includes('End="true"'),
    }));
  return { sending, receiving, channel, verbs, input };
}

test("what is written in one turn goes out together, and what follows when that has arrived", async (t) => {
  const { sending, channel, input } = await opened();
  channel.write("one ");
  channel.write(Buffer.from("two"));
  await turns();
  t.deepEqual(input(), [{ bytes: 7, isLast: false }]);
  channel.write("three");
  channel.write("four");
  await turns();
  t.is(sending.sent.length, 1);
  await sending.answer();
  t.deepEqual(input().slice(1), [{ bytes: 9, isLast: false }]);
  await sending.answer();
  channel.end();
  channel.write("too late");
  channel.end();
  await turns();
  t.deepEqual(input().slice(2), [{ bytes: 0, isLast: true }]);
  await sending.answer();
  t.is(sending.sent.length, 3);
});

test("the end goes with the last bytes, in pieces that a host takes", async (t) => {
  const { sending, channel, input } = await opened();
  channel.write(Buffer.alloc(700_001));
  channel.end();
  await turns();
  for (let count = 0; count < 3; count++) await sending.answer();
  t.deepEqual(input(), [
    { bytes: 350_000, isLast: false },
    { bytes: 350_000, isLast: false },
    { bytes: 1, isLast: true },
  ]);
});

test("a piece that is just as long as a host takes is one", async (t) => {
  const { channel, input } = await opened();
  channel.write(Buffer.alloc(350_000));
  channel.end();
  await turns();
  t.deepEqual(input(), [{ bytes: 350_000, isLast: true }]);
});

test("who writes more than 4 MiB is asked to wait, and told once when there is room", async (t) => {
  const { sending, channel } = await opened();
  let told = 0;
  channel.onDrain(() => {
    told += 1;
  });
  channel.write(Buffer.alloc(4 << 20));
  t.false(channel.congested);
  channel.write("x");
  t.true(channel.congested);
  channel.write(Buffer.alloc(400_000));
  await turns();
  // a piece is on its way, and there is still too much
  t.true(channel.congested);
  await sending.answer();
  t.is(told, 0);
  await sending.answer();
  t.is(told, 1);
  await sending.answer();
  t.is(told, 1);
});

test("both streams are given as they come, and early words to the first who listens", async (t) => {
  const { receiving, channel, verbs } = await opened();
  const heard: string[] = [];
  await receiving.answer(output(stream("stdout", "early") + stream("stderr", "soon")));
  channel.onStdout((data) => heard.push(`1 ${data}`));
  channel.onStdout((data) => heard.push(`2 ${data}`));
  channel.onStderr((data) => heard.push(`e ${data}`));
  await receiving.answer(silence);
  await receiving.answer(output(stream("stderr", "bad") + stream("stdout", "late") + done(3)));
  t.deepEqual(heard, ["1 early", "e soon", "1 late", "2 late", "e bad"]);
  t.deepEqual(await channel.exit, { code: 3, signal: null });
  t.is(receiving.sent.length, 3);
  t.is(receiving.waiting.length, 0);
  // the host is told that nothing more is asked for
  t.deepEqual(verbs(), ["Signal"]);
});

test("a paused channel asks for nothing until it goes on", async (t) => {
  const { receiving, channel } = await opened();
  channel.pause();
  channel.pause();
  await receiving.answer();
  t.is(receiving.sent.length, 1);
  channel.resume();
  await turns();
  t.is(receiving.sent.length, 2);
  await receiving.answer();
  t.is(receiving.sent.length, 3);
});

test("what is closed is ended on the host, once, and takes no more", async (t) => {
  const { sending, receiving, channel, verbs } = await opened();
  channel.pause();
  channel.close();
  channel.close();
  channel.write("no");
  await turns();
  t.deepEqual(verbs(), ["Signal"]);
  t.regex(sending.sent[0]!.body, /signal\/terminate</);
  const ended = t.throwsAsync(channel.exit, { message: "the command was ended" });
  await receiving.answer(silence);
  t.like(await ended, { code: "CONNECTION_LOST" });
});

test("a command that has ended takes no input: how it ended is heard all the same", async (t) => {
  const { sending, receiving, channel, verbs } = await opened();
  let told = 0;
  channel.onDrain(() => {
    told += 1;
  });
  channel.write("unread");
  await turns();
  await sending.answer(gone);
  t.is(told, 1);
  channel.write("nobody reads this");
  channel.end();
  await turns();
  await receiving.answer(output(stream("stdout", "said before") + done(0)));
  t.deepEqual(await channel.exit, { code: 0, signal: null });
  t.deepEqual(verbs(), ["Send"]);
});

test("input that is lost on the way ends the command, and is told", async (t) => {
  const { sending, receiving, channel, verbs } = await opened();
  channel.write("lost");
  await turns();
  await sending.answer(new Error("reset by peer"));
  t.deepEqual(verbs(), ["Send", "Signal"]);
  const ended = t.throwsAsync(channel.exit, { message: "the connection was lost: reset by peer" });
  await receiving.answer(output(done(0)));
  t.like(await ended, { code: "CONNECTION_LOST" });
});

test("input that is lost is told too where the host says nothing more", async (t) => {
  const { sending, receiving, channel } = await opened();
  channel.write("lost");
  await turns();
  await sending.answer(new Error("reset by peer"));
  const ended = t.throwsAsync(channel.exit, { message: "the connection was lost: reset by peer" });
  await receiving.answer(silence);
  await ended;
});

test("a shell that is taken away ends the command: nobody waits for room, nothing is sent", async (t) => {
  const { receiving, channel, verbs } = await opened();
  let told = 0;
  channel.onDrain(() => {
    told += 1;
  });
  const ended = t.throwsAsync(channel.exit, { message: /the shell on the host was taken away$/ });
  await receiving.answer(gone);
  await ended;
  t.is(told, 1);
  channel.write("no");
  channel.close();
  await turns();
  t.deepEqual(verbs(), []);
});
