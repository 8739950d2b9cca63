import { DateValue, type Dict, dictEntries, dictFrom, Float, isDict, type Value } from "../model/value.js";

/** A value as text that gives back the same value: floats stay floats, dates dates. Undefined: no text can hold it. */
export function encode(value: unknown): string | undefined {
  try {
    return JSON.stringify(plain(value));
  } catch {
    return undefined;
  }
}

export function decode(text: string): Value {
  return restored(JSON.parse(text));
}

function plain(value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number")
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $: "number", of: Object.is(value, -0) ? "-0" : String(value) };
  if (typeof value === "bigint") return { $: "bigint", of: String(value) };
  if (value instanceof Float) return { $: "float", of: plain(value.value) };
  if (value instanceof DateValue) return { $: "date", of: value.text, at: value.date.getTime() };
  if (Array.isArray(value)) return value.map(plain);
  if (isDict(value)) return plainDict(value);
  throw new TypeError("no text can hold it");
}

function plainDict(dict: Dict): unknown {
  const entries = dictEntries(dict);
  if (dict instanceof Map || Object.hasOwn(dict, "$") || Object.hasOwn(dict, "__proto__"))
    return { $: "dict", of: entries.map(([key, one]) => [plain(key), plain(one)]) };
  return Object.fromEntries(
    entries.filter(([, one]) => one !== undefined).map(([key, one]) => [key, plain(one)]),
  );
}

interface Tagged {
  $: string;
  of: unknown;
  at?: number;
}

function restored(data: unknown): Value {
  if (Array.isArray(data)) return data.map(restored);
  if (data === null || typeof data !== "object") return data as Value;
  if ("$" in data) return special(data as Tagged);
  return dictFrom(Object.entries(data).map(([key, one]) => [key, restored(one)]));
}

function special({ $: kind, of, at }: Tagged): Value {
  if (kind === "bigint") return BigInt(of as string);
  if (kind === "float") return new Float(restored(of) as number);
  if (kind === "date") return new DateValue(of as string, new Date(at ?? 0));
  if (kind === "dict")
    return dictFrom((of as [unknown, unknown][]).map(([key, one]) => [restored(key), restored(one)]));
  return Number(of);
}
