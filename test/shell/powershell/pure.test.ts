import test from "ava";
import type { Channel } from "../../../src/model/connection.js";
import type { Answer, ResultValues } from "../../../src/model/result.js";
import type { LocalContent, RequestOptions, Script, ShellValue } from "../../../src/model/script.js";
import { Secret } from "../../../src/model/secret.js";
import {
  plainErrors,
  plainErrorsOf,
  windowsCommandResult,
} from "../../../src/shell/powershell/command_result.js";
import { powershell } from "../../../src/shell/powershell/dialect.js";
import { compactPs1, encodedCommand } from "../../../src/shell/powershell/encode.js";
import { filePlaced, placedResult } from "../../../src/shell/powershell/placed.js";
import { requestMessage } from "../../../src/shell/powershell/request.js";
import { rightsPassedOver, rightsRefused } from "../../../src/shell/powershell/rights.js";
import { StreamUploads } from "../../../src/shell/powershell/uploads.js";

const answer = (said: object, more: Partial<Answer> = {}): Answer => ({
  said: said as Answer["said"],
  changed: false,
  warnings: [],
  diffs: [],
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  code: 0,
  seconds: 0,
  timedOut: 0,
  ...more,
});

test("PowerShell loses what is for readers only, and nothing else", (t) => {
  const rows: [string, string][] = [
    ["  a\n\n\t# words\r\nb  \n", "a\nb"],
    ["$x = '#' # kept\n#gone", "$x = '#' # kept"],
    ["", ""],
  ];
  for (const [text, short] of rows) t.is(compactPs1(text), short);
  t.is(Buffer.from(encodedCommand("a 'ü' \n"), "base64").toString("utf16le"), "a 'ü' \n");
});

const envelope = (...texts: string[]) =>
  `#< CLIXML\r\n<Objs Version="1.1.0.1">${texts.join("")}<S S="Verbose">told</S></Objs>`;
const record = (text: string) => `<S S="Error">${text}</S>`;

/** What a program wrote to stderr, and what is meant by it. */
const ERRORS: readonly (readonly [text: string, plain: string])[] = [
  ["", ""],
  ["plain words\r\n", "plain words\r\n"],
  ["#< CLIXML without records", "#< CLIXML without records"],
  [envelope(), ""],
  [envelope(record("first_x000D__x000A_"), record("second")), "first\r\nsecond"],
  [`before ${envelope(record("one"))} after`, "before \r\none\r\n after"],
  [envelope(record("&lt;a&gt; &amp; &quot;b&quot; &apos;c&apos; &other;")), "<a> & \"b\" 'c' &other;"],
  [envelope(record("a_x0041_b_x00FC_c_x005F_x0041_")), "aAbüc_x0041_"],
];

for (const [text, plain] of ERRORS)
  test(`errors that PowerShell told another program: ${JSON.stringify(text.slice(0, 60))}`, (t) => {
    t.is(plainErrors(text), plain);
    t.deepEqual(plainErrorsOf({ rc: 1, stderr: text }), { rc: 1, stderr: plain });
  });

test("a result without errors stays as it is", (t) => {
  for (const values of [{ rc: 1 }, { stderr: 7 }, { stderr: null }])
    t.is(plainErrorsOf(values as ResultValues), values as ResultValues);
});

/** What the host says of a program; the result, but its times. */
const PROGRAMS: readonly (readonly [said: object, values: object])[] = [
  [
    { guard: "skipped, since x exists" },
    { changed: false, skipped: true, cmd: "c", rc: 0, msg: "skipped, since x exists" },
  ],
  [
    { guard: "no", line: "shown" },
    { changed: false, skipped: true, cmd: "shown", rc: 0, msg: "no" },
  ],
  [{}, { changed: false, cmd: "c" }],
  [{ rc: 2 }, { changed: false, cmd: "c", rc: 2 }],
  [
    { ran: false, rc: 2, line: 7 },
    { changed: false, cmd: "c", rc: 2 },
  ],
  [
    { ran: true, rc: 3, line: "shown" },
    { changed: true, cmd: "shown", rc: 3, stdout: "out", stderr: "err" },
  ],
];

for (const [said, values] of PROGRAMS)
  test(`the result of a program that the host tells as ${JSON.stringify(said)}`, (t) => {
    const outputs = { stdout: Buffer.from("out"), stderr: Buffer.from("err"), seconds: 3723.5 };
    const { start, end, delta, ...rest } = windowsCommandResult(answer(said, outputs), "c");
    t.deepEqual(rest, values as never);
    if (!("stdout" in values)) return t.deepEqual([start, end, delta], [undefined, undefined, undefined]);
    t.is(delta, "1:02:03.500000");
    for (const one of [start, end]) t.regex(String(one), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/);
    const at = (text: unknown) => Date.parse(`${String(text).slice(0, -3)}Z`);
    t.is(at(end) - at(start), 3_723_500);
  });

test("a time is written with all of its digits", (t) => {
  for (const [seconds, text] of [
    [0, "0:00:00.000000"],
    [0.007, "0:00:00.007000"],
    [59.999, "0:00:59.999000"],
    [60, "0:01:00.000000"],
    [36_000, "10:00:00.000000"],
  ] as const)
    t.is(windowsCommandResult(answer({ ran: true, rc: 0 }, { seconds }), "c").delta, text);
});

/** What the host says of a file that both systems' modules put there; the result. */
const PLACED: readonly (readonly [said: object, more: Partial<Answer>, args: object, values: object])[] = [
  [
    { operation: "file_copy", size: 3 },
    {},
    { src: "a", dest: "b" },
    { dest: "b", size: 3, src: "a", state: "file" },
  ],
  [{ operation: "folder_copy" }, {}, { src: "a", dest: "b" }, { dest: "b", src: "a", state: "directory" }],
  [
    { dest: "real", src: "theirs", original_basename: "x", prepared: "y" },
    {},
    { dest: "b" },
    { dest: "real", src: undefined, state: "file" },
  ],
  [{ operation: "file_copy", msg: "m" }, { failure: "f" }, { dest: "b" }, { msg: "m" }],
  [
    {},
    {},
    { dest: "b", owner: "ann" },
    {
      ...{ dest: "b", src: undefined, state: "file" },
      warnings: ["owner passed over: on Windows hosts win_owner and win_acl say who may do what"],
    },
  ],
];

for (const [said, more, args, values] of PLACED)
  test(`a file in its place: ${JSON.stringify([said, more, args])}`, (t) => {
    t.deepEqual(filePlaced(answer(said, more), args), values as never);
  });

const COPIED: readonly (readonly [
  said: object,
  failure: string | undefined,
  args: { src?: string; dest: string },
  values: object,
])[] = [
  [{ size: 1 }, undefined, { dest: "b" }, { src: null, dest: "b", size: 1 }],
  [{ dest: "real" }, undefined, { src: "a", dest: "b" }, { src: "a", dest: "real" }],
  [
    { operation: "folder_copy" },
    "f",
    { src: "a", dest: "b" },
    { src: "a", dest: "b", operation: "folder_copy" },
  ],
  [
    { operation: "file_copy" },
    "f",
    { src: "a", dest: "b" },
    { src: "a", dest: "b", operation: "file_copy", msg: "failed to copy file a: f" },
  ],
  [
    { operation: "file_copy" },
    "f",
    { dest: "b" },
    { src: null, dest: "b", operation: "file_copy", msg: "failed to copy file content: f" },
  ],
];

for (const [said, failure, args, values] of COPIED)
  test(`a copy that is told as ${JSON.stringify([said, failure, args])}`, (t) => {
    t.deepEqual(placedResult(answer(said, failure === undefined ? {} : { failure }), args), values as never);
  });

/** Permissions, and whether they would shut others out. */
const MODES: readonly (readonly [mode: string | undefined, shuts: boolean])[] = [
  [undefined, false],
  ["preserve", false],
  ...[
    "0644",
    "644",
    "0755",
    "1777",
    "0604",
    "u=rwX,go=rX",
    "u+x",
    "a+r",
    "g-w",
    "o-w",
    "a-wx",
    "u+w,o-x",
    "u=",
    "=r",
    "a=rx",
    "g=,o=r",
  ].map((mode) => [mode, false] as const),
  ...[
    "0600",
    "640",
    "0750",
    "0700",
    "o=",
    "o-r",
    "go-r",
    "go=w",
    "a-r",
    "u=rw,o-rwx",
    "u+x-r",
    "=",
    "-r",
    "u=rw,=x",
    "a=x",
  ].map((mode) => [mode, true] as const),
];

for (const [mode, shuts] of MODES)
  test(`the mode ${mode} ${shuts ? "is refused" : "is passed over"} on Windows`, (t) => {
    const said = rightsRefused({ mode });
    if (shuts) t.regex(said.join(), new RegExp(`^mode ${mode?.replace(/\+/g, "\\+")} shuts others out`));
    else t.deepEqual(said, []);
  });

test("an owner and a group are passed over with a word", (t) => {
  const said = (more: object) => rightsPassedOver(more).warnings?.[0]?.replace(/ passed.*/, "");
  t.is(said({}), undefined);
  t.is(said({ mode: "0644" }), undefined);
  t.is(said({ owner: "a" }), "owner");
  t.is(said({ group: "b" }), "group");
  t.is(said({ owner: "a", group: "b" }), "owner and group");
});

const OPTIONS: RequestOptions = { check: false, diff: true, environment: { A: "b" }, onFailure: "note" };
const INNER = { name: "inner", text: "i1\n\n# no\ni2" };
const LIBRARY = { name: "outer", text: "  ö", uses: [INNER] };

function scriptOf(vars: Record<string, ShellValue> = {}, files: Script["files"] = {}): Script {
  return { family: "powershell", name: "win_x.y", text: " t\n", uses: [LIBRARY, INNER], vars, files };
}

/** The parts of a message: a head, and as many bytes as it says. */
function partsOf(message: string): [head: string, body: string][] {
  const parts: [string, string][] = [];
  let rest = Buffer.from(message);
  while (rest.length > 0) {
    const end = rest.indexOf("\n");
    const words = rest.subarray(0, end).toString().split(" ");
    const size = Number(words[words[0] === "L" ? 1 : 2]);
    parts.push([words.join(" "), rest.subarray(end + 1, end + 1 + size).toString()]);
    rest = rest.subarray(end + 1 + size);
  }
  return parts;
}

test("a host is told what it does not know yet, libraries first, each once", (t) => {
  const sent = { known: new Set<string>(), uploaded: new Map<string, string>() };
  const parts = partsOf(requestMessage(scriptOf(), OPTIONS, sent));
  t.deepEqual(parts.slice(0, 3), [
    ["L 5", "i1\ni2"],
    ["L 2", "ö"],
    ["F win_x_y 1", "t"],
  ]);
  const [head, json] = parts[3]!;
  t.is(head, `R win_x_y ${Buffer.byteLength(json)} note 0`);
  t.deepEqual(JSON.parse(json), {
    "=check": false,
    "=diff": true,
    "=environment": { "=A": "=b" },
    "=vars": {},
    "=files": {},
  });
  const again = partsOf(requestMessage(scriptOf(), { ...OPTIONS, check: true, haltIfNoted: true }, sent));
  t.is(again.length, 1);
  t.regex(again[0]![0], /^R win_x_y \d+ note 1$/);
  t.is(JSON.parse(again[0]![1])["=check"], true);
});

test("values have a sign before them, so that none is taken for another kind", (t) => {
  const vars = {
    text: "2024-01-01",
    secret: new Secret("s"),
    bytes: Buffer.from("b"),
    path: { path: "%TEMP%\\x" },
    number: 7,
    yes: true,
    no: false,
    nothing: null,
    missing: undefined,
    list: ["a", new Secret("b"), { path: "c" }],
  };
  const sent = { known: new Set<string>(), uploaded: new Map<string, string>() };
  const json = JSON.parse(partsOf(requestMessage(scriptOf(vars), OPTIONS, sent)).at(-1)![1]);
  t.deepEqual(json["=vars"], {
    "=text": "=2024-01-01",
    "=secret": "=s",
    "=bytes": "=Yg==",
    "=path": "%%TEMP%\\x",
    "=number": 7,
    "=yes": true,
    "=no": false,
    "=nothing": null,
    "=missing": null,
    "=list": ["=a", "=b", "%c"],
  });
});

test("small files go along; large ones, those that may not be needed and those of a disk are asked for", (t) => {
  const small = Buffer.from("small");
  const exact = Buffer.alloc(16 * 1024);
  const files = {
    small: { sha1: "1", size: 5, content: small },
    exact: { sha1: "2", size: exact.length, content: exact },
    large: { sha1: "3", size: exact.length + 1, content: Buffer.alloc(exact.length + 1) },
    rare: { sha1: "4", size: 5, content: small, onDemand: true },
    disk: { sha1: "5", size: 5, content: { path: "/x" } },
    there: { sha1: "6", size: 5, content: small },
  };
  const sent = { known: new Set<string>(), uploaded: new Map([["there", "C:\\t\\there-1"]]) };
  const json = JSON.parse(partsOf(requestMessage(scriptOf({}, files), OPTIONS, sent)).at(-1)![1]);
  t.deepEqual(json["=files"], {
    "=small": { "=sha1": "=1", "=size": 5, "=inline": "=c21hbGw=" },
    "=exact": { "=sha1": "=2", "=size": 16384, "=inline": `=${exact.toString("base64")}` },
    "=large": { "=sha1": "=3", "=size": 16385 },
    "=rare": { "=sha1": "=4", "=size": 5 },
    "=disk": { "=sha1": "=5", "=size": 5 },
    "=there": { "=sha1": "=6", "=size": 5, "=path": "=C:\\t\\there-1" },
  });
});

/** The size that was said of a file and its content; what is sent of it, and how many bytes of it are lacking. */
const UPLOADS: readonly (readonly [size: number, content: LocalContent, sent: string, lacking?: number])[] = [
  [3, Buffer.from("abc"), "abc"],
  [2, Buffer.from("abc"), "ab"],
  [4, { parts: [Buffer.from("ab"), Buffer.from("cdef")] }, "abcd"],
  [2, { parts: [Buffer.from("ab"), Buffer.from("cd")] }, "ab"],
  [5, Buffer.from("abc"), "abc\0\0", 2],
  [0, Buffer.alloc(0), ""],
  [70_000, Buffer.from("a"), `a${"\0".repeat(69_999)}`, 69_999],
];

for (const [index, [size, content, expected, lacking = 0]] of UPLOADS.entries())
  test(`a file of ${size} bytes is sent as so many, whatever it has become (${index + 1})`, async (t) => {
    const written: Buffer[] = [];
    const channel = {
      write: (data: Buffer | string) => written.push(Buffer.from(data as string)),
      congested: false,
    };
    const uploads = new StreamUploads(channel as unknown as Channel);
    const file = { sha1: "x", size, content };
    const came = (name: string) =>
      lacking === 0
        ? { path: `C:\\t\\${name}` }
        : { failure: `a file did not arrive whole: ${size - lacking} of ${size} bytes are in C:\\t` };
    t.deepEqual(await uploads.send(file, { folder: "C:\\t", name: "new" }), came("new-1"));
    const [head, ...bytes] = written;
    t.is(head!.toString(), `U ${size} 10\nC:\\t\\new-1`);
    t.is(Buffer.concat(bytes).toString(), expected);
    t.deepEqual(await uploads.send(file, { folder: "C:\\t", name: "ü" }), came("ü-2"));
    t.is(written[1 + bytes.length]!.toString(), `U ${size} 9\nC:\\t\\ü-2`);
  });

test("a file that has gone is sent as so many bytes all the same, and its reading's fault is told", async (t) => {
  const written: Buffer[] = [];
  const write = (data: Buffer | string) => written.push(Buffer.from(data as string));
  const uploads = new StreamUploads({ write, congested: false } as unknown as Channel);
  const file = { sha1: "x", size: 70_000, content: { path: "/nowhere/at all" } };
  await t.throwsAsync(uploads.send(file, { folder: "C:\\t", name: "new" }), { code: "ENOENT" });
  t.deepEqual(Buffer.concat(written.slice(1)), Buffer.alloc(70_000));
});

test("folders of Windows have a drive or a server", (t) => {
  for (const path of ["C:\\x", "d:\\", "\\\\server\\share"]) t.true(powershell.isFolder(path), path);
  for (const path of ["/tmp", "C:", "C:/x", "\\x", "x\\y", "CC:\\x", "\\\\", ""])
    t.false(powershell.isFolder(path), path);
});

test("a session of Windows becomes nobody, and says what to do", (t) => {
  const become = { method: "sudo", user: "x" } as never;
  t.throws(() => powershell.program(become), {
    code: "BECOME_FAILED",
    message: /become_method sudo is not supported/,
  });
  const { command, prompt, ready } = powershell.program(undefined);
  t.deepEqual([prompt, ready], [undefined, ""]);
  const [, encoded] =
    /^powershell\.exe -NoLogo -NoProfile -NonInteractive -ExecutionPolicy Bypass -InputFormat None -EncodedCommand ([\w+/=]+)$/.exec(
      command,
    ) ?? [];
  t.regex(Buffer.from(encoded ?? "", "base64").toString("utf16le"), /\S/);
  const prelude = powershell.prelude({ mark: "m4rk", folder: "f0lder" } as never);
  const [, size, text] = /^(\d+) m4rk f0lder\n([\s\S]*)$/.exec(prelude) ?? [];
  t.is(Number(size), Buffer.byteLength(text ?? ""));
  const read = /-EncodedCommand (\S+)$/.exec(powershell.read("C:\\ü's"))?.[1] ?? "";
  const [, path] =
    /FromBase64String\('([^']*)'\)/.exec(Buffer.from(read, "base64").toString("utf16le")) ?? [];
  t.is(Buffer.from(path ?? "", "base64").toString(), "C:\\ü's");
});
