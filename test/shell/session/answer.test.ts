import test from "ava";
import type { Fault } from "../../../src/model/errors.js";
import { AnswerBuilder } from "../../../src/shell/session/answer.js";
import { Greeting } from "../../../src/shell/session/greeting.js";

const record = (verb: string, ...texts: string[]) => ({
  kind: "record" as const,
  verb,
  words: [],
  payload: texts.map((text) => Buffer.from(text)),
});

test("an answer is put together from its records", (t) => {
  const builder = new AnswerBuilder();
  builder.begin();
  for (const one of [
    record("say", "a", "1"),
    record("json", "b", '{"c": [1]}'),
    record("json", "d", "{broken"),
    record("warn", "careful"),
    record("warn", "again"),
    record("need", "new", "/tmp/x"),
  ])
    t.true(builder.record(one), one.verb);
  for (const verb of ["begin", "end", "odd"]) t.false(builder.record(record(verb)), verb);
  builder.output(Buffer.from("o"));
  builder.output(Buffer.from("ut"));
  builder.errorOutput(Buffer.from("err"));
  t.deepEqual(builder.needs, { file: "new", folder: "/tmp/x" });
  const { seconds, ...answer } = builder.finish(3);
  t.true(seconds >= 0 && seconds < 60);
  t.deepEqual(answer, {
    said: { a: "1", b: { c: [1] }, d: "{broken" },
    changed: false,
    warnings: ["careful", "again"],
    diffs: [],
    stdout: Buffer.from("out"),
    stderr: Buffer.from("err"),
    code: 3,
    timedOut: 0,
  });
});

/** A record, and what is other than in an answer without any. */
for (const [verb, texts, more] of [
  ["change", [], { changed: true }],
  [
    "diff",
    ["mode", "1", "2"],
    { changed: true, diffs: [{ name: "mode", before: "1", after: "2", kind: "value" }] },
  ],
  [
    "content",
    ["/f", "a", "b"],
    { changed: true, diffs: [{ name: "/f", before: "a", after: "b", kind: "content" }] },
  ],
  ["fail", ["why"], { failure: "why" }],
  ["skip", ["why"], { skipped: "why" }],
] as const)
  test(`the record ${verb} says its own`, (t) => {
    const builder = new AnswerBuilder();
    t.true(builder.record(record(verb, ...texts)));
    t.like(builder.finish(0), { changed: false, diffs: [], failure: undefined, skipped: undefined, ...more });
  });

test("what was ended has failed for that reason, whatever was said", (t) => {
  const builder = new AnswerBuilder();
  builder.record(record("fail", "own"));
  builder.ended("stuck");
  builder.timedOut(7);
  t.like(builder.finish(0), { failure: "stuck", timedOut: 7, code: 0 });
  t.like(new AnswerBuilder().failed("never"), { failure: "never", code: 1, changed: false });
});

/** A greeting that waits a minute, and why it was given up. */
function greeting(): { one: Greeting; lost: Fault[] } {
  const lost: Fault[] = [];
  return { one: new Greeting(60, (fault) => lost.push(fault)), lost };
}

/** What a host printed instead of a greeting, and how it is shown. */
const NOISE: readonly (readonly [printed: string[], said: string])[] = [
  [[], ""],
  [[" This account\n\n is  not\0available\n"], "This account is not available"],
  [["a\x1b[1mb\x7f"], "a\\x1b[1mb\\x7f"],
  [["x".repeat(300)], "x".repeat(300)],
  [["x".repeat(301)], `${"x".repeat(300)}…`],
  [["one ", "two"], "one two"],
];

test("what a host prints instead of a greeting is shown in one line", (t) => {
  for (const [printed, said] of NOISE) {
    const { one } = greeting();
    for (const text of printed) one.hear(Buffer.from(text));
    t.is(one.said, said);
    t.is(one.fault("no shell").message, said === "" ? "no shell" : `no shell, it printed: ${said}`);
    one.over();
  }
});

test("a host that sends back what it is told is told as that", (t) => {
  for (const [text, is] of [
    ["T_M=1; t_go() { :; }", true],
    ["T_M=1", false],
    ["t_go()", false],
  ] as const) {
    const { one } = greeting();
    one.hear(Buffer.from(text));
    t.is(/sends back what it is told$/.test(one.fault("no shell").message), is, text);
    one.over();
  }
});

test("a host that prints without end is given up once, and nothing after the greeting counts", (t) => {
  const { one, lost } = greeting();
  one.hear(Buffer.alloc(1024 * 1024, "x"));
  t.deepEqual(lost, []);
  t.false(one.isOver);
  one.hear(Buffer.from("x"));
  one.hear(Buffer.from("x"));
  t.is(lost.length, 1);
  t.regex(lost[0]!.message, /prints without end, it printed: x+…$/);
  t.true(one.isOver);
  const other = greeting();
  other.one.over();
  other.one.hear(Buffer.alloc(2 * 1024 * 1024, "x"));
  t.deepEqual([other.lost, other.one.said], [[], ""]);
});

test("errors begin once", (t) => {
  const { one } = greeting();
  t.false(one.errorsBegun);
  one.beginErrors();
  t.true(one.errorsBegun);
  t.throws(() => one.beginErrors(), { message: /second greeting/ });
  one.over();
});

test("a shell that says nothing is given up", async (t) => {
  const fault = await new Promise<Fault>((resolve) => new Greeting(0.01, resolve));
  t.is(fault.message, "the shell on the host did not answer within 0.01 s");
  t.is(fault.code, "SESSION_BROKEN");
});
