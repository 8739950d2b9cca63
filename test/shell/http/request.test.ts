import test from "ava";
import type { Value } from "../../../src/model/value.js";
import { encodedFile, multipartOf } from "../../../src/shell/http/multipart.js";
import { type Request, redirectVars, requestVars } from "../../../src/shell/http/request.js";

const USUAL: Request = {
  body_format: "raw",
  status_code: [200],
  method: "get",
  follow_redirects: "safe",
  force: false,
};
const FORM = "Content-Type: application/x-www-form-urlencoded";
const JSON_TYPE = "Content-Type: application/json";

/** What is asked for; the headers and the body that are sent, undefined where there is none. */
const REQUESTS: readonly (readonly [asked: Partial<Request>, headers: string[], body: string | undefined])[] =
  [
    [{}, [], undefined],
    [{ body: null }, [], undefined],
    [{ body: "text" }, [FORM], "text"],
    [{ body: "" }, [FORM], ""],
    [{ body: { a: 1 } }, [FORM], '{"a": 1}'],
    [{ src: "/f" }, [FORM], undefined],
    [{ body: "x", headers: { "content-type": "text/x", A: 7 } }, ["content-type: text/x", "A: 7"], "x"],
    [{ body_format: "json" }, [JSON_TYPE], "null"],
    [{ body_format: "json", body: '{"a":1}' }, [JSON_TYPE], '{"a":1}'],
    [
      { body_format: "json", body: { a: "ü", b: [true, null] } },
      [JSON_TYPE],
      '{"a": "\\u00fc", "b": [true, null]}',
    ],
    [{ body_format: "json", body: "x", headers: { "Content-Type": "b" } }, ["Content-Type: b"], "x"],
    [{ body_format: "form-urlencoded" }, [FORM], undefined],
    [{ body_format: "form-urlencoded", body: "a=b" }, [FORM], "a=b"],
    [
      { body_format: "form-urlencoded", body: { a: "b c", d: [1, "é"], n: null, l: [null, "x"] } },
      [FORM],
      "a=b+c&d=1&d=%C3%A9&l=x",
    ],
    [
      {
        body_format: "form-urlencoded",
        body: [
          ["a", "1"],
          ["a", "!'()*~"],
        ],
      },
      [FORM],
      "a=1&a=%21%27%28%29%2A~",
    ],
    [{ body_format: "form-multipart", body: { a: "b" } }, [], undefined],
  ];

for (const [asked, headers, body] of REQUESTS)
  test(`what is sent for ${JSON.stringify(asked)}`, (t) => {
    const vars = requestVars({ ...USUAL, ...asked });
    t.deepEqual(vars.headers as unknown, headers);
    t.is(vars.has_body, body !== undefined);
    t.is(vars.body, body ?? "");
  });

test("a request has its method in capitals, and the codes that are well", (t) => {
  const vars = requestVars({ ...USUAL, method: "post", status_code: [200, 404], force: true });
  t.is(vars.method, "POST");
  t.deepEqual(vars.status_code as unknown, ["200", "404"]);
});

/** Method and wish; who looks where the server points to: the client itself, or we step by step. */
const REDIRECTS: readonly (readonly [method: string, how: string, follow: string, hop: string])[] = [
  ["GET", "none", "", ""],
  ["GET", "no", "", ""],
  ["GET", "safe", "1", ""],
  ["get", "all", "1", ""],
  ["HEAD", "urllib2", "1", ""],
  ["POST", "none", "", ""],
  ["POST", "no", "", ""],
  ["POST", "safe", "", ""],
  ["POST", "all", "", "all"],
  ["PUT", "yes", "", "all"],
  ["POST", "urllib2", "", "urllib2"],
  ["GETS", "all", "", "all"],
];

for (const [method, how, follow, hop] of REDIRECTS)
  test(`where ${method} follows with ${how}`, (t) => {
    t.deepEqual(redirectVars({ ...USUAL, method, follow_redirects: how }), { follow, hop });
  });

const DISPOSITION = 'Content-Disposition: form-data; name="a"';

/** A part of a form; what is sent of it: texts, and files by their names. */
const PARTS: readonly (readonly [value: Value, pieces: object[]])[] = [
  ["one\ntwo\r\n", [{ text: `Content-Type: text/plain\r\n${DISPOSITION}\r\n\r\none\r\ntwo\r\n` }]],
  [{ content: "x" }, [{ text: `Content-Type: application/octet-stream\r\n${DISPOSITION}\r\n\r\nx` }]],
  [{ content: "x", mime_type: "text/y" }, [{ text: `Content-Type: text/y\r\n${DISPOSITION}\r\n\r\nx` }]],
  [
    { content: "x", filename: "/d/f.JSON" },
    [{ text: `Content-Type: application/json\r\n${DISPOSITION}; filename="f.JSON"\r\n\r\nx` }],
  ],
  [
    { filename: "/d/f.txt.gz" },
    [
      {
        text: `Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n${DISPOSITION}; filename="f.txt.gz"\r\n\r\n`,
      },
      { file: "/d/f.txt.gz" },
    ],
  ],
  [
    { filename: "plain", mime_type: "a/b" },
    [
      {
        text: `Content-Transfer-Encoding: base64\r\nContent-Type: a/b\r\n${DISPOSITION}; filename="plain"\r\n\r\n`,
      },
      { file: "plain" },
    ],
  ],
];

for (const [value, pieces] of PARTS)
  test(`a part of a form of ${JSON.stringify(value)}`, (t) => {
    const made = multipartOf({ a: value });
    const [, boundary] = /^multipart\/form-data; boundary="(={15}[0-9a-f]{16}==)"$/.exec(made.type) ?? [];
    t.deepEqual(made.pieces, [
      { text: `--${boundary}\r\n` },
      ...pieces,
      { text: "\r\n" },
      { text: `--${boundary}--\r\n` },
    ] as typeof made.pieces);
  });

test("parts of a form stand in the order of their names", (t) => {
  const { pieces } = multipartOf({ b: "2", a: "1" });
  const texts = pieces.map((one) => ("text" in one ? one.text : ""));
  t.deepEqual(texts.join("").match(/name="\w"/g), ['name="a"', 'name="b"']);
});

/** What is no form, and why. */
const NONE: readonly (readonly [body: Value | undefined, why: RegExp])[] = [
  [undefined, /must be mapping, cannot be type NoneType$/],
  [["a"], /type list$/],
  ["a", /type str$/],
  [true, /type bool$/],
  [7, /type int$/],
  [{ a: 7 }, /value must be a string, or mapping, cannot be type int$/],
  [{ a: null }, /cannot be type NoneType$/],
  [{ a: {} }, /at least one of filename or content/],
  [{ a: { mime_type: "x" } }, /at least one of filename or content/],
];

for (const [body, why] of NONE)
  test(`no form in parts: ${JSON.stringify(body)}`, (t) => {
    t.throws(() => multipartOf(body), { code: "ARGUMENT_INVALID", message: why });
  });

test("a file stands in a part in lines of 76", (t) => {
  const text = encodedFile(Buffer.alloc(60, "x"));
  t.deepEqual(
    text.split("\r\n").map((line) => line.length),
    [76, 4, 0],
  );
  t.deepEqual(Buffer.from(text, "base64"), Buffer.alloc(60, "x"));
});
