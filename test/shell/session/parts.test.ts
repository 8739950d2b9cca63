import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import test from "ava";
import type { Channel, Connection } from "../../../src/model/connection.js";
import type { ShellValue } from "../../../src/model/script.js";
import { Secret } from "../../../src/model/secret.js";
import { Aside } from "../../../src/shell/session/aside.js";
import { assignment, quote, quoteWords } from "../../../src/shell/session/quote.js";
import { scratchFolder } from "../../helpers/scratch.js";
import { plain, script, withSession } from "../../helpers/session.js";

/** A value, and what a shell makes of its assignment: `~` is /home/me, `~ann` /home/ann, $KNOWN is set, $NONE is not. */
const VALUES: readonly (readonly [value: ShellValue, is: string])[] = [
  [null, ""],
  [undefined, ""],
  [false, ""],
  [true, "1"],
  [7, "7"],
  ["", ""],
  ["plain/word-1.0@x:y", "plain/word-1.0@x:y"],
  ['it\'s "a" $KNOWN `b` \\ * ~', 'it\'s "a" $KNOWN `b` \\ * ~'],
  ["two\nlines\n\n", "two\nlines\n\n"],
  [new Secret("a'b"), "a'b"],
  [Buffer.from("bytes'"), "bytes'"],
  [["a b", new Secret("c'd"), { path: "~/e" }], "a b\nc'd\n/home/me/e"],
  [[], ""],
  [{ path: "/plain/path" }, "/plain/path"],
  [{ path: "it's here" }, "it's here"],
  [{ path: "~" }, "/home/me"],
  [{ path: "~/a b" }, "/home/me/a b"],
  [{ path: "~ann" }, "/home/ann"],
  [{ path: "~ann/x" }, "/home/ann/x"],
  [{ path: "~a.b-c_d/x" }, "/home/a.b-c_d/x"],
  [{ path: "~a b/x" }, "~a b/x"],
  [{ path: "~$KNOWN/x" }, "~known/x"],
  [{ path: "/a/~/b" }, "/a/~/b"],
  [{ path: "/a/~ann" }, "/a/~ann"],
  [{ path: "a~/b" }, "a~/b"],
  [{ path: "/$KNOWN/~ann" }, "/known/~ann"],
  [{ path: "/a~b/$KNOWN" }, "/a~b/known"],
  [{ path: "$KNOWN" }, "known"],
  [{ path: "/a/$KNOWN.d/${KNOWN}x" }, "/a/known.d/knownx"],
  [{ path: "/$NONE/x" }, "/$NONE/x"],
  [{ path: "/$1/x$" }, "/$1/x$"],
  [{ path: "/a'b/$KNOWN" }, "/a'b/known"],
  [{ path: "$(id)/`id`/$KNOWN" }, "$(id)/`id`/known"],
];

test("every shell reads back what a value says", (t) => {
  const lines = VALUES.map(([value], index) => `v${index}=${assignment(value)}\nprintf '%s\\0' "$v${index}"`);
  const text = `t_home() { echo "/home/$1"; }\nHOME=/home/me KNOWN=known; unset NONE\n${lines.join("\n")}\n`;
  for (const shell of ["sh", "bash"]) {
    const said = execFileSync(shell, { input: text }).toString().split("\0").slice(0, -1);
    t.deepEqual(
      said.map((one, index) => [VALUES[index]![0], one]),
      VALUES.map(([value, is]) => [value, is]),
      shell,
    );
  }
});

test("words are quoted where they must be, and can be taken apart again", (t) => {
  t.is(quote("a/b-c_d.e@f%g+h=i:j,k"), "a/b-c_d.e@f%g+h=i:j,k");
  for (const odd of ["", " ", "a b", "$a", "~", "*", "a;b", "ä", "a\nb"]) t.is(quote(odd), `'${odd}'`);
  const words = ["a", "", "b c", "d'e", "f\ng"];
  const said = execFileSync("sh", [
    "-c",
    `eval "$1"; printf '%s\\0' "$@"`,
    "x",
    `set -- ${quoteWords(words)}`,
  ]);
  t.deepEqual(said.toString().split("\0").slice(0, -1), words);
});

interface Fake {
  connection: Connection;
  written: string[];
  opened: string[];
  /** how often each was asked of the channel */
  calls: Record<"end" | "close" | "pause" | "resume", number>;
  say(text: string): void;
  complain(text: string): void;
  finish(code: number): void;
  lose(error: Error): void;
  drain(): void;
  congested: boolean;
}

/** A channel that does what the test says. */
function fake(): Fake {
  const out: ((data: Buffer) => void)[] = [];
  const err: ((data: Buffer) => void)[] = [];
  const drains: (() => void)[] = [];
  const calls = { end: 0, close: 0, pause: 0, resume: 0 };
  let finish: Fake["finish"] = () => {};
  let lose: Fake["lose"] = () => {};
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve, reject) => {
    finish = (code) => resolve({ code, signal: null });
    lose = reject;
  });
  exit.catch(() => {});
  const made: Fake = {
    connection: undefined as unknown as Connection,
    written: [],
    opened: [],
    calls,
    say: (text) => {
      for (const one of out) one(Buffer.from(text));
    },
    complain: (text) => {
      for (const one of err) one(Buffer.from(text));
    },
    finish,
    lose,
    drain: () => {
      for (const one of drains.splice(0)) one();
    },
    congested: false,
  };
  const count = (name: keyof typeof calls) => () => {
    calls[name] += 1;
  };
  const channel: Channel = {
    write: (data) => void made.written.push(data.toString()),
    get congested() {
      return made.congested;
    },
    onDrain: (listener) => void drains.push(listener),
    end: count("end"),
    onStdout: (listener) => void out.push(listener),
    onStderr: (listener) => void err.push(listener),
    exit,
    close: count("close"),
    pause: count("pause"),
    resume: count("resume"),
  };
  made.connection = {
    open: async (command) => {
      made.opened.push(command);
      return channel;
    },
    close: async () => {},
    notes: [],
  };
  return made;
}

const asideOf = ({ connection }: Fake) =>
  new Aside(connection, { become: undefined, seconds: 1, beside: (command) => `beside ${command}` });
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function* pieces(...texts: string[]) {
  for (const text of texts) {
    yield Buffer.from(text);
    await turn();
  }
}

test("a command beside a session gives its outputs and code, and is told all of its input", async (t) => {
  const host = fake();
  const running = asideOf(host).run("work", pieces("a", "b"));
  await turn();
  host.say("one");
  host.complain("two");
  for (let wait = 0; wait < 5; wait++) await turn();
  host.say("three");
  host.finish(3);
  const { stdout, stderr, code } = await running;
  t.deepEqual([stdout.toString(), stderr.toString(), code], ["onethree", "two", 3]);
  t.deepEqual(host.opened, ["beside work"]);
  t.deepEqual(host.written, ["a", "b"]);
  t.is(host.calls.end, 1);
  t.is(host.calls.close, 0);
});

test("nothing is written to a command that has ended, nor is its end told", async (t) => {
  const host = fake();
  const running = asideOf(host).run("work", pieces("a", "b", "c"));
  await turn();
  host.finish(1);
  t.is((await running).code, 1);
  t.true(host.written.length < 3, host.written.join());
  t.is(host.calls.end, 0);
});

test("where a channel is full, what is written waits for it, or for its end", async (t) => {
  const host = fake();
  host.congested = true;
  const running = asideOf(host).run("work", pieces("a", "b", "c"));
  for (let wait = 0; wait < 5; wait++) await turn();
  t.deepEqual(host.written, ["a"]);
  host.drain();
  for (let wait = 0; wait < 5; wait++) await turn();
  t.deepEqual(host.written, ["a", "b"]);
  host.finish(0);
  t.is((await running).code, 0);
});

test("a channel that is lost is closed, and the loss is told", async (t) => {
  const host = fake();
  const running = asideOf(host).run("work");
  await turn();
  host.lose(new Error("gone"));
  await t.throwsAsync(running, { message: "gone" });
  t.is(host.calls.close, 1);
});

test("what is read goes to its sink in order, and the host waits where the sink is slow", async (t) => {
  const host = fake();
  const taken: number[] = [];
  const given: (() => void)[] = [];
  const reading = asideOf(host).read("work", async (chunk) => {
    await new Promise<void>((resolve) => given.push(resolve));
    taken.push(chunk.length);
  });
  await turn();
  t.is(host.calls.end, 1, "it has no input");
  for (const size of [1, 2, 3]) host.say("x".repeat(size << 20));
  t.is(host.calls.pause, 1, "six megabytes wait");
  host.complain("warning");
  host.finish(0);
  for (let wait = 0; wait < 20; wait++) {
    await turn();
    given.shift()?.();
  }
  t.deepEqual(taken, [1 << 20, 2 << 20, 3 << 20]);
  t.deepEqual(await reading, { stderr: Buffer.from("warning"), code: 0 });
  t.true(host.calls.resume >= 1);
});

test("a sink that fails closes the channel once, and its failure is told", async (t) => {
  const host = fake();
  const reading = asideOf(host).read("work", async () => {
    throw new Error("disk full");
  });
  await turn();
  host.say("a");
  host.say("b");
  await turn();
  t.is(host.calls.close, 1);
  host.finish(1);
  await t.throwsAsync(reading, { message: "disk full" });
});

test("commands that run are given up with their session", async (t) => {
  const host = fake();
  const aside = asideOf(host);
  const running = aside.run("work");
  await turn();
  aside.close();
  t.is(host.calls.close, 1);
  host.finish(1);
  await running;
  aside.close();
  t.is(host.calls.close, 1, "it has ended");
});

const content = Buffer.alloc(2_000_000, "tera");
const file = { sha1: "x", size: content.length, content };
const takes = () => script("need new; say never yes", {}, { new: file });
const notTaking = (asked: string) => (asked.includes("cat >") ? "exit 1" : asked);

/** How a request minds a failure; what becomes of the one behind it, where its file could not be sent. */
const MINDS: readonly (readonly [
  onFailure: "halt" | "note" | "ignore",
  haltIfNoted: boolean,
  then: string,
])[] = [
  ["halt", false, "halted"],
  ["note", true, "halted"],
  ["note", false, "runs"],
  ["ignore", false, "runs"],
  ["ignore", true, "runs"],
];

for (const [onFailure, haltIfNoted, then] of MINDS)
  test(`after a file that cannot be sent, with ${onFailure}${haltIfNoted ? " at the end of a group" : ""}, what follows is ${then}`, (t) =>
    withSession(
      async (session) => {
        const [upload, after] = await Promise.all([
          session.send(takes(), { ...plain, onFailure, haltIfNoted }),
          session.send(script("say alive yes"), { ...plain, onFailure: "ignore" }),
        ]);
        t.regex((upload as { failure: string }).failure, /cannot send a file/);
        t.is(after === "halted" ? "halted" : after.said.alive === "yes" ? "runs" : "", then);
      },
      { wrapped: notTaking },
    ));

test("a noted file that could not be sent halts at the end of its group", (t) =>
  withSession(
    async (session) => {
      const note = { ...plain, onFailure: "note" as const };
      const [, second, third] = await Promise.all([
        session.send(takes(), note),
        session.send(script("say n 2"), { ...note, haltIfNoted: true }),
        session.send(script("say n 3"), plain),
      ]);
      t.not(second, "halted");
      t.is(third, "halted");
    },
    { wrapped: notTaking },
  ));

test("what was noted halts where the group ends with a file that could not be sent, whatever that one minds", (t) =>
  withSession(
    async (session) => {
      const [, second, third] = await Promise.all([
        session.send(script("fail first"), { ...plain, onFailure: "note" }),
        session.send(takes(), { ...plain, onFailure: "ignore", haltIfNoted: true }),
        session.send(script("say n 3"), plain),
      ]);
      t.not(second, "halted");
      t.is(third, "halted");
    },
    { wrapped: notTaking },
  ));

test("nothing is left of long outputs that no result names", (t) => {
  const top = scratchFolder("spool-exit");
  const spool = new URL("../../../src/shell/session/spool.js", import.meta.url).href;
  const program = `
    const { Spool, keepOutput, wholeOutput } = await import(${JSON.stringify(spool)});
    const long = () => { const one = new Spool(); one.push(Buffer.alloc(9e6, "x")); return one.finish(); };
    const [read, left, kept] = [long(), long(), process.argv[1] === "keep" ? long() : undefined];
    wholeOutput(read);
    wholeOutput(long());
    if (kept) console.log(keepOutput(kept));`;
  const run = (word: string) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", program, word], {
      env: { ...process.env, TMPDIR: top },
    })
      .toString()
      .trim();
  run("none");
  t.deepEqual(readdirSync(top), []);
  const kept = run("keep");
  const [folder] = readdirSync(top);
  t.deepEqual(readdirSync(`${top}/${folder}`), [kept.split("/").at(-1)]);
});
