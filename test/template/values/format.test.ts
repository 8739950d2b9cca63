import { readFileSync } from "node:fs";
import test from "ava";
import { formatPositional } from "../../../src/template/values/format.js";
import { formatValue } from "../../../src/template/values/format_spec.js";
import { parseLiteral } from "../../../src/template/values/literal.js";
import { makeFloat } from "../../../src/template/values/python.js";
import type { Result } from "../../../src/template/values/values.js";

/** Values as Python's repr() writes them, and what it makes of them; null: an error. */
interface Recorded {
  values: [value: string, spec: string, text: string | null][];
  texts: [format: string, args: string[], kwargs: Record<string, string>, text: string | null][];
}
const { values, texts }: Recorded = JSON.parse(readFileSync("test/template/values/format.json", "utf8"));

function read(text: string): Result {
  if (text === "inf" || text === "nan")
    return makeFloat(text === "inf" ? Number.POSITIVE_INFINITY : Number.NaN);
  if (/^-?\d[\d.e+-]*$/.test(text) && /[.e]/.test(text)) return makeFloat(Number(text));
  return text.startsWith("'") ? text.slice(1, -1) : (parseLiteral(text) as Result);
}

function outcome(work: () => string): string | null {
  try {
    return work();
  } catch {
    return null;
  }
}

test("a value is formatted as Python's format() does, by every kind of specification", (t) => {
  t.true(values.length > 600);
  for (const [value, spec, text] of values)
    t.is(
      outcome(() => formatValue(read(value), spec)),
      text,
      `format(${value}, ${JSON.stringify(spec)})`,
    );
});

test("the fields of a text are found as str.format() finds them", (t) => {
  t.true(texts.length > 400);
  for (const [format, args, kwargs, text] of texts) {
    const named = Object.fromEntries(Object.entries(kwargs).map(([name, value]) => [name, read(value)]));
    t.is(
      outcome(() => formatPositional(format, args.map(read), named)),
      text,
      JSON.stringify([format, args, kwargs]),
    );
  }
});

const MESSAGES: readonly (readonly [format: string, message: string])[] = [
  ["{", "Single '{' encountered in format string"],
  ["}", "Single '}' encountered in format string"],
  ["{0", "expected '}' before end of string"],
  ["{}{0}", "cannot switch from automatic field numbering to manual field specification"],
  ["{0}{}", "cannot switch from manual field specification to automatic field numbering"],
  ["{3}", "Replacement index 3 out of range for positional args tuple"],
  ["{x}", "'x'"],
  ["{0.a}", "'list' object has no attribute 'a'"],
  ["{0[a]}", "list indices must be integers or slices, not str"],
  ["{0[9]}", "list index out of range"],
  ["{0:5}", "unsupported format string passed to list.__format__"],
  ["{1:d}", "Unknown format code 'd' for object of type 'str'"],
  ["{1:,}", "Cannot specify ',' with 's'."],
  ["{1:+}", "Sign not allowed in string format specifier"],
  ["{1:zz}", "Invalid format specifier 'zz' for object of type 'str'"],
  ["{1[a]}", "string indices must be integers, not 'str'"],
  ["{1!x}", "Unknown conversion specifier x"],
];

for (const [format, message] of MESSAGES)
  test(`${format} says what is wrong`, (t) => {
    t.throws(() => formatPositional(format, [[1, 2], "text"], {}), { message });
  });
