import test from "ava";
import { decodeUtf8, parseWord } from "../src/word.js";

const CASES: [string, string, ReturnType<typeof parseWord>][] = [
  ["a plain word stays as it is", "hello", { word: "hello" }],
  ["spaces belong to the word", " a b ", { word: " a b " }],
  ["control characters are left out", "a\u0000b\r\n\tc\u007f\u0085", { word: "abc" }],
  ["control characters alone are nothing", "\r\n", { problem: "data must contain a string" }],
  ["nothing is refused", "", { problem: "data must contain a string" }],
  ["256 code points are allowed", "🌍".repeat(256), { word: "🌍".repeat(256) }],
  ["257 are not", "a".repeat(257), { problem: "the word must have at most 256 characters" }],
  ["what is left out does not count", `${"a".repeat(256)}\n`, { word: "a".repeat(256) }],
];

for (const [name, given, expected] of CASES) {
  test(name, (t) => t.deepEqual(parseWord(given), expected));
}

test("bytes that are not UTF-8 are no text", (t) => {
  t.is(decodeUtf8(Buffer.from("é")), "é");
  for (const bytes of [[0xff], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80]]) {
    t.is(decodeUtf8(Uint8Array.from(bytes)), undefined);
  }
});
