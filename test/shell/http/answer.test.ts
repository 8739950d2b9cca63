import test from "ava";
import type { Answer } from "../../../src/model/result.js";
import { answered } from "../../../src/shell/http/answer.js";

const URL = "http://h:1/a/b?c";
const answer = (said: object, stdout: string | Buffer = "", more: Partial<Answer> = {}): Answer =>
  ({ said, stdout: Buffer.from(stdout as string), changed: false, ...more }) as unknown as Answer;

const OK = { status: 200, url: URL, redirected: false, elapsed: 0, changed: false };
const head = (first: string, ...lines: string[]) => `${[first, ...lines].join("\n")}\n`;

interface Row {
  said: object;
  body?: string | Buffer;
  more?: Partial<Answer>;
  content?: boolean;
  result: object;
}

const ROWS: Readonly<Record<string, Row>> = {
  "nothing at all": { said: {}, result: {} },
  "that it was not asked": {
    said: { not_run: "skipped, since /x exists", status: "200" },
    result: { changed: false, stdout: "skipped, since /x exists" },
  },
  "a good answer": {
    said: {
      status: "200",
      head: head("HTTP/1.1 200 OK", "Content-Length: 3", "X-Two: a", "x-two: b"),
      elapsed: "1.9",
    },
    body: "abc",
    result: {
      ...OK,
      elapsed: 1,
      content_length: "3",
      x_two: "a, b",
      msg: "OK (3 bytes)",
      cookies: {},
      cookies_string: "",
    },
  },
  "no length": {
    said: { status: "204" },
    result: { ...OK, status: 204, msg: "OK (unknown bytes)", cookies: {}, cookies_string: "" },
  },
  "the last good status": {
    said: { status: "299" },
    result: { ...OK, status: 299, msg: "OK (unknown bytes)", cookies: {}, cookies_string: "" },
  },
  "a status that is not good yet": {
    said: { status: "199", head: head("HTTP/1.1 199 Early") },
    result: { ...OK, status: 199, msg: "HTTP Error 199: Early", body: "" },
  },
  "a status that is not good any more": {
    said: { status: "300", head: head("HTTP/1.1 300 Many choices", "Location: c") },
    body: "x",
    result: {
      ...OK,
      status: 300,
      msg: "HTTP Error 300: Many choices",
      body: "x",
      location: "http://h:1/a/c",
    },
  },
  "an error, of whose headers the last counts": {
    said: { status: "404", head: head("HTTP/1.1 404", "A: 1", "a: 2", "no header") },
    body: "gone",
    result: { ...OK, status: 404, msg: "HTTP Error 404: ", body: "gone", a: "2" },
  },
  "an error with its content": {
    said: { status: "500", head: head("HTTP/1.1 500 Oh no") },
    body: "b",
    content: true,
    result: { ...OK, status: 500, msg: "HTTP Error 500: Oh no", content: "b" },
  },
  "an error of JSON": {
    said: { status: "500", head: head("HTTP/1.1 500 E", "Content-Type: application/json") },
    body: '{"a": 1}',
    result: {
      ...OK,
      status: 500,
      msg: "HTTP Error 500: E",
      content_type: "application/json",
      json: { a: 1 },
    },
  },
  "no answer": {
    said: { status: "-1" },
    more: { failure: "refused" },
    result: { ...OK, status: -1, msg: "refused" },
  },
  "no status that is a number": {
    said: { status: "odd" },
    result: { ...OK, status: -1, msg: "HTTP Error -1: ", body: "" },
  },
  "two answers, of which the last counts": {
    said: {
      status: "200",
      head: `${head("HTTP/1.1 301 Moved", "Location: /x", "Old: 1")}\n${head("HTTP/1.1 200 OK", "New: 2")}\n`,
      redirected: "1",
      final_url: "http://h:1/x",
    },
    result: {
      ...OK,
      url: "http://h:1/x",
      redirected: true,
      new: "2",
      msg: "OK (unknown bytes)",
      cookies: {},
      cookies_string: "",
    },
  },
  "what was done with a file": {
    said: { status: "200", path: "/x", mode: "0644" },
    more: { changed: true },
    result: {
      ...OK,
      changed: true,
      path: "/x",
      mode: "0644",
      msg: "OK (unknown bytes)",
      cookies: {},
      cookies_string: "",
    },
  },
  cookies: {
    said: {
      status: "200",
      head: head(
        "HTTP/1.1 200 OK",
        "Set-Cookie: a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Path=/",
        "Set-Cookie: b=x=y",
      ),
    },
    result: {
      ...OK,
      set_cookie: "a=1; Expires=Thu, 01 Jan 2026 00:00:00 GMT; Path=/, b=x=y",
      msg: "OK (unknown bytes)",
      cookies: { a: "1", b: "x=y" },
      cookies_string: "a=1; b=x=y",
    },
  },
};

for (const [what, { said, body, more, content = false, result }] of Object.entries(ROWS))
  test(`${what}: the result`, (t) => {
    const made = answered(answer(said, body, more), { url: URL, return_content: content });
    t.deepEqual(made, result as typeof made);
  });

/** A type, a body, and its text with its JSON. */
const BODIES: readonly (readonly [type: string, body: string | Buffer, content: string, json?: unknown])[] = [
  ["text/plain", "ä", "ä"],
  ["text/plain", "\ufeffa", "\ufeffa"],
  ["text/plain; charset=latin1", Buffer.from([0xe4]), "ä"],
  ['text/plain; Charset="utf-16le"; x=y', Buffer.from([0x61, 0]), "a"],
  ["text/plain; charset=odd", "ä", "ä"],
  ["application/json", "[1]", "[1]", [1]],
  ["application/json; charset=utf-8", "[1]", "[1]", [1]],
  ["application/json ;x=y", "[1]", "[1]", [1]],
  ["text/javascript", "[1]", "[1]", [1]],
  ["application/problem+json", "[1]", "[1]", [1]],
  ["application/json", "broken", "broken"],
  ["application/jsonx", "[1]", "[1]"],
  ["application/xjson", "[1]", "[1]"],
  ["json", "[1]", "[1]"],
  ["text/plain; a/json", "[1]", "[1]"],
];

test("a body is read as its type says", (t) => {
  for (const [type, body, content, json] of BODIES) {
    const said = { status: "200", head: head("HTTP/1.1 200 OK", `Content-Type: ${type}`) };
    const made = answered(answer(said, body), { url: URL, return_content: true });
    t.is(made.content, content, type);
    t.deepEqual(made.json, json, type);
  }
});

test("another place is told as a whole address", (t) => {
  for (const [url, location, whole] of [
    [URL, "https://o/x", "https://o/x"],
    [URL, "/x", "http://h:1/x"],
    ["http://h?q", "/x", "http://h/x"],
    ["http://h#f", "/x", "http://h/x"],
    [URL, "c", "http://h:1/a/c"],
    ["odd", "/x", "/x"],
  ] as const) {
    const said = { status: "302", head: head("HTTP/1.1 302 F", `Location: ${location}`) };
    t.is(answered(answer(said), { url, return_content: false }).location, whole, url);
  }
});
