import test from "ava";
import { keyPlaceOf, type Place, placeOf } from "../../src/model/source.js";
import { isUnsafe, type PlainDict, type Value } from "../../src/model/value.js";
import { combineDicts, mergeDicts, pickEntries, plainDict } from "../../src/yaml/dicts.js";
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

test("dicts under one key become one where they are merged, from the last that is none on", (t) => {
  /** sources | replaced | merged */
  const rows: [Value[], Value, Value][] = [
    [[{ a: 1 }], { a: 1 }, { a: 1 }],
    [[{ a: 1 }, { a: 2 }], { a: 2 }, { a: 2 }],
    [[{ a: { b: 1 } }, { a: { c: 2 } }], { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    [[{ a: { b: 1 } }, { a: 5 }], { a: 5 }, { a: 5 }],
    [[{ a: 5 }, { a: { b: 1 } }], { a: { b: 1 } }, { a: { b: 1 } }],
    [[{ a: { b: 1 } }, { a: 5 }, { a: { c: 2 } }], { a: { c: 2 } }, { a: { c: 2 } }],
    [[{ a: { b: { c: 1 } } }, { a: { b: { d: 2 } } }], { a: { b: { d: 2 } } }, { a: { b: { c: 1, d: 2 } } }],
    [[{ a: { b: 1 } }, { x: 1 }, { a: { c: 2 } }], { a: { c: 2 }, x: 1 }, { a: { b: 1, c: 2 }, x: 1 }],
    [[{ a: [1] }, { a: [2] }], { a: [2] }, { a: [2] }],
    [[{ a: { b: 1 } }, { a: null }], { a: null }, { a: null }],
    [[{ a: new Map([[1, "x"]]) }, { a: { c: 2 } }], { a: { c: 2 } }, { a: { "1": "x", c: 2 } }],
    [[{ a: { b: 1 } }, { a: {} }], { a: {} }, { a: { b: 1 } }],
  ];
  for (const [sources, replaced, merged] of rows) {
    const shown = JSON.stringify(sources);
    t.deepEqual(combineDicts(false, ...(sources as PlainDict[])) as Value, replaced, shown);
    t.deepEqual(combineDicts(true, ...(sources as PlainDict[])) as Value, merged, shown);
  }
});

test("a merged, picked or plain dict knows where it, its keys and its values stand", (t) => {
  const first = read("a: 1\nb: 2\n", "first.yml");
  const second = read("\nb: 3\n", "second.yml");
  const numbered = plainDict(read("1: a\n2: b\n", "n.yml"))!;
  const dicts: [PlainDict, string[]][] = [
    [mergeDicts(first, second), ["first.yml 1:1", "a first.yml 1:1 1:4", "b second.yml 2:1 2:4"]],
    [mergeDicts(undefined, second, first), ["second.yml 2:1", "b first.yml 2:1 2:4", "a first.yml 1:1 1:4"]],
    [pickEntries(first, (key) => key === "b"), ["first.yml 1:1", "b first.yml 2:1 2:4"]],
    [mergeDicts({ a: 1 }, second), ["nowhere", "a nowhere", "b nowhere"]],
    [pickEntries({ a: 1 }, () => true), ["nowhere", "a nowhere"]],
    [numbered, ["n.yml 1:1", "1 n.yml 1:1 1:4", "2 n.yml 2:1 2:4"]],
    [plainDict(new Map([[1, "x"]]))!, ["nowhere", "1 nowhere"]],
  ];
  for (const [dict, places] of dicts) {
    const at = (place: Place | undefined) => (place ? `${place.line}:${place.column}` : "");
    const self = placeOf(dict);
    const shown = Object.keys(dict).map((key) => {
      const place = placeOf(dict, key);
      return place ? `${key} ${place.path} ${at(keyPlaceOf(dict, key))} ${at(place)}` : `${key} nowhere`;
    });
    t.deepEqual([self ? `${self.path} ${at(self)}` : "nowhere", ...shown], places);
  }
});

test("unsafe marks come along with what is picked, and only those", (t) => {
  const picked = pickEntries(read("a: !unsafe x\nb: y\nc: !unsafe z\n", "vars.yml"), (key) => key !== "c");
  t.deepEqual(
    ["a", "b", "c"].map((key) => isUnsafe(picked, key)),
    [true, false, false],
  );
});
