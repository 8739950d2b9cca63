import { DateValue, type Dict, dictEntries, Float, isDict } from "../../model/value.js";
import { LazyDict } from "../values/lazy.js";
import { compare, materialise, repr, toText, typeName } from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";

export interface JsonStyle {
  /** blanks, or the text itself, for each level */
  indent?: number | string | undefined;
  sortKeys?: boolean;
  ensureAscii?: boolean;
  separators?: [string, string];
}

/** json.dumps: its separators, its escapes, its floats. */
export function dumpJson(value: Result, style: JsonStyle = {}): string {
  const step = typeof style.indent === "number" ? " ".repeat(style.indent) : style.indent;
  const [comma, colon] = style.separators ?? [style.indent === undefined ? ", " : ",", ": "];
  const write = (one: Result, level: number): string => {
    if (one === null) return "null";
    if (typeof one === "boolean") return String(one);
    if (typeof one === "number" || typeof one === "bigint" || one instanceof Float) return jsonNumber(one);
    if (one instanceof DateValue) return quoteJson(one.text.replace(" ", "T"), style.ensureAscii !== false);
    if (Array.isArray(one))
      return wrap(
        "[",
        "]",
        (one as Result[]).map((item) => write(item, level + 1)),
        level,
      );
    if (one instanceof LazyDict) return write(materialise(one) as Result, level);
    if (one instanceof Undefined) throw new TypeError(one.message);
    if (isDict(one)) {
      let entries = dictEntries(one as Dict);
      if (style.sortKeys) entries = [...entries].sort(([a], [b]) => ordered(a, b));
      const parts = entries.map(
        ([key, item]) =>
          `${quoteJson(keyText(key), style.ensureAscii !== false)}${colon}${write(item, level + 1)}`,
      );
      return wrap("{", "}", parts, level);
    }
    return quoteJson(toText(one), style.ensureAscii !== false);
  };
  const wrap = (open: string, close: string, parts: string[], level: number): string => {
    if (parts.length === 0) return open + close;
    if (step === undefined) return open + parts.join(comma) + close;
    const inner = `\n${step.repeat(level + 1)}`;
    return `${open}${inner}${parts.join(comma.trimEnd() + inner)}\n${step.repeat(level)}${close}`;
  };
  return write(value, 0);
}

function ordered(a: Result, b: Result): number {
  const order = compare(a, b);
  if (order !== undefined) return order;
  throw new TypeError(`'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

function keyText(key: Result): string {
  if (key === null) return "null";
  return typeof key === "boolean" ? String(key) : toText(key);
}

function jsonNumber(value: number | bigint | Float): string {
  const text = repr(value);
  if (text === "nan") return "NaN";
  return text === "inf" ? "Infinity" : text === "-inf" ? "-Infinity" : text;
}

function quoteJson(text: string, ascii: boolean): string {
  const quoted = JSON.stringify(text);
  return ascii
    ? quoted.replace(/[\u007f-\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`)
    : quoted;
}
