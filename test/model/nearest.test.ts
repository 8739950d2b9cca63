import test from "ava";
import { nearest, suggest, suggestQualified } from "../../src/model/nearest.js";

/** A word, the known ones, and which of them is meant. */
const WORDS: readonly (readonly [word: string, known: string[], meant: string | undefined])[] = [
  ["copy", ["copy"], "copy"],
  ["copi", ["copy"], "copy"],
  ["cpy", ["copy"], "copy"],
  ["coopy", ["copy"], "copy"],
  ["ocpy", ["copy"], "copy"],
  ["coyp", ["copy"], "copy"],
  ["COPY", ["copy"], "copy"],
  ["copy", ["Copi"], "Copi"],
  ["git", ["apt"], undefined],
  ["gti", ["git"], "git"],
  ["abcd", ["abxy"], undefined],
  ["abcde", ["abcxy"], "abcxy"],
  ["abcde", ["abwxy"], undefined],
  ["abcdefgh", ["abcdefxy"], "abcdefxy"],
  ["abcdefgh", ["abcdexyz"], undefined],
  ["abcdefghi", ["abcdefxyz"], "abcdefxyz"],
  ["abcdefghi", ["abcdewxyz"], undefined],
  ["abcdef", ["abcd"], "abcd"],
  ["abcdef", ["abc"], undefined],
  ["abc", ["abcdef"], undefined],
  ["ab", ["cd"], undefined],
  ["x", [], undefined],
  ["", ["a"], "a"],
  ["", ["ab"], undefined],
  ["handler", ["handlers", "handled"], "handlers"],
  ["handlre", ["handled", "handler"], "handler"],
  ["servce", ["server", "service"], "service"],
  ["bacdef", ["abcdef"], "abcdef"],
  ["badcef", ["abcdef"], "abcdef"],
  ["badcfe", ["abcdef"], undefined],
];

test("the nearest of the known words is meant, where one is near enough", (t) => {
  for (const [word, known, meant] of WORDS) {
    t.is(nearest(word, known), meant, `${word} of ${known.join(" ")}`);
    t.is(suggest(word, known), meant && `did you mean \`${meant}\`?`);
  }
});

/** The same of names with a collection. */
const QUALIFIED: readonly (readonly [name: string, known: string[], meant: string | undefined])[] = [
  ["a.b.copy", ["copy", "ansible.builtin.copy"], "ansible.builtin.copy"],
  ["a.b.copy", ["copy"], undefined],
  ["copi", ["copy", "a.b.copi"], "copy"],
  ["a.b.copi", ["a.b.copy"], "a.b.copy"],
  ["a.b.copy", ["a.b.xcopy", "c.d.copy"], "c.d.copy"],
];

test("a module of the very name in another collection comes first", (t) => {
  for (const [name, known, meant] of QUALIFIED)
    t.is(suggestQualified(name, known), meant && `did you mean \`${meant}\`?`, name);
});
