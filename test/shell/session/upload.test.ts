import test from "ava";
import { Fault } from "../../../src/model/errors.js";
import { answered, plain, script, withSession } from "../../helpers/session.js";

const content = Buffer.alloc(8_000_000, "tera");
const file = { sha1: "x", size: content.length, content };
const takes = () => script('need new; say size "$(wc -c <"$new")"', {}, { new: file });

/** How a host takes a file: the command that reads it is replaced. */
const taking = (command: string) => (asked: string) => (asked.includes("cat >") ? command : asked);

/** A channel that ends while a file is written to it. */
const ENDS: [string, string, RegExp][] = [
  ["at once", "exit 1", /cannot send a file to .*: status 1$/],
  [
    "at once and says why",
    "echo 'cat: write error: No space left on device' >&2; exit 1",
    /: No space left on device$/,
  ],
  ["in the middle", "head -c 3000000 >/dev/null; exit 1", /status 1$/],
  ["with half of it", "head -c 3000000 | wc -c", /did not arrive whole: 3000000 of 8000000 bytes/],
];

for (const [when, command, told] of ENDS)
  test(`an upload that ends ${when} is a failure of its task, and the session lives on`, (t) =>
    withSession(
      async (session) => {
        const [upload, after] = await Promise.all([
          session.send(takes(), { ...plain, onFailure: "ignore" }),
          session.send(script("say alive yes"), plain),
        ]);
        t.regex(answered(upload).failure!, told);
        t.is(answered(after).said.alive, "yes");
      },
      { wrapped: taking(command) },
    ));

test("an upload that fails halts what was sent after it, until the session is resumed", (t) =>
  withSession(
    async (session) => {
      const [upload, after] = await Promise.all([
        session.send(takes(), plain),
        session.send(script("say n 1"), plain),
      ]);
      t.truthy(answered(upload).failure);
      t.is(after, "halted");
      session.resume();
      t.is(answered(await session.send(script("say n 2"), plain)).said.n, "2");
    },
    { wrapped: taking("exit 1") },
  ));

test("a connection that is lost in an upload is lost: nothing waits for ever", async (t) => {
  await withSession(
    async (session) => {
      const upload = session.send(takes(), plain);
      const after = session.send(script("say n 1"), plain);
      for (const one of [upload, after]) {
        const fault = await t.throwsAsync(one, { instanceOf: Fault });
        t.is(fault?.code, "CONNECTION_LOST");
      }
    },
    { wrapped: taking("head -c 3000000 >/dev/null; kill -9 $$") },
  );
});

test("files of requests that are done are removed when the next one comes", (t) =>
  withSession(async (session) => {
    const look = () => script('need new; set -- "$T_D"/new-*; say count $#', {}, { new: file });
    for (let turn = 0; turn < 3; turn++) t.is(answered(await session.send(look(), plain)).said.count, "1");
  }));

test("a file of the controller that has gone meanwhile is a failure of its task, and what follows is answered", (t) =>
  withSession(async (session) => {
    const gone = { sha1: "x", size: 8_000_000, content: { path: "/nowhere/at all" } };
    const [upload, after, later] = await Promise.all([
      session.send(script("need new", {}, { new: gone }), { ...plain, onFailure: "ignore" }),
      session.send(script("say n 1"), plain),
      session.send(script("say n 2"), plain),
    ]);
    t.regex(answered(upload).failure!, /^cannot read a file of the controller: ENOENT/);
    t.deepEqual([answered(after).said.n, answered(later).said.n], ["1", "2"]);
  }));
