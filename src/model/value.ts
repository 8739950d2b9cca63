import { floatText } from "./float_text.js";

/**
 * What a variable can hold. Plain JavaScript data, with three additions that
 * Ansible's semantics need: `Float` for floats without a fraction (3.0 is not
 * 3), `Map` for dicts that a plain object cannot hold (keys that are not
 * strings, or look like integers and would be reordered), `DateValue` for YAML
 * timestamps.
 */
export type Value = null | boolean | number | bigint | string | Float | DateValue | Value[] | Dict;

export type Dict = PlainDict | Map<Value, Value>;
export type PlainDict = { [key: string]: Value };

/** A float with an integral value, kept apart from the integer of the same size. */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  valueOf(): number {
    return this.value;
  }
  toJSON(): number {
    return this.value;
  }
  toString(): string {
    return floatText(this.value);
  }
}

/** A YAML date or timestamp: its text as Python prints it. */
export class DateValue {
  readonly text: string;
  readonly date: Date;
  constructor(text: string, date: Date) {
    this.text = text;
    this.date = date;
  }
  /** without a time of the day */
  get isDay(): boolean {
    return this.text.length === 10;
  }
  toJSON(): string {
    return this.text;
  }
}

/** A string that looks like a template and must never be one (`!unsafe`). */
const unsafeKeys = new WeakMap<object, Set<Value>>();

/** Marks the value under `key` as data, not a template. */
export function markUnsafe(container: object, key: string | number): void {
  const keys = unsafeKeys.get(container) ?? new Set();
  unsafeKeys.set(container, keys.add(key));
}

export function isUnsafe(container: object, key: string | number): boolean {
  return unsafeKeys.get(container)?.has(key) ?? false;
}

export function isDict(value: unknown): value is Dict {
  if (typeof value !== "object" || value === null) return false;
  if (value instanceof Map) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

const INTEGER_LIKE = /^(0|[1-9]\d{0,9})$/;

/** A dict of the entries: a plain object where that keeps keys and order, else a Map. */
export function dictFrom(entries: Iterable<readonly [Value, Value]>): Dict {
  const list = [...entries];
  const plain = list.every(([key]) => typeof key === "string" && !INTEGER_LIKE.test(key));
  if (!plain) return new Map(list);
  const dict: PlainDict = {};
  for (const [key, value] of list) setOwn(dict, key as string, value);
  return dict;
}

/** Sets an own property even for `__proto__`. */
export function setOwn(dict: PlainDict, key: string, value: Value): void {
  if (key === "__proto__")
    Object.defineProperty(dict, key, { value, enumerable: true, writable: true, configurable: true });
  else dict[key] = value;
}

/** The entries of `from` in `to`, with what is known of them: that they are data, or still encrypted. */
export function assignMarked(to: PlainDict, from: Dict): PlainDict {
  for (const key of dictKeys(from)) {
    const name = String(key);
    const property = from instanceof Map ? undefined : Object.getOwnPropertyDescriptor(from, name);
    if (property?.get) Object.defineProperty(to, name, property);
    else setOwn(to, name, dictGet(from, key)!);
    if (isUnsafe(from, key as string)) markUnsafe(to, name);
  }
  return to;
}

export function dictGet(dict: Dict, key: Value): Value | undefined {
  if (dict instanceof Map) return dict.get(key);
  return typeof key === "string" && Object.hasOwn(dict, key) ? dict[key] : undefined;
}

export function dictHas(dict: Dict, key: Value): boolean {
  if (dict instanceof Map) return dict.has(key);
  return typeof key === "string" && Object.hasOwn(dict, key);
}

export function dictKeys(dict: Dict): Value[] {
  return dict instanceof Map ? [...dict.keys()] : Object.keys(dict);
}

export function dictValues(dict: Dict): Value[] {
  return dict instanceof Map ? [...dict.values()] : Object.values(dict);
}

export function dictEntries(dict: Dict): [Value, Value][] {
  return dict instanceof Map ? [...dict.entries()] : Object.entries(dict);
}

/** A copy as plain data: keys as strings, floats as numbers, whole numbers as they are. For events, results and reports. */
export function toPlain(value: Value | undefined): unknown {
  if (value instanceof Float) return value.value;
  if (value instanceof DateValue) return value.text;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(toPlain);
  if (isDict(value)) {
    const copy: Record<string, unknown> = {};
    for (const [key, item] of dictEntries(value))
      setOwn(copy as PlainDict, String(key), toPlain(item) as Value);
    return copy;
  }
  return value ?? null;
}

/** Two values under `hash_behaviour = merge`: dicts become one, key by key and all the way down; else the first holds. */
export function mergedOver(strong: Value, weak: Value): Value {
  if (!isDict(strong) || !isDict(weak)) return strong;
  const entries = new Map<Value, Value>(dictEntries(weak));
  for (const [key, value] of dictEntries(strong)) {
    const below = dictGet(weak, key);
    entries.set(key, below === undefined ? value : mergedOver(value, below));
  }
  return dictFrom([...entries]);
}

/**
 * The same of something written over something evaluated: what is left of the latter is data, and must not be read
 * as a template when the whole is.
 */
export function mergedOverData(written: Value, data: Value): Value {
  if (!isDict(written) || !isDict(data)) return written;
  const entries = new Map<Value, Value>(dictEntries(data));
  for (const [key, value] of dictEntries(written)) {
    const below = dictGet(data, key);
    entries.set(key, below === undefined ? value : mergedOverData(value, below));
  }
  const merged = dictFrom([...entries]);
  for (const key of entries.keys())
    if (!dictHas(written, key) || isUnsafe(written, key as string)) markUnsafe(merged, key as string);
  return merged;
}

/**
 * Tuples as lists, at every depth, as Ansible makes them of what it keeps; the value itself where there is none.
 * What is data stays data.
 */
export function asLists(value: Value): Value {
  if (Array.isArray(value)) {
    const items = value.map(asLists);
    if (value.constructor === Array && items.every((one, index) => one === value[index])) return value;
    const list = [...items];
    for (const index of list.keys()) if (isUnsafe(value, index)) markUnsafe(list, index);
    return list;
  }
  if (!isDict(value)) return value;
  const entries = dictEntries(value).map(([key, one]): [Value, Value] => [key, asLists(one)]);
  if (entries.every(([key, one]) => one === dictGet(value, key))) return value;
  const dict = dictFrom(entries);
  for (const [key] of entries) if (isUnsafe(value, key as string)) markUnsafe(dict, key as string);
  return dict;
}
