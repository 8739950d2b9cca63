import { type Dict, dictGet, dictHas, type Value } from "../../model/value.js";
import { index, realNumber } from "./checks.js";
import { formatNumber } from "./number_format.js";
import { asDict, isMapping, isNumber, numeric, repr, toText, typeName } from "./python.js";
import { type Result, Tuple, Undefined, undefinedFault } from "./values.js";

/** Python's `'%s …' % values`. */

const FIELD = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([\s\S])?/g;

interface Field {
  flags: string;
  width: number;
  precision: number | undefined;
  type: string;
}

/** The values one after the other: those of a tuple, or the only one. */
class Values {
  readonly #all: Result;
  readonly #list: Result[];
  #next = 0;

  constructor(all: Result) {
    this.#all = all;
    this.#list = all instanceof Tuple ? [...all] : [all];
  }

  take(): Result {
    if (this.#next >= this.#list.length) throw new TypeError("not enough arguments for format string");
    return this.#list[this.#next++]!;
  }

  named(name: string): Result {
    if (!isMapping(this.#all)) throw new TypeError("format requires a mapping");
    const dict: Dict = asDict(this.#all);
    if (!dictHas(dict, name as Value)) throw new RangeError(`'${name}'`);
    return dictGet(dict, name as Value) as Result;
  }

  /** A dict or list may have more than is asked for; a tuple or single value may not. */
  finish(): void {
    const isLenient = !(this.#all instanceof Tuple) && (isMapping(this.#all) || Array.isArray(this.#all));
    if (this.#next < this.#list.length && !isLenient)
      throw new TypeError("not all arguments converted during string formatting");
  }
}

const asciiOf = (text: string): string =>
  text.replace(/[^\x00-\x7f]/gu, (one) => {
    const code = one.codePointAt(0)!.toString(16);
    return code.length <= 2
      ? `\\x${code.padStart(2, "0")}`
      : code.length <= 4
        ? `\\u${code.padStart(4, "0")}`
        : `\\U${code.padStart(8, "0")}`;
  });

function characterOf(value: Result): string {
  if (typeof value === "number" && Number.isInteger(value)) return String.fromCodePoint(value);
  if (typeof value === "string" && [...value].length === 1) return value;
  throw new TypeError("%c requires int or char");
}

function numberOf(value: Result, type: string): number | bigint {
  if ("eEfFgG".includes(type)) return realNumber(value);
  if (!isNumber(value)) {
    const wanted = type === "d" ? "a real number" : "an integer";
    throw new TypeError(`%${type} format: ${wanted} is required, not ${typeName(value)}`);
  }
  const number = numeric(value);
  if (type !== "d" && typeName(value) === "float")
    throw new TypeError(`%${type} format: an integer is required, not float`);
  return number;
}

function written(value: Result, field: Field): string {
  const { type, precision, flags } = field;
  if (value instanceof Undefined && type !== "r" && type !== "a") throw undefinedFault(value);
  const texts: Record<string, () => string> = {
    s: () => toText(value),
    r: () => repr(value),
    a: () => asciiOf(repr(value)),
  };
  const text = texts[type]?.();
  if (text !== undefined) return precision === undefined ? text : [...text].slice(0, precision).join("");
  if (type === "c") return characterOf(value);
  const number = numberOf(value, type);
  const shown = formatNumber(number, { type, precision, isFull: flags.includes("#") });
  const sign = shown.startsWith("-") ? "" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  return sign + shown;
}

/** Blanks or zeros up to the width. */
export function padded(text: string, { flags, width, type }: Omit<Field, "precision">): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0") || "src%a".includes(type)) return text.padStart(width);
  const sign = /^[-+ ]?(?:0[xXob])?/.exec(text)![0];
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

/** Faults: TypeError in Python's words; a key that is missing or a code that is unknown is a RangeError. */
export function formatPercent(format: string, values: Result): string {
  const all = new Values(values);
  const text = format.replace(FIELD, (...found) => {
    const [, key, flags = "", wide, exact, code] = found as (string | undefined)[];
    if (code === undefined) throw new RangeError("incomplete format");
    if (code === "%") return "%";
    if (!"diuoxXeEfFgGcrsa".includes(code)) {
      const at = (found.at(-2) as number) + found[0].length - 1;
      throw new RangeError(
        `unsupported format character '${code}' (0x${code.codePointAt(0)!.toString(16)}) at index ${at}`,
      );
    }
    const starred = wide === "*" ? index(all.take()) : Number(wide ?? 0);
    const precision = exact === undefined ? undefined : exact === "*" ? index(all.take()) : Number(exact);
    const field: Field = {
      flags: starred < 0 ? `${flags}-` : flags,
      width: Math.abs(starred),
      precision,
      type: code === "i" || code === "u" ? "d" : code,
    };
    return padded(written(key === undefined ? all.take() : all.named(key), field), field);
  });
  all.finish();
  return text;
}
