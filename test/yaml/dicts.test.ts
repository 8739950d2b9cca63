import test from "ava";
import { placeOf } from "../../src/model/source.js";
import { isUnsafe, type PlainDict } from "../../src/model/value.js";
import { mergeDicts, pickEntries, plainDict } from "../../src/yaml/dicts.js";
import { readYaml } from "../../src/yaml/read.js";

const read = (text: string, path: string) => readYaml(text, path) as PlainDict;

test("the later of two dicts wins, each value with its own place and marks", (t) => {
  const first = read("a: !unsafe x\nb: 1\n", "first.yml");
  const second = read("a: y\nc: !unsafe z\n", "second.yml");
  const merged = mergeDicts(first, undefined, second);
  t.deepEqual(merged, { a: "y", b: 1, c: "z" });
  t.is(placeOf(merged, "a")?.path, "second.yml");
  t.is(placeOf(merged, "b")?.path, "first.yml");
  t.false(isUnsafe(merged, "a"));
  t.true(isUnsafe(merged, "c"));
});

test("picked entries keep their places", (t) => {
  const picked = pickEntries(read("a: 1\nb: 2\n", "vars.yml"), (key) => key !== "a");
  t.deepEqual(picked, { b: 2 });
  t.like(placeOf(picked, "b"), { line: 2, column: 4 });
});

test("a dict with number keys becomes one with text keys; a list is none", (t) => {
  t.deepEqual(plainDict(read("1: a\n", "x.yml")), { "1": "a" });
  t.is(plainDict([]), undefined);
});
