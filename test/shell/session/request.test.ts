import test from "ava";
import type { LocalContent, LocalFile, RequestOptions, ShellLibrary } from "../../../src/model/script.js";
import { chunksOf, definitions, INLINE_LIMIT, requestText } from "../../../src/shell/session/request.js";
import { plain, script } from "../../helpers/session.js";

const base: ShellLibrary = { name: "base", text: "base() { :; }\n" };
const above: ShellLibrary = { name: "above", uses: [base], text: "above() { base; }\n" };

test("a session is told each library, variable and text once: what is used before its user", (t) => {
  const known = new Set<string>();
  const one = { ...script("above", { a: "1", b: "" }), name: "one-1", uses: [above, base] };
  t.is(definitions(one, known), "base() { :; }\nabove() { base; }\na= b=\nm_one_1() {\nabove\n:\n}\n");
  t.is(definitions(one, known), "");
  const two = { ...script("base", { b: "2", c: "3" }), name: "two", uses: [base] };
  t.is(definitions(two, known), "c=\nm_two() {\nbase\n:\n}\n");
});

const file = (content: LocalContent, size: number, more: Partial<LocalFile> = {}): LocalFile => ({
  sha1: "ab",
  size,
  content,
  ...more,
});
const bytes = (size: number) => Buffer.alloc(size, "x");

/** What is asked, options beside the plain ones, and the lines between the frame's own. */
const REQUESTS: [Record<string, string>, Partial<RequestOptions>, string[]][] = [
  [{}, {}, ["check= diff="]],
  [{}, { check: true, diff: true }, ["check=1 diff=1"]],
  [{ a: "x y", b: "" }, {}, ["check= diff=", "a='x y'"]],
  [
    { a: "", b: "1" },
    { environment: { a: "of mine" } },
    ["check= diff=", "export a='of mine'", "a=''", "b=1"],
  ],
];

for (const [vars, options, lines] of REQUESTS)
  test(`a request with ${JSON.stringify(vars)} and ${JSON.stringify(options)}`, (t) => {
    const asked = { ...script(":", vars), name: "m" };
    const text = requestText(asked, { ...plain, onFailure: "halt", ...options }, new Map());
    t.is(text, `if t_go; then (\n${[...lines, "m_m"].join("\n")}\n) </dev/null; t_end $? halt ; fi\n`);
  });

test("what is done at a failure stands behind the request", (t) => {
  const asked = { ...script(":"), name: "m" };
  const text = requestText(asked, { ...plain, onFailure: "ignore", haltIfNoted: true }, new Map());
  t.true(text.endsWith("; t_end $? ignore 1; fi\n"), text);
});

/** A file, whether the job is alone, and what of its content goes along: nothing, text, or base64. */
const FILES: [string, LocalFile, boolean, RegExp | undefined][] = [
  ["a text", file(Buffer.from("it's"), 4), false, /^T_in_f='it'.*s'$/m],
  ["bytes", file(Buffer.from([0, 255]), 2), false, /^T_b64_f=1 T_in_f=AP8=$/m],
  ["bytes without NUL", file(Buffer.from([255]), 1), false, /^T_b64_f=1 T_in_f=\/w==$/m],
  ["just small enough", file(bytes(INLINE_LIMIT), INLINE_LIMIT), false, /^T_in_f=.?x{16384}.?$/m],
  ["just too large", file(bytes(INLINE_LIMIT + 1), INLINE_LIMIT + 1), false, undefined],
  ["too large for a job that is alone", file(bytes(INLINE_LIMIT + 1), INLINE_LIMIT + 1), true, /^T_in_f=/m],
  ["small, on demand", file(bytes(3), 3, { onDemand: true }), false, undefined],
  ["small, on demand, for a job that is alone", file(bytes(3), 3, { onDemand: true }), true, /^T_in_f=/m],
  ["of the disk", file({ path: "/none" } as LocalContent, 3), true, undefined],
];

for (const [name, one, isAlone, expected] of FILES)
  test(`a file goes along with its request or not: ${name}`, (t) => {
    const asked = { ...script(":"), name: "m", files: { f: one } };
    const text = requestText(asked, { ...plain, isAlone }, new Map());
    t.regex(text, new RegExp(`^f_sha1=ab f_size=${one.size} f_md5=$`, "m"));
    if (expected) t.regex(text, expected);
    else t.notRegex(text, /T_in_|T_b64_/);
  });

test("a file that is there already is named, and not sent", (t) => {
  const asked = { ...script(":"), name: "m", files: { f: file(bytes(1), 1, { md5: "cd" }) } };
  const text = requestText(asked, plain, new Map([["f", "/tmp/a b"]]));
  t.regex(text, /^f_sha1=ab f_size=1 f_md5=cd\nT_at_f='\/tmp\/a b'\nm_m$/m);
  t.notRegex(text, /T_in_/);
});

test("content of many parts is read part by part", async (t) => {
  const parts: Buffer[] = [];
  const content: LocalContent = { parts: [bytes(2), { parts: [bytes(1)] }] } as LocalContent;
  for await (const chunk of chunksOf(content)) parts.push(chunk);
  t.deepEqual(parts.map(String), ["xx", "x"]);
});
