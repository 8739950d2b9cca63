import { floatText } from "../../model/float_text.js";
import { step } from "../../model/patience.js";
import { quoteText } from "../../model/python_text.js";
import {
  DateValue,
  type Dict,
  dictEntries,
  dictHas,
  dictKeys,
  Float,
  isDict,
  type Value,
} from "../../model/value.js";
import { LazyDict } from "./lazy.js";
import { Omit } from "./omit.js";
import { dateRepr, TimeDelta } from "./timedelta.js";
import {
  Callable,
  LoopInfo,
  Namespace,
  QuietUndefined,
  type Result,
  Tuple,
  Undefined,
  undefinedFault,
  View,
} from "./values.js";

/** Python's meanings of truth, text, equality and order for template values. */

export function isTrue(value: Result): boolean {
  if (value instanceof QuietUndefined) return false;
  if (value instanceof TimeDelta) return value.microseconds !== 0;
  if (value === null || value === false || value === 0 || value === "" || value === 0n) return false;
  if (value instanceof Float) return value.value !== 0;
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof LazyDict) return value.keys().length > 0;
  if (isDict(value)) return dictKeys(value as Dict).length > 0;
  return true;
}

export function isNumber(value: Result): value is number | bigint | Float | boolean {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean" ||
    value instanceof Float
  );
}

/** A number for arithmetic: booleans count, floats are unboxed. */
export function numeric(value: number | bigint | Float | boolean): number | bigint {
  if (typeof value === "boolean") return value ? 1 : 0;
  return value instanceof Float ? value.value : value;
}

export function isFloat(value: Result): boolean {
  return value instanceof Float || (typeof value === "number" && !Number.isInteger(value));
}

/** The result of arithmetic on floats: an integral one stays a float. */
export function makeFloat(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

/** Python refuses to print whole numbers beyond this many digits. */
const MAX_DIGITS = 4300;
const TOO_LARGE = 10n ** BigInt(MAX_DIGITS);

function integerText(value: bigint): string {
  // not by its text, which takes long to make
  if (value >= TOO_LARGE || value <= -TOO_LARGE)
    throw new TypeError(
      `Exceeds the limit (${MAX_DIGITS} digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit`,
    );
  return String(value);
}

/** str(): what a template prints. */
export function toText(value: Result): string {
  if (typeof value === "string") return value;
  if (value instanceof DateValue) return value.text;
  if (value instanceof TimeDelta) return value.text;
  if (value instanceof QuietUndefined) return "";
  if (value instanceof Undefined) throw undefinedFault(value);
  return repr(value);
}

/** repr(): what stands inside a printed list. */
export function repr(value: Result): string {
  if (value === null) return "None";
  if (value === true) return "True";
  if (value === false) return "False";
  if (typeof value === "string") return quoteText(value);
  if (typeof value === "number") return Number.isInteger(value) ? String(value) : floatText(value);
  if (typeof value === "bigint") return integerText(value);
  if (value instanceof Float) return floatText(value.value);
  if (value instanceof DateValue) return dateRepr(value);
  if (value instanceof TimeDelta) return value.repr;
  if (value instanceof View) return value.text ?? `${value.type}([${value.map(repr).join(", ")}])`;
  if (value instanceof Tuple)
    return value.length === 1 ? `(${repr(value[0]!)},)` : `(${value.map(repr).join(", ")})`;
  if (Array.isArray(value)) return `[${value.map((item) => reprItem(item as Result)).join(", ")}]`;
  if (value instanceof LazyDict) return repr(materialise(value));
  if (isDict(value))
    return `{${dictEntries(value as Dict)
      .map(([key, item]) => `${repr(key)}: ${repr(item)}`)
      .join(", ")}}`;
  if (value instanceof Omit) return value.toString();
  if (value instanceof Callable) return `<function ${value.name}>`;
  if (value instanceof Namespace) return "<Namespace>";
  if (value instanceof LoopInfo) return "<LoopContext>";
  if (value instanceof QuietUndefined) return "Undefined";
  if (value instanceof Undefined) return undefinedRepr(value);
  return String(value);
}

/** A list may hold another one very often. */
function reprItem(item: Result): string {
  step();
  return repr(item);
}

function undefinedRepr({ message, missing }: Undefined): string {
  if (!missing) return `AnsibleUndefined(hint=${quoteText(message)}, obj=missing, name=None)`;
  const of = missing.of === undefined ? "missing" : repr(missing.of);
  return `AnsibleUndefined(hint=None, obj=${of}, name=${repr(missing.name)})`;
}

export function materialise(lazy: LazyDict): Dict {
  const dict: Record<string, Value> = {};
  for (const key of lazy.keys()) {
    const value = lazy.get(key);
    if (value !== undefined) dict[key] = value instanceof LazyDict ? (materialise(value) as Value) : value;
  }
  return dict;
}

export function isEqual(a: Result, b: Result): boolean {
  if (a === b && !(a instanceof Undefined)) return true;
  for (const one of [a, b]) if (one instanceof Undefined && !one.quiet) throw undefinedFault(one);
  // biome-ignore lint/suspicious/noDoubleEquals: a number and a bigint of the same value are equal
  if (isNumber(a) && isNumber(b)) return numeric(a) == numeric(b);
  if (Array.isArray(a) && Array.isArray(b)) {
    if (a instanceof Tuple !== b instanceof Tuple) return false;
    return a.length === b.length && a.every((item, index) => isEqual(item as Result, b[index] as Result));
  }
  if (a instanceof LazyDict) return isEqual(materialise(a), b);
  if (b instanceof LazyDict) return isEqual(a, materialise(b));
  if (a instanceof DateValue)
    return b instanceof DateValue && a.isDay === b.isDay && a.date.getTime() === b.date.getTime();
  if (a instanceof TimeDelta) return b instanceof TimeDelta && a.microseconds === b.microseconds;
  if (isDict(a) && isDict(b)) {
    const keys = dictKeys(a);
    return (
      keys.length === dictKeys(b).length &&
      keys.every((key) => dictHas(b, key) && isEqual(getKey(a, key) as Result, getKey(b, key) as Result))
    );
  }
  return false;
}

function getKey(dict: Dict, key: Value): Value | undefined {
  return dict instanceof Map ? dict.get(key) : dict[key as string];
}

/** <0, 0, >0; undefined where Python would raise a TypeError. */
export function compare(a: Result, b: Result): number | undefined {
  if (isNumber(a) && isNumber(b)) {
    const [x, y] = [numeric(a), numeric(b)];
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === "string" && typeof b === "string") return compareTexts(a, b);
  if (Array.isArray(a) && Array.isArray(b))
    return a instanceof Tuple === b instanceof Tuple ? compareLists(a as Result[], b as Result[]) : undefined;
  if (a instanceof DateValue && b instanceof DateValue) {
    if (a.isDay !== b.isDay) throw new TypeError("can't compare datetime.datetime to datetime.date");
    return a.date.getTime() - b.date.getTime();
  }
  if (a instanceof TimeDelta && b instanceof TimeDelta) return a.microseconds - b.microseconds;
  return undefined;
}

/** By code points, as Python does. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  const size = Math.min(a.length, b.length);
  let at = 0;
  while (at < size && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
  // halves of a pair stand for characters above all others
  if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1;
  return a < b ? -1 : 1;
}

const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

function compareLists(a: Result[], b: Result[]): number | undefined {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (isEqual(a[index]!, b[index]!)) continue;
    return compare(a[index]!, b[index]!);
  }
  return a.length - b.length;
}

/** Python's name of a type, as error messages and type_debug say it. */
export function typeName(value: Result): string {
  if (value === null) return "NoneType";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "string") return "str";
  if (typeof value === "bigint") return "int";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float";
  if (value instanceof Float) return "float";
  if (value instanceof DateValue) return value.isDay ? "datetime.date" : "datetime.datetime";
  if (value instanceof TimeDelta) return "datetime.timedelta";
  if (value instanceof View) return value.type;
  if (value instanceof Tuple) return "tuple";
  if (Array.isArray(value)) return "list";
  if (value instanceof Undefined) return "AnsibleUndefined";
  if (value instanceof Callable) return "function";
  return (value as unknown) instanceof Omit ? "str" : "dict";
}

export function isMapping(value: Result): value is Dict | LazyDict {
  return value instanceof LazyDict || isDict(value);
}

export function asDict(value: Dict | LazyDict): Dict {
  return value instanceof LazyDict ? materialise(value) : value;
}
