import { toBoolean } from "../model/args.js";
import { readJson } from "../model/json_read.js";
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
    if (Number.isInteger(value) || typeof value === "bigint" || typeof value === "boolean") return { value };
    const text = typeof value === "object" && !(value instanceof Float) ? "" : String(value).trim();
    if (/^[-+]?\d+(\.0*)?$/.test(text)) return { value: Math.trunc(Number(text)) };
    return { problem: `"${pythonRepr(value)}" cannot be converted to an int` };
  },
  float: (value) => {
    if (value instanceof Float || typeof value === "number") return { value };
    const isNumber = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
    return isNumber ? { value: new Float(Number(value)) } : cannot(value, "float");
  },
  bool: (value) => {
    const flag = typeof value === "object" ? undefined : toBoolean(value);
    if (flag !== undefined) return { value: flag };
    if (typeof value === "object") return cannot(value, "bool");
    const known = `'y', 'yes', 'on', '1', 'true', 't', 1, 'n', 'no', 'off', '0', 'false', 'f', 0`;
    return { problem: `The value '${value}' is not a valid boolean.  Valid booleans include: ${known}` };
  },
  list: (value) => {
    if (Array.isArray(value)) return { value };
    if (typeof value === "string") return { value: value.split(",") };
    if (typeof value === "number" || value instanceof Float) return { value: [String(value)] };
    return cannot(value, "list");
  },
  dict: (value) => {
    if (isDict(value)) return { value };
    return typeof value === "string" ? dictFromText(value) : cannot(value, "dict");
  },
  json: jsonText,
  jsonarg: jsonText,
  bytes: (value) =>
    /^\s*\d+(\.\d+)?\s*([KMGTPEZY]i?B?|B)?\s*$/i.test(pythonText(value))
      ? { value }
      : cannot(value, "Byte value"),
  bits: (value) =>
    /^\s*\d+(\.\d+)?\s*([KMGTPEZY]i?b?|b)?\s*$/i.test(pythonText(value))
      ? { value }
      : cannot(value, "Bit value"),
};

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
