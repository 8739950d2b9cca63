import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import test from "ava";
import { toPosixRegex } from "../../../src/model/posix_regex.js";
import { PythonRegex } from "../../../src/model/python_regex.js";
import type { PlainDict } from "../../../src/model/value.js";
import lineinfile from "../../../src/modules/files/lineinfile.js";
import { applied, inScratch, shells } from "../../helpers/module.js";

/** before, arguments, after, message; all of it as Ansible does it. */
const EDITS: [string, PlainDict, string, string][] = [
  ["level=info\nport=80\n", { regexp: "^port=", line: "port=81" }, "level=info\nport=81\n", "line replaced"],
  ["port=81\n", { regexp: "^port=", line: "port=81" }, "port=81\n", ""],
  ["a=1\nb\na=2\n", { regexp: "^a=", line: "a=3" }, "a=1\nb\na=3\n", "line replaced"],
  ["a=1\nb\na=2\n", { regexp: "^a=", line: "a=3", firstmatch: true }, "a=3\nb\na=2\n", "line replaced"],
  ["a\n", { regexp: "^x=", line: "x=1" }, "a\nx=1\n", "line added"],
  ["a\nx=1\n", { regexp: "^y=", line: "x=1" }, "a\nx=1\n", ""],
  ["a", { line: "b" }, "a\nb\n", "line added"],
  ["a", { line: "a" }, "a\n", "line replaced"],
  ["", { line: "b" }, "b\n", "line added"],
  ["a\nb\n", { line: "b", insertbefore: "BOF" }, "a\nb\n", ""],
  ["a\nb\n", { line: "c", insertbefore: "BOF" }, "c\na\nb\n", "line added"],
  ["a\nb\n", { line: "c", insertafter: "BOF" }, "c\na\nb\n", "line added"],
  ["a\nb\n", { line: "c", insertafter: "EOF" }, "a\nb\nc\n", "line added"],
  ["a\nb\na\nb\n", { line: "c", insertafter: "^a" }, "a\nb\na\nc\nb\n", "line added"],
  ["a\nb\na\n", { line: "c", insertafter: "^a", firstmatch: true }, "a\nc\nb\na\n", "line added"],
  ["a\nc\nb\na\n", { line: "c", insertafter: "^a", firstmatch: true }, "a\nc\nb\na\n", ""],
  ["a\nb\na\nb\n", { line: "c", insertbefore: "^b" }, "a\nb\na\nc\nb\n", "line added"],
  ["a\nb\n", { line: "c", insertbefore: "^x" }, "a\nb\nc\n", "line added"],
  ["a\nb\n", { line: "c", regexp: "^b", insertafter: "^a" }, "a\nc\n", "line replaced"],
  ["x.y\nxzy\n", { search_string: "x.y", line: "new" }, "new\nxzy\n", "line replaced"],
  ["a\n", { search_string: "", line: "new" }, "new\n", "line replaced"],
  ["a\n", { line: `it's "$HOME" \\n ü & \\1` }, `a\nit's "$HOME" \\n ü & \\1\n`, "line added"],
  ["a\n", { line: "two\nlines" }, "a\ntwo\nlines\n", "line added"],
  ["007\n", { line: "7" }, "007\n7\n", "line added"],
  ["a\r\nb\r\n", { regexp: "^a", line: "a" }, "a\nb\r\n", "line replaced"],
  ["a\nb\na\n", { regexp: "^a", state: "absent" }, "b\n", "2 line(s) removed"],
  ["a\nb", { line: "b", state: "absent" }, "a\n", "1 line(s) removed"],
  ["a\n", { line: "a", state: "absent" }, "", "1 line(s) removed"],
  ["a.c\nabc\n", { search_string: "a.c", state: "absent" }, "abc\n", "1 line(s) removed"],
  ["a\n", { line: "b", state: "absent" }, "a\n", ""],
  // looked at by the controller
  ["a b\nc\n", { regexp: "^(\\w) (\\w)$", line: "\\2 \\1", backrefs: true }, "b a\nc\n", "line replaced"],
  ["c\n", { regexp: "^(\\w) (\\w)$", line: "\\2 \\1", backrefs: true }, "c\n", ""],
  ["über\n", { regexp: "^(.*)ber$", line: "\\1x", backrefs: true }, "üx\n", "line replaced"],
  ["Port 22\n", { regexp: "(?i)^port\\b", line: "Port 23" }, "Port 23\n", "line replaced"],
  ["#a\nb\n", { line: "c", insertafter: "^#a\\b" }, "#a\nc\nb\n", "line added"],
  ["ab\naab\n", { regexp: "^a{2}b", state: "absent" }, "ab\n", "1 line(s) removed"],
];

for (const shell of shells())
  for (const [before, args, after, msg] of EDITS)
    test(`${shell}: lineinfile ${JSON.stringify(args)} makes ${JSON.stringify(before)} ${JSON.stringify(after)}`, (t) =>
      inScratch(async (folder) => {
        const path = `${folder}/file`;
        writeFileSync(path, before);
        const checked = await applied(lineinfile, { path, ...args }, { check: true, diff: true, shell });
        t.is(readFileSync(path, "utf8"), before, "check mode changes nothing");
        const result = await applied(lineinfile, { path, ...args }, { shell });
        t.is(readFileSync(path, "utf8"), after);
        t.is(result.msg, msg);
        t.is(result.changed, before !== after);
        t.is(checked.changed, result.changed);
        t.is(checked.msg, msg);
        const [content] = checked.diff as { before: string; after: string }[];
        if (before !== after) t.like(content, { before, after });
      }));

test("lineinfile makes a file and its folder, keeps a backup, and says when only the mode changes", (t) =>
  inScratch(async (folder) => {
    const path = `${folder}/new/file`;
    t.is((await applied(lineinfile, { path, line: "a" })).msg, `Destination ${path} does not exist !`);
    const gone = await applied(lineinfile, { path, line: "a", state: "absent" });
    t.like(gone, { changed: false, msg: "file not present" });
    await applied(lineinfile, { path, line: "a", create: true }, { check: true });
    t.false(existsSync(path));
    t.is(
      (await applied(lineinfile, { path, line: "a", create: true, mode: "0640" })).msg,
      "line added and ownership, perms or SE linux context changed",
    );
    t.is(statSync(path).mode & 0o777, 0o640);
    const { backup } = await applied(lineinfile, { path, line: "b", backup: true });
    t.is(readFileSync(String(backup), "utf8"), "a\n");
    t.like(await applied(lineinfile, { path, line: "b", mode: "0600" }), {
      changed: true,
      msg: "ownership, perms or SE linux context changed",
    });
    const refused = await applied(lineinfile, { path, line: "c", validate: "false %s" });
    t.true(refused.failed);
    t.is(readFileSync(path, "utf8"), "a\nb\n");
  }));

test("lineinfile keeps NUL bytes, or leaves a file alone where the host's awk loses them", (t) =>
  inScratch(async (folder) => {
    for (const shell of shells()) {
      const path = `${folder}/file-${shell}`;
      writeFileSync(path, "a\0b\n");
      const { failed } = await applied(lineinfile, { path, line: "c" }, { shell });
      t.is(readFileSync(path, "utf8"), failed ? "a\0b\n" : "a\0b\nc\n", shell);
    }
  }));

/** Python's expression, and whether awk on the host can match it. */
const PATTERNS: [string, boolean][] = [
  ["^level=", true],
  ["^#?\\s*Port\\s+\\d+$", true],
  ["a|bc|d", true],
  ["^(a|b)+c?$", true],
  ["(?:ab)*c", true],
  ["^a.*?b", true],
  ["[^#]x$", true],
  ["foo\\s", true],
  ["foo$", true],
  ["(^a|b$)", true],
  ["[\\w.-]+@x", true],
  ["\\.d/\\*\\[\\\\\\^", true],
  ["{{ x }}", true],
  ["\\Sx\\W", true],
  ["", false],
  ["^", false],
  ["a{2,3}", false],
  ["\\bfoo", false],
  ["(?i)x", false],
  ["(?P<n>x)", false],
  ["x(?=y)", false],
  ["(a)\\1", false],
  ["x++", false],
  ["(a|)", false],
  ["a$b", false],
  ["[]a]", false],
  ["[a\\-z]", false],
  ["[[:alpha:]]", false],
  ["ü", false],
  ["(a", false],
  ["a)", false],
];

const LINES =
  "level=1|#Port  22|Port 22 |a|bc|abac|ababc|c|a-b|#x|ax|foo|foo x|xfoo|b a|a b|me.-_@x|@x|.d/*[\\^|.d/*|{{ x }}|{ x }|yx z|aab|ab\\|tab\tx"
    .split("|")
    .concat(["a|b", "cr\r", "fooü", ""]);

/** Whether awk finds the pattern in each of the lines. */
function inAwk(awk: string[], posix: string): boolean[] {
  const program = '{ print ($0 "\\n") ~ ENVIRON["posix"] }';
  const [command, ...args] = awk;
  const output = execFileSync(command!, [...args, program], {
    input: LINES.map((line) => `${line}\n`).join(""),
    env: { ...process.env, posix, LC_ALL: "C" },
  });
  return output
    .toString()
    .trim()
    .split("\n")
    .map((said) => said === "1");
}

const AWKS = [["awk"], ["mawk"], ["gawk"], ["busybox", "awk"]].filter(([command]) => {
  try {
    return execFileSync("sh", ["-c", `command -v ${command}`]).length > 0;
  } catch {
    return false;
  }
});

for (const [pattern, onHost] of PATTERNS)
  test(`${JSON.stringify(pattern)} is matched ${onHost ? "by awk, as Python does" : "on the controller"}`, (t) => {
    const posix = toPosixRegex(pattern);
    t.is(posix !== undefined, onHost);
    if (posix === undefined) return;
    const expected = LINES.map((line) => PythonRegex.of(pattern, { ascii: true }).test(`${line}\n`));
    for (const awk of AWKS) t.deepEqual(inAwk(awk, posix), expected, awk.join(" "));
  });
