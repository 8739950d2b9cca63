import { existsSync } from "node:fs";
import test from "ava";
import type { RequestOptions } from "../../../src/model/script.js";
import { answered, plain, script, withSession } from "../../helpers/session.js";

test("values survive quotes, dollars, newlines and umlauts there and back", (t) =>
  withSession(async (session) => {
    const value = `a'b "c" $HOME \\ \n ü \t end`;
    const answer = answered(await session.send(script('say back "$value"', { value }), plain));
    t.is(answer.said.back, value);
  }));

test("what differs is noted and acted on, and only noted in check mode", (t) =>
  withSession(async (session) => {
    const text = "differs mode 0644 0755 && say acted yes; differs same 1 1 && say never yes";
    const applied = answered(await session.send(script(text), plain));
    t.true(applied.changed);
    t.deepEqual(applied.diffs, [{ name: "mode", before: "0644", after: "0755", kind: "value" }]);
    t.deepEqual(applied.said, { acted: "yes" });
    const checked = answered(await session.send(script(text), { ...plain, check: true }));
    t.true(checked.changed);
    t.deepEqual(checked.said, {});
  }));

test("output of programs comes back as the bytes it was, apart from stderr", (t) =>
  withSession(async (session) => {
    const answer = answered(
      await session.send(
        script("user_run printf 'a\\000b\\001c'; user_run sh -c 'echo oops >&2; exit 3'; say_json rc $rc"),
        plain,
      ),
    );
    t.deepEqual(answer.stdout, Buffer.from("a\0b\x01c"));
    t.is(answer.stderr.toString(), "oops\n");
    t.is(answer.said.rc, 3);
  }));

test("a failure halts what was sent after it, until the session is resumed", (t) =>
  withSession(async (session) => {
    const sent = [script("say n 1"), script('fail "no luck"'), script("say n 3")].map((one) =>
      session.send(one, plain),
    );
    const [first, second, third] = await Promise.all(sent);
    t.is(answered(first!).said.n, "1");
    t.is(answered(second!).failure, "no luck");
    t.is(third, "halted");
    session.resume();
    t.is(answered(await session.send(script("say n 4"), plain)).said.n, "4");
  }));

test("noted failures halt only after the last request of their group", (t) =>
  withSession(async (session) => {
    const note: RequestOptions = { ...plain, onFailure: "note" };
    const answers = await Promise.all([
      session.send(script("fail first"), note),
      session.send(script("say n 2"), { ...note, haltIfNoted: true }),
      session.send(script("say n 3"), plain),
    ]);
    t.is(answered(answers[1]!).said.n, "2");
    t.is(answers[2], "halted");
  }));

test("a large file is sent only when the host asks, and later requests wait for it", (t) =>
  withSession(async (session) => {
    const content = Buffer.alloc(300_000, "tera\0");
    const file = { sha1: "x", size: content.length, content };
    const answers = await Promise.all([
      session.send(script('need src; checksum "$src"; say sum "$sum"', {}, { src: file }), plain),
      session.send(script("say n 2"), plain),
    ]);
    const { createHash } = await import("node:crypto");
    t.is(answered(answers[0]!).said.sum, createHash("sha1").update(content).digest("hex"));
    t.is(answered(answers[1]!).said.n, "2");
  }));

test("a task that runs too long is killed with its children, and the session lives on", (t) =>
  withSession(async (session) => {
    const answer = answered(
      await session.send(script("user_run sh -c 'sleep 60; echo late'"), { ...plain, timeout: 0.3 }),
    );
    t.true(answer.timedOut > 0);
    session.resume();
    t.is(answered(await session.send(script("say alive yes"), plain)).said.alive, "yes");
  }));

test("twenty requests use one channel and send the functions once", (t) =>
  withSession(async (session) => {
    const one = script("say n $n");
    await session.send(script("say ready yes"), plain);
    const before = session.counts.bytesSent;
    await Promise.all(Array.from({ length: 20 }, (_, n) => session.send({ ...one, vars: { n } }, plain)));
    t.is(session.counts.requests, 21);
    t.true((session.counts.bytesSent - before) / 20 < 110, `${session.counts.bytesSent - before} bytes`);
    t.true(before < 6000, `the prelude is ${before} bytes`);
  }));

test("temporary files are gone when the session ends", async (t) => {
  let path = "";
  await withSession(async (session) => {
    path = String(answered(await session.send(script('make_temp; say temp "$temp"'), plain)).said.temp);
    t.true(existsSync(path));
  });
  t.false(existsSync(path));
});
