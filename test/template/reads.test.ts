import test from "ava";
import { certainReads } from "../../src/template/reads.js";

const READS: [text: string, names: string[]][] = [
  ["plain", []],
  ["{{ a }} {{ b.c }} {{ d['e'] }} {{ f[g] }}", ["a", "b", "d", "f", "g"]],
  ["{{ a ~ b }} {{ -c }} {{ not d }}", ["a", "b", "c", "d"]],
  ["{{ a == b }} {{ c in d }}", ["a", "b", "c", "d"]],
  ["{{ a and b }} {{ c or d }} {{ e if f else g }}", ["a", "c", "f"]],
  [
    "{{ a | default(b) }} {{ c | upper }} {{ d is defined }} {{ [e] }} {{ lookup('x', f) }} {{ range(g) }}",
    [],
  ],
  ["{% if a %}{{ b }}{% endif %}{% for c in d %}{{ c }}{% endfor %}", ["a", "d"]],
  ["{% set a = b %}{{ a }}", []],
];

for (const [text, names] of READS)
  test(`${text} certainly needs ${names.join(", ") || "nothing"}`, (t) => {
    t.deepEqual(
      certainReads(text, undefined, "template").map(({ name }) => name),
      names,
    );
  });

const CONDITIONS: [text: string, names: string[]][] = [
  ["true", []],
  ["a", ["a"]],
  ["not a.b", ["a"]],
  ["a == 'x' and b", ["a"]],
  ["(a or b) == c[d]", ["a", "c", "d"]],
  ["a is defined and b", []],
  ["a < b < c", ["a", "b"]],
  ["a if b else c", ["b"]],
  ["range(3)", []],
];

for (const [text, names] of CONDITIONS)
  test(`the condition ${text} certainly needs ${names.join(", ") || "nothing"}`, (t) => {
    t.deepEqual(
      certainReads(text, undefined, "expression").map(({ name }) => name),
      names,
    );
  });

test("a read knows its place", (t) => {
  const at = { path: "play.yml", line: 3, column: 10 };
  t.deepEqual(certainReads("x {{ word }}", at, "template"), [{ name: "word", at: { ...at, column: 15 } }]);
});
