import test from "ava";
import { keyPlaceOf, placeOf } from "../../src/model/source.js";
import { isUnsafe, type PlainDict, type Value } from "../../src/model/value.js";
import { readAllYaml, readYaml } from "../../src/yaml/read.js";

const read = (text: string) => readYaml(text, "farm.yml") as PlainDict;

const SHAPES: [string, string, Value][] = [
  [
    "merge keys fill in what a mapping does not say itself",
    "base: &b {a: 1, b: 2}\nmore: &m {b: 3, c: 4}\nall:\n  b: own\n  <<: [*b, *m]\n",
    { base: { a: 1, b: 2 }, more: { b: 3, c: 4 }, all: { a: 1, b: "own", c: 4 } },
  ],
  ["an alias is the value of its anchor", "a: &x [1, 2]\nb: *x\n", { a: [1, 2], b: [1, 2] }],
  [
    "keys that look like numbers keep their order",
    "a: {2: b, 1: a}\n",
    {
      a: new Map<Value, Value>([
        [2, "b"],
        [1, "a"],
      ]),
    },
  ],
  [
    "__proto__ is a key like any other",
    "a: {__proto__: 1}\n",
    { a: JSON.parse('{"__proto__": 1}') as Value },
  ],
  [
    "quoted text may continue at any column",
    'a:\n  b: "one\ntwo\n   three"\n',
    { a: { b: "one two three" } },
  ],
  [
    "plain text in brackets may continue at any column, too",
    "a:\n  b: [one\ntwo,\nthree: four\nfive]\n",
    { a: { b: ["one two", { three: "four five" }] } },
  ],
  ["a block at the end of a file without a line end has none", "a: |\n  text", { a: "text" }],
  ["a pair in a list is a mapping", "a: [b: 1, c]\n", { a: [{ b: 1 }, "c"] }],
  ["an empty file is nothing", "# only a comment\n", null],
];

for (const [title, text, value] of SHAPES) test(title, (t) => t.deepEqual(readYaml(text, "farm.yml"), value));

test("several documents are read in order", (t) => {
  t.deepEqual(readAllYaml("a: 1\n---\n- b\n", "farm.yml"), [{ a: 1 }, ["b"]]);
});

test("every value and key knows where it stands", (t) => {
  const farm = read('name: "apple"\ntasks:\n  - copy: src=a dest=b\n    when:  ripe\n');
  const task = (farm.tasks as PlainDict[])[0]!;
  t.like(placeOf(farm, "name"), { path: "farm.yml", line: 1, column: 8 });
  t.like(keyPlaceOf(farm, "tasks"), { line: 2, column: 1 });
  t.like(placeOf(farm.tasks as object, 0), { line: 3, column: 5 });
  t.like(placeOf(task, "copy"), { line: 3, column: 11 });
  t.like(placeOf(task, "when"), { line: 4, column: 12 });
});

test("a block's place is its first line, with the column at which all its lines start", (t) => {
  const farm = read("script: |\n\n    echo one\n    echo two\n");
  t.deepEqual(placeOf(farm, "script"), { path: "farm.yml", line: 3, column: 5, indent: 5 });
});

test("a key without a value has the place of the key", (t) => {
  t.like(placeOf(read("\nhosts:\n"), "hosts"), { line: 2, column: 1 });
});

test("!unsafe marks texts, and all that is in lists and mappings", (t) => {
  const farm = read('a: !unsafe "{{ b }}"\nc: !unsafe [x]\nd: !unsafe {e: y}\nf: "{{ g }}"\n');
  t.is(farm.a, "{{ b }}");
  t.true(isUnsafe(farm, "a"));
  t.true(isUnsafe(farm.c as Value[], 0));
  t.true(isUnsafe(farm.d as PlainDict, "e"));
  t.false(isUnsafe(farm, "f"));
});

test("a file of twenty tasks is read in a few milliseconds", (t) => {
  const task = '- name: "task"\n  copy: {src: a, dest: "/srv/{{ b }}", mode: 0644}\n  when: c is defined\n';
  const text = task.repeat(20);
  // the best of many rounds: other programs may use the machine too
  const rounds = Array.from({ length: 30 }, () => {
    const start = performance.now();
    readYaml(text, "tasks.yml");
    return performance.now() - start;
  });
  t.true(Math.min(...rounds) < 20);
});
