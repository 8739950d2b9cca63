import test from "ava";
import fc from "fast-check";
import { Fault } from "../../../src/model/errors.js";
import { type Frame, FrameReader } from "../../../src/shell/session/frame.js";
import { openSession } from "../../../src/shell/session/session.js";
import { plain, script, spokenHost } from "../../helpers/session.js";

const MARK = "0123456789abcdef";

/** The frames of chunks; neighbouring output put together. */
function framesOf(chunks: readonly Buffer[]): (string | { verb: string; payload: string[] })[] {
  const frames: Frame[] = [];
  const reader = new FrameReader(MARK, (frame) => frames.push(frame));
  for (const chunk of chunks) reader.push(chunk);
  const found: (string | { verb: string; payload: string[] })[] = [];
  for (const frame of frames)
    if (frame.kind === "record")
      found.push({ verb: frame.verb, payload: frame.payload.map((one) => one.toString("latin1")) });
    else if (typeof found.at(-1) === "string") found.push(`${found.pop()}${frame.bytes.toString("latin1")}`);
    else found.push(frame.bytes.toString("latin1"));
  return found;
}

const record = (verb: string, ...payload: string[]): string =>
  `\x01${MARK} ${[verb, ...payload.map((one) => one.length)].join(" ")}\n${payload.join("")}`;

const text = fc.string({ unit: "binary-ascii", maxLength: 40 });
const whole = fc.oneof(
  text,
  fc.constantFrom("begin", "change", "halted").map((verb) => record(verb)),
  fc.tuple(text, text).map(([name, value]) => record("say", name, value)),
  text.map((message) => record("fail", message)),
  fc.constant(`\x01${MARK.slice(0, 5)}`),
);

test("what a stream holds does not depend on how it was cut into chunks", (t) => {
  fc.assert(
    fc.property(fc.array(whole), fc.array(fc.nat(30), { minLength: 1 }), (parts, lengths) => {
      const stream = Buffer.from(parts.join(""), "latin1");
      const chunks: Buffer[] = [];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const length = lengths[turn % lengths.length]! + 1;
        chunks.push(stream.subarray(at, at + length));
        at += length;
      }
      t.deepEqual(framesOf(chunks), framesOf([stream]));
    }),
  );
});

test("whatever comes, a reader goes on or says that it is nonsense", (t) => {
  const spoilt = fc.tuple(fc.array(whole), fc.nat(), fc.nat(255), fc.constantFrom("cut", "change", "double"));
  fc.assert(
    fc.property(spoilt, ([parts, where, byte, how]) => {
      const stream = Buffer.from(parts.join(""), "latin1");
      const at = stream.length === 0 ? 0 : where % stream.length;
      if (how === "change" && stream.length > 0) stream[at] = byte;
      const sent =
        how === "cut"
          ? stream.subarray(at)
          : how === "double"
            ? Buffer.concat([stream, stream.subarray(at)])
            : stream;
      try {
        framesOf([sent]);
      } catch (error) {
        if (!(error instanceof Fault) || error.code !== "SESSION_BROKEN") throw error;
      }
    }),
    { numRuns: 2000 },
  );
  t.pass();
});

/** Records that none of ours can be. */
const NONSENSE = [
  "say NaN 1",
  "say 4 9000000000",
  "say -1 4",
  "fail x",
  "fail -90",
  "fail 1e3",
  "fail",
  "fail 1 2",
  "diff",
  "diff 1 1",
  "content 99999999 99999999 1",
  "shout 3",
  "",
  "x".repeat(10_000),
];

for (const header of NONSENSE)
  test(`\`${header.slice(0, 30)}\` is nonsense at once`, (t) => {
    const end = header.length > 300 ? "" : "\n";
    const fault = t.throws(() => framesOf([Buffer.from(`\x01${MARK} ${header}${end}`)]), {
      instanceOf: Fault,
    });
    t.is(fault?.code, "SESSION_BROKEN");
  });

test("a long record that comes byte by byte is put together once", (t) => {
  const value = "v".repeat(200_000);
  const stream = Buffer.from(record("say", "name", value));
  const chunks = Array.from({ length: stream.length }, (_, at) => stream.subarray(at, at + 1));
  t.deepEqual(framesOf(chunks), [{ verb: "say", payload: ["name", value] }]);
});

/** Frames that are right and come when nobody asked for them: `M` is the mark. */
const FORGED: [string, string][] = [
  ["an end before anything", "\x01M end 0\n"],
  ["a beginning within an answer", "\x01M hello 1\n\x01M begin\n\x01M begin\n"],
  ["a second greeting", "\x01M hello 1\n\x01M hello 2\n"],
  ["a greeting without a number", "\x01M hello x\n"],
  ["a value outside of an answer", "\x01M hello 1\n\x01M change\n"],
  ["an end with no status", "\x01M hello 1\n\x01M begin\n\x01M end NaN\n"],
  ["a file that nobody has", "\x01M hello 1\n\x01M begin\n\x01M need 7 2\n../../x/t\x01M end 92\n"],
  [
    "a file by the name of a method",
    "\x01M hello 1\n\x01M begin\n\x01M need 11 2\nconstructor/t\x01M end 92\n",
  ],
];

for (const [what, frames] of FORGED)
  test(`${what} makes the host unreachable`, async (t) => {
    const host = spokenHost();
    const session = await openSession(host.connection, { timeout: 5 });
    const answer = session.send(script("say a b"), plain);
    const mark = await host.mark();
    host.complain(`\x01${mark} end\n`);
    host.say(frames.replaceAll("M", mark));
    const fault = await t.throwsAsync(answer, { instanceOf: Fault });
    t.is(fault?.code, "SESSION_BROKEN", fault?.message);
    t.regex(fault!.message, /the host answered nonsense/);
    t.true(host.closed);
    await t.throwsAsync(session.send(script("say a b"), plain), { instanceOf: Fault });
  });
