import test from "ava";
import { editedLines, type LineWish } from "../../../src/shell/files/line_edit.js";
import { withFileEnds } from "../../../src/shell/files/line_ends.js";

const TEXT = "one\ntwo\nthree\ntwo\n";
const usual = { state: "present", backrefs: false, firstmatch: false } as const;

/** What is wished, the text then, what is said; from another text than the usual one. */
const CASES: readonly (readonly [wish: Partial<LineWish>, text: string, msg: string, from?: string])[] = [
  [{ line: "four" }, `${TEXT}four\n`, "line added"],
  [{ line: "three" }, TEXT, ""],
  [{ line: "four" }, "four\n", "line added", ""],
  [{ line: "four" }, "a\nfour\n", "line added", "a"],
  [{ line: "four" }, "a\r\nfour\n", "line added", "a\r\n"],
  [{ line: "a" }, "a\n", "line replaced", "a"],
  [{ line: "a" }, "a\n", "line replaced", "a\r\n"],
  [{ line: "a\n" }, "b\na\n\n", "line added", "b\n"],
  [{ line: "2", regexp: "^two$" }, "one\ntwo\nthree\n2\n", "line replaced"],
  [{ line: "2", regexp: "^two$", firstmatch: true }, "one\n2\nthree\ntwo\n", "line replaced"],
  [{ line: "2", regexp: "^none" }, `${TEXT}2\n`, "line added"],
  [{ line: "three", regexp: "^none" }, TEXT, ""],
  [{ line: "2", search_string: "wo" }, "one\ntwo\nthree\n2\n", "line replaced"],
  [{ line: "2", search_string: "wo", firstmatch: true }, "one\n2\nthree\ntwo\n", "line replaced"],
  [{ line: "2", search_string: "t.o" }, `${TEXT}2\n`, "line added"],
  [{ line: "[\\1]", regexp: "^(t..)$", backrefs: true }, "one\ntwo\nthree\n[two]\n", "line replaced"],
  [{ line: "[\\1]", regexp: "^(x)", backrefs: true }, TEXT, ""],
  [{ line: "[\\1]", regexp: "^(t..)$" }, "one\ntwo\nthree\n[\\1]\n", "line replaced"],
  [{ line: "x", insertafter: "two" }, `${TEXT}x\n`, "line added"],
  [{ line: "x", insertafter: "two", firstmatch: true }, "one\ntwo\nx\nthree\ntwo\n", "line added"],
  [{ line: "x", insertafter: "one" }, "one\nx\ntwo\nthree\ntwo\n", "line added"],
  [{ line: "x", insertafter: "none" }, `${TEXT}x\n`, "line added"],
  [{ line: "x", insertafter: "BOF" }, `x\n${TEXT}`, "line added"],
  [{ line: "x", insertafter: "EOF" }, `${TEXT}x\n`, "line added"],
  [{ line: "x", insertbefore: "two" }, "one\ntwo\nthree\nx\ntwo\n", "line added"],
  [{ line: "x", insertbefore: "two", firstmatch: true }, "one\nx\ntwo\nthree\ntwo\n", "line added"],
  [{ line: "x", insertbefore: "BOF" }, `x\n${TEXT}`, "line added"],
  [{ line: "x", insertbefore: "none" }, `${TEXT}x\n`, "line added"],
  [{ line: "two", regexp: "^none", insertafter: "one" }, TEXT, ""],
  [{ line: "BOF", insertafter: "xBOF" }, "BOFx\nBOF\n", "line added", "BOFx\n"],
  [{ line: "x", insertafter: "BOFx" }, "BOFx\nx\nb\n", "line added", "BOFx\nb\n"],
  [{ line: "x", insertafter: "aEOF" }, "aEOF\nx\nb\n", "line added", "aEOF\nb\n"],
  [{ line: "x", insertafter: "b" }, "b\nx\n", "line added", "b"],
  [{}, "\n", "line added", ""],
  [{ state: "absent", line: "two" }, "one\nthree\n", "2 line(s) removed"],
  [{ state: "absent", line: "two" }, "one\n", "1 line(s) removed", "one\ntwo\r\n"],
  [{ state: "absent", line: "four" }, TEXT, ""],
  [{ state: "absent", regexp: "^t" }, "one\n", "3 line(s) removed"],
  [{ state: "absent", search_string: "e" }, "two\ntwo\n", "2 line(s) removed"],
];

test("one line is made so, or lines are removed", (t) => {
  for (const [wish, text, msg, from = TEXT] of CASES) {
    const edited = editedLines(from, { ...usual, ...wish });
    const what = JSON.stringify([wish, from]);
    t.is(edited.text, text, what);
    t.is(edited.msg, msg, what);
    t.is(edited.changed, msg !== "", what);
    const found = wish.state === "absent" ? Number.parseInt(msg || "0", 10) : undefined;
    t.is(edited.more?.found, found, what);
  }
});

/** A text, what the edit sees, and what comes of `new\n` that it puts behind. */
const ENDS: readonly (readonly [text: string, seen: string, then: string])[] = [
  ["", "", "new\r\n"],
  ["a\r\nb\r\n", "a\nb\n", "a\r\nb\r\nnew\r\n"],
  ["a\nb\n", "a\nb\n", "a\nb\nnew\n"],
  ["a\r\nb\n", "a\r\nb\n", "a\r\nb\nnew\n"],
  ["a", "a", "anew\r\n"],
];

test("lines end as those of the text did", (t) => {
  for (const [text, seen, then] of ENDS) {
    const edited = withFileEnds(text, (one) => {
      t.is(one, seen);
      return { text: `${one}new\n`, msg: "m" };
    });
    t.deepEqual(edited, { text: then, msg: "m" }, JSON.stringify(text));
  }
});
