import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import test from "ava";
import { DateValue, Float, type Value } from "../../src/model/value.js";
import { readYaml } from "../../src/yaml/read.js";

/** A text, and what PyYAML makes of it: numbers as {int}, {float} and {date}, mappings as {dict: pairs}. */
type Recorded = [text: string, value: unknown];

/** Python's repr() of a number that is no whole one. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Number.isInteger(value) ? `${Object.is(value, -0) ? "-0" : value}.0` : String(value);
}

function encoded(value: Value): unknown {
  if (value instanceof DateValue) return { date: value.text };
  if (value instanceof Float) return { float: floatText(value.value) };
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return { int: String(value) };
  if (typeof value === "number") return { float: floatText(value) };
  if (Array.isArray(value)) return value.map(encoded);
  if (typeof value !== "object" || value === null) return value;
  const pairs: [Value, Value][] = value instanceof Map ? [...value] : Object.entries(value as object);
  return { dict: pairs.map(([key, item]) => [encoded(key), encoded(item)]) };
}

const KINDS: [name: string, read: (text: string) => Value][] = [
  ["scalars", (text) => (readYaml(`- ${text}\n`, "s.yml") as Value[])[0]!],
  ["documents", (text) => readYaml(text, "d.yml")],
];

for (const [name, read] of KINDS) {
  const recorded = JSON.parse(readFileSync(`test/yaml/${name}.json`, "utf8")) as Recorded[];
  test(`${name} are what PyYAML makes of them`, (t) => {
    const found = recorded.map(([text]): Recorded => [text, answerOf(() => read(text))]);
    const differ = (_: unknown, index: number) => !isDeepStrictEqual(found[index], recorded[index]);
    t.deepEqual(found.filter(differ), recorded.filter(differ));
  });
}

/** A fault is an answer too: the others are still tried. */
function answerOf(work: () => Value): unknown {
  try {
    return encoded(work());
  } catch (error) {
    return String(error);
  }
}
