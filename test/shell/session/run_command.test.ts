import test from "ava";
import type { Answer } from "../../../src/model/result.js";
import { bytesFromText, textFromBytes } from "../../../src/shell/session/bytes.js";
import {
  commandResult,
  outputOf,
  runCommand,
  shellSplit,
  textOf,
} from "../../../src/shell/session/run_command.js";
import { withPrograms } from "../../helpers/fake_programs.js";

const END = new Date("2026-01-02T03:04:05.678Z");
const answer = (more: Partial<Answer> = {}): Answer => ({
  said: {},
  changed: false,
  warnings: [],
  diffs: [],
  stdout: Buffer.from("out\r\n\n"),
  stderr: Buffer.from("err\n"),
  code: 4,
  seconds: 3723.045,
  ended: END,
  timedOut: 0,
  ...more,
});

const TIMES = {
  start: "2026-01-02 02:02:02.633000",
  end: "2026-01-02 03:04:05.678000",
  delta: "1:02:03.045000",
};
const IDLE = { cmd: "x", rc: 0, stdout: "", stderr: "", start: null, end: null, delta: null };

/** What is answered, and the result of the command `x`. */
const RESULTS: readonly (readonly [what: string, more: Partial<Answer>, result: object])[] = [
  [
    "ran",
    { said: { ran: true, rc: 0 } },
    { changed: true, cmd: "x", rc: 0, stdout: "out", stderr: "err", msg: "", ...TIMES },
  ],
  [
    "failed",
    { said: { ran: true, rc: 3 }, failure: "non-zero return code" },
    { changed: true, cmd: "x", rc: 3, stdout: "out", stderr: "err", msg: "non-zero return code", ...TIMES },
  ],
  [
    "ended by accident",
    {},
    { changed: false, cmd: "x", rc: 4, stdout: "out", stderr: "err", msg: "", ...TIMES },
  ],
  [
    "ended in no time",
    { seconds: 0, said: { ran: true, rc: 0 } },
    {
      changed: true,
      cmd: "x",
      rc: 0,
      stdout: "out",
      stderr: "err",
      msg: "",
      start: TIMES.end,
      end: TIMES.end,
      delta: "0:00:00.000000",
    },
  ],
  [
    "was not run",
    { said: { not_run_path: "/a", not_run: "exists" } },
    {
      ...IDLE,
      changed: false,
      stdout: "skipped, since /a exists",
      msg: "Did not run command since '/a' exists",
    },
  ],
  [
    "would not be run",
    { said: { not_run_path: "/a", not_run: "does not exist", checked: true } },
    {
      ...IDLE,
      changed: false,
      stdout: "skipped, since /a does not exist",
      msg: "Would not run command since '/a' does not exist",
    },
  ],
  [
    "would be run",
    { said: { check_run: "1" } },
    { ...IDLE, changed: true, msg: "Command would have run if not in check mode" },
  ],
  ["was skipped", { skipped: "why" }, { ...IDLE, skipped: true, changed: false, msg: "why" }],
];

for (const [what, more, result] of RESULTS)
  test(`the result of a command that ${what}`, (t) =>
    t.deepEqual(commandResult(answer(more), "x", true), result));

test("words are told as they were where the command ran, and quoted where it did not", (t) => {
  const words = ["a b", "c"];
  t.deepEqual(commandResult(answer({ said: { ran: true, rc: 0 } }), words, true).cmd, words);
  t.is(commandResult(answer({ said: { rc: 1 } }), words, true).cmd, "'a b' c");
  t.deepEqual(commandResult(answer({ said: { rc: null } }), words, true).cmd, words);
  t.is(commandResult(answer({ said: { rc: null } }), words, true).rc as unknown, null);
});

test("last newlines are stripped where that is wanted, and no others", (t) => {
  t.is(textOf(Buffer.from("\na\r\n\nb\r\n\n"), true), "\na\r\n\nb");
  t.is(textOf(Buffer.from("a\n"), false), "a\n");
  t.deepEqual(outputOf(answer(), false), { stdout: "out\r\n\n", stderr: "err\n" });
});

test("of a long output the ends are told, and a warning besides those that there are", (t) => {
  const long = { path: "/tmp/x", size: 9, ends: Buffer.from("be...en\n") };
  const lost = { ...long, lost: "ENOSPC" };
  const told = outputOf(answer({ long: { stdout: long, stderr: lost }, warnings: ["w"] }), true);
  t.deepEqual(told, {
    stdout: "be...en",
    stderr: "be...en",
    stdout_file: "/tmp/x",
    warnings: [
      "w",
      "stdout is 9 bytes long: the result has its beginning and its end, all of it is in /tmp/x",
      "stderr is 9 bytes long: the result has its beginning and its end, the rest could not be kept, ENOSPC",
    ],
  });
});

/** A line, and its words. */
const WORDS: readonly (readonly [line: string, words: string[]])[] = [
  ["", []],
  ["  ", []],
  ["a", ["a"]],
  [" a\tb\nc ", ["a", "b", "c"]],
  ["'a b' c", ["a b", "c"]],
  ["'' \"\" a", ["", "", "a"]],
  ["a'b'\"c\"d", ["abcd"]],
  ["'a\\b'", ["a\\b"]],
  ['"a\\"b\\\\c\\$d\\`e\\xf"', ['a"b\\c$d`e\\xf']],
  ['"it\'s" \'say "x"\'', ["it's", 'say "x"']],
  ["a\\ b \\'c", ["a b", "'c"]],
  ["a\\", ["a\\"]],
  ['"a', ["a"]],
  ['"\\\\"', ["\\"]],
  ["\\\\ a", ["\\", "a"]],
];

test("a line is split as a shell splits it, and nothing is expanded", (t) => {
  for (const [line, words] of WORDS) t.deepEqual(shellSplit(line), words, line);
});

/** What is there, what is asked for, and whether the command runs. */
const GUARDS: readonly (readonly [vars: Record<string, string>, said: object, check?: boolean])[] = [
  [{}, { ran: true, rc: 0 }],
  [{ creates: "there" }, { not_run_path: "there", not_run: "exists" }],
  [{ creates: "ther*" }, { not_run_path: "ther*", not_run: "exists" }],
  [{ creates: "link" }, { not_run_path: "link", not_run: "exists" }],
  [{ creates: "none*" }, { ran: true, rc: 0 }],
  [{ creates: "o d*" }, { not_run_path: "o d*", not_run: "exists" }],
  [{ removes: "none" }, { not_run_path: "none", not_run: "does not exist" }],
  [{ removes: "ther*" }, { ran: true, rc: 0 }],
  [{ removes: "there" }, { ran: true, rc: 0 }],
  [{ creates: "there" }, { checked: true, not_run_path: "there", not_run: "exists" }, true],
  [{ creates: "none" }, { check_run: "1" }, true],
  [{ removes: "there" }, { check_run: "1" }, true],
  [{}, {}, true],
  [{ chdir: "/nowhere at all" }, { rc: null }],
];

test("a command is not run where what it makes is there, or what it takes away is not", (t) =>
  withPrograms({}, async (run, folder) => {
    const ground = `cd "$folder"; : >there; ln -sfn nowhere link; : >"o d"`;
    for (const [vars, said, check = false] of GUARDS) {
      const given = { chdir: folder, creates: "", removes: "", ...vars, folder };
      const text = `${ground}; guard_run; rc=0; finish_run`;
      const { answer: one } = await run(text, { uses: [runCommand], vars: given, check });
      const what = JSON.stringify([vars, check]);
      t.deepEqual(one.said, said as Record<string, unknown>, what);
      t.is(one.skipped !== undefined, check && Object.keys(vars).length === 0, what);
      t.is(one.failure !== undefined, vars.chdir !== undefined, what);
    }
    const { answer: failed } = await run("rc=3; finish_run", { uses: [runCommand] });
    t.is(failed.failure, "non-zero return code");
    t.deepEqual(failed.said, { ran: true, rc: 3 });
  }));

/** Bytes, and the text that keeps them. */
const BYTES: readonly (readonly [bytes: number[], text: string])[] = [
  [[], ""],
  [[0x61, 0xc3, 0xa4], "aä"],
  [[0xef, 0xbf, 0xbd], "\ufffd"],
  [[0xff], "\udcff"],
  [[0x80, 0x61], "\udc80a"],
  [[0x61, 0xc3], "a\udcc3"],
  [[0xc3, 0x28], "\udcc3("],
  [[0xc0, 0x80], "\udcc0\udc80"],
  [[0xc1, 0xbf], "\udcc1\udcbf"],
  [[0xe2, 0x82], "\udce2\udc82"],
  [[0xff, 0xe2, 0x82, 0xac], "\udcff€"],
  [[0xff, 0xf0, 0x9f, 0x98, 0x80, 0xff], "\udcff😀\udcff"],
  [[0xff, 0xef, 0xbf, 0xbd, 0x7f], "\udcff\ufffd\x7f"],
  [[0xff, 0xc2, 0x80], "\udcff\x80"],
  [[0xff, 0xe0, 0xa0, 0x80], "\udcff\u0800"],
  [[0xff, 0xed, 0xa0, 0x80], "\udcff\udced\udca0\udc80"],
];

test("bytes that are no text stay what they are", (t) => {
  for (const [bytes, text] of BYTES) {
    const data = Buffer.from(bytes);
    t.is(textFromBytes(data), text, data.toString("hex"));
    t.deepEqual(bytesFromText(text), data, data.toString("hex"));
  }
});
