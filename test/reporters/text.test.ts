import test from "ava";
import { USUAL_DISPLAY } from "../../src/model/reporter.js";
import { DateValue, Float } from "../../src/model/value.js";
import { diffText } from "../../src/reporters/text/diff.js";
import { dumpValues } from "../../src/reporters/text/dump.js";
import { pythonJson } from "../../src/reporters/text/python_json.js";
import { cutText, widthOf, wrapText } from "../../src/reporters/text/width.js";

const STYLE = { colour: false, context: 3 };

test("numbers, dates and text are written as Python writes them", (t) => {
  t.is(pythonJson([new Float(3), 0.5, 1e-7, 3, 2n ** 64n]), "[3.0, 0.5, 1e-07, 3, 18446744073709551616]");
  t.is(
    pythonJson({ b: new DateValue("2026-01-02", new Date(0)), a: "ü\u0001" }),
    '{"a": "ü\\u0001", "b": "2026-01-02"}',
  );
  t.is(
    pythonJson({ b: [], a: {}, c: [1] }, 4),
    '{\n    "a": {},\n    "b": [],\n    "c": [\n        1\n    ]\n}',
  );
});

test("a message of debug that could not be made comes with the way out", (t) => {
  const values = { changed: false, msg: "the repository webapp has no tag 1", hint: "did you mean `1.0`?" };
  t.is(
    dumpValues({ ...values, failed: true }, "debug", { verbosity: 0, display: USUAL_DISPLAY }),
    '{"hint": "did you mean `1.0`?", "msg": "the repository webapp has no tag 1"}',
  );
});

test("a warning is broken at spaces and after hyphens, spaces staying at the end of the line", (t) => {
  t.is(wrapText("aaa bbb ccc", 7), "aaa bbb\n ccc");
  t.is(wrapText("well-known word", 6), "well-\nknown \nword");
  t.is(wrapText("abcdefghij", 4), "abcd\nefgh\nij");
  t.is(wrapText("aa bbbbbbbbbb", 6), "aa bbb\nbbbbbb\nb");
});

test("the lines of a warning neither begin nor end with spaces, as textwrap drops them", (t) => {
  t.is(wrapText("aaa bbb ccc", 7, true), "aaa bbb\nccc");
  t.is(wrapText("one two  ", 7, true), "one two");
  t.is(wrapText("word-word ".repeat(3), 12, true), "word-word\nword-word\nword-word");
  t.is(
    wrapText("ab  cd   ".repeat(12), 20, true),
    "ab  cd   ab  cd   ab\ncd   ab  cd   ab  cd\nab  cd   ab  cd   ab\ncd   ab  cd   ab  cd\nab  cd   ab  cd",
  );
  t.is(wrapText(`${"x".repeat(10)} y`, 6, true), "xxxxxx\nxxxx y");
});

test("wide signs take two columns and combining ones none", (t) => {
  t.is(widthOf("日本"), 4);
  t.is(widthOf("e\u0301"), 1);
  t.is(cutText("日本語", 5), "日本…");
  t.is(cutText("abc", 3), "abc");
});

test("two texts that are equal have no difference", (t) => {
  t.is(diffText({ before: "a\n", after: "a\n" }, STYLE), "");
  t.is(diffText([], STYLE), "");
});

test("files that cannot be shown are named with the reason", (t) => {
  t.is(diffText({ dst_binary: 1 }, STYLE), "diff skipped: destination file appears to be binary\n");
});
