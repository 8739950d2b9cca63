import { toBoolean } from "../model/args.js";
import { readJson } from "../model/json_read.js";
import { readFloat } from "../model/python_numbers.js";
import { dictEntries, Float, isDict, type PlainDict, type Value } from "../model/value.js";
import { splitArgs } from "./split_args.js";

export type Conversion = { value: Value } | { problem: string };

/** The class that Python has for a value, as it prints it. */
export function pythonType(value: Value): string {
  if (value === null) return "<class 'NoneType'>";
  if (value instanceof Float || (typeof value === "number" && !Number.isInteger(value)))
    return "<class 'float'>";
  if (Array.isArray(value)) return "<class 'list'>";
  if (isDict(value)) return "<class 'dict'>";
  const names: Record<string, string> = { boolean: "bool", number: "int", bigint: "int", string: "str" };
  return `<class '${names[typeof value] ?? "str"}'>`;
}

/** As Python writes a value in code: texts have quotes. */
export function pythonRepr(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string")
    return value.includes("'") && !value.includes('"')
      ? `"${value}"`
      : `'${value.replace(/\\/g, "\\\\").replace(/'/g, "\\'").replace(/\n/g, "\\n")}'`;
  if (Array.isArray(value)) return `[${value.map(pythonRepr).join(", ")}]`;
  if (isDict(value))
    return `{${dictEntries(value)
      .map(([key, item]) => `${pythonRepr(key)}: ${pythonRepr(item)}`)
      .join(", ")}}`;
  return String(value);
}

/** As Python prints it. */
export const pythonText = (value: Value): string => (typeof value === "string" ? value : pythonRepr(value));

const cannot = (value: Value, what: string): Conversion => ({
  problem: `${pythonType(value)} cannot be converted to a ${what}`,
});

/** The value as the type of an option wants it, or what is wrong with it. */
export function converted(kind: string, value: Value): Conversion {
  return (CONVERSIONS[kind] ?? asIs)(value);
}

const asIs = (value: Value): Conversion => ({ value });

const toText = (value: Value): Conversion =>
  value === null
    ? { problem: `'${pythonRepr(value)}' is not a string and conversion is not allowed` }
    : { value: pythonText(value) };

const CONVERSIONS: Readonly<Record<string, (value: Value) => Conversion>> = {
  str: toText,
  path: toText,
  raw: asIs,
  int: (value) => {
    if (typeof value === "boolean" || typeof value === "bigint") return { value };
    const number = numberOf(value);
    if (Number.isInteger(number)) return { value: number! };
    return { problem: `"${pythonRepr(value)}" cannot be converted to an int` };
  },
  float: (value) => {
    const number = typeof value === "boolean" ? Number(value) : numberOf(value);
    return number === undefined ? cannot(value, "float") : { value: new Float(number) };
  },
  bool: (value) => {
    if (typeof value === "object" && !(value instanceof Float)) return cannot(value, "bool");
    const flag = toBoolean(value);
    if (flag !== undefined) return { value: flag };
    const known = `'y', 'yes', 'on', '1', 'true', 't', 1, 'n', 'no', 'off', '0', 'false', 'f', 0`;
    return {
      problem: `The value '${pythonText(value)}' is not a valid boolean.  Valid booleans include: ${known}`,
    };
  },
  list: (value) => {
    if (Array.isArray(value)) return { value };
    if (typeof value === "string") return { value: value.split(",") };
    return value === null || isDict(value) ? cannot(value, "list") : { value: [pythonText(value)] };
  },
  dict: (value) => {
    if (isDict(value)) return { value };
    return typeof value === "string" ? dictFromText(value) : cannot(value, "dict");
  },
  json: jsonText,
  jsonarg: jsonText,
  bytes: (value) => (isSize(pythonText(value), "B", "byte") ? { value } : cannot(value, "Byte value")),
  bits: (value) => (isSize(pythonText(value), "b", "bit") ? { value } : cannot(value, "Bit value")),
};

/** A number, or the text of one. */
function numberOf(value: Value): number | undefined {
  if (value instanceof Float) return value.value;
  if (typeof value === "number") return value;
  return typeof value === "string" ? readFloat(value) : undefined;
}

const PREFIXES = ["", "kilo", "mega", "giga", "tera", "peta", "exa", "zeta", "yotta"];

/** `10`, `10M`, `10 MB`, `10megabyte`: of one letter any unit will do, a longer one says what is counted. */
function isSize(text: string, short: string, long: string): boolean {
  const unit = /^\d*\.?\d+(?:\s*([A-Za-z]+))?\s*$/.exec(text)?.[1];
  if (unit === undefined || unit.length === 1) return /^\d*\.?\d+(?:\s*[KMGTPEZYB])?\s*$/i.test(text);
  const prefix = PREFIXES.find((one) => unit.toLowerCase() === one + long);
  return prefix !== undefined || (unit.length === 2 && "KMGTPEZY".includes(unit[0]!) && unit[1] === short);
}

function jsonText(value: Value): Conversion {
  const isText = typeof value === "string" || isDict(value) || Array.isArray(value);
  return isText ? { value } : cannot(value, "json string");
}

function dictFromText(text: string): Conversion {
  if (text.startsWith("{")) {
    try {
      return { value: readJson(text) };
    } catch {
      return { problem: "unable to evaluate string as dictionary" };
    }
  }
  if (!text.includes("=")) return { problem: "dictionary requested, could not parse JSON or key=value" };
  const { options } = splitArgs(text.replaceAll(",", " "), false);
  return { value: options as PlainDict };
}
