import test from "ava";
import { splitWords } from "../../src/model/shell_words.js";

const CASES: readonly [text: string, words: string[]][] = [
  ["", []],
  ["  -C   -J jump ", ["-C", "-J", "jump"]],
  [`-o "ProxyCommand=ssh -W %h:%p jump"`, ["-o", "ProxyCommand=ssh -W %h:%p jump"]],
  ["-o 'A=b c'", ["-o", "A=b c"]],
  ["-o A='b c'd", ["-o", "A=b cd"]],
  [String.raw`a\ b x\y`, ["a b", "xy"]],
  [String.raw`"a\"b \c \\"`, ['a"b \\c \\']],
  [`'"' "'"`, ['"', "'"]],
  [`a '' b`, ["a", "b"]],
  ["-o\tA=1\n-o B=2", ["-o", "A=1", "-o", "B=2"]],
];

for (const [text, words] of CASES)
  test(`the text ${JSON.stringify(text)} are split as a shell would`, (t) =>
    t.deepEqual(splitWords(text), words));

test("a quote without an end is told", (t) => {
  for (const text of [`-o "A=b`, "it's", "a\\"])
    t.throws(() => splitWords(text), { message: /a quote has no end/ });
});
