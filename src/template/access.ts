import { DateValue, type Dict, dictGet, isDict, type Value } from "../model/value.js";
import { LazyDict } from "./lazy.js";
import type { Frame } from "./machine.js";
import { boundMethod } from "./methods.js";
import { isNumber, numeric, repr } from "./python.js";
import { Callable, LoopInfo, Namespace, type Result, Undefined } from "./values.js";

/** `value.name`: a method first, then a key. Never a property of a JavaScript object. */
export function attribute(frame: Frame, value: Result, name: string, at: number): Result {
  if (value instanceof Undefined) return value;
  if (value instanceof Namespace || value instanceof LoopInfo)
    return value.values.get(name) ?? frame.undefinedMember({}, name, at);
  if (value instanceof DateValue) return dateAttribute(value, name) ?? frame.undefinedMember(value, name, at);
  const method = boundMethod(value, name);
  if (method) return method;
  const found = member(value, name);
  return found === undefined ? frame.undefinedMember(value, name, at) : found;
}

/** `value[key]`: a key or index first, then a method. */
export function item(frame: Frame, value: Result, key: Result, at: number): Result {
  if (value instanceof Undefined) return value;
  if (key instanceof Undefined) return frame.defined(key, at);
  let found = member(value, key);
  if (found === undefined && typeof key === "string") found = boundMethod(value, key);
  if (found !== undefined) return found;
  return typeof key === "string" ? frame.undefinedMember(value, key, at) : missingItem(frame, value, key, at);
}

function missingItem(frame: Frame, value: Result, key: Result, at: number): Undefined {
  if (Array.isArray(value)) return new Undefined(`list object has no element ${repr(key)}`, frame.place(at));
  return frame.undefinedMember(value, repr(key), at);
}

function member(value: Result, key: Result): Result | undefined {
  if (value instanceof LazyDict) return value.get(String(key));
  if (isDict(value)) return dictGet(value as Dict, key as Value) as Result | undefined;
  if ((Array.isArray(value) || typeof value === "string") && isNumber(key)) {
    const index = Number(numeric(key));
    return value.at(index) as Result | undefined;
  }
  return undefined;
}

function dateAttribute(value: DateValue, name: string): Result | undefined {
  const { date } = value;
  const parts: Record<string, number> = {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  };
  if (name in parts) return parts[name]!;
  if (name === "strftime") return new Callable(name, ([format]) => strftime(String(format), date, true));
  if (name === "isoformat") return new Callable(name, () => date.toISOString().replace(/\.000Z$/, ""));
  if (name === "timestamp") return new Callable(name, () => date.getTime() / 1000);
  return undefined;
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** C's strftime, in UTC or local time. */
export function strftime(format: string, date: Date, utc: boolean): string {
  const at = utc ? date : new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  const two = (value: number) => String(value).padStart(2, "0");
  const startOfYear = Date.UTC(at.getUTCFullYear(), 0, 1);
  const dayOfYear = Math.floor((at.getTime() - startOfYear) / 86_400_000) + 1;
  const hour12 = at.getUTCHours() % 12 || 12;
  const codes: Record<string, () => string> = {
    Y: () => String(at.getUTCFullYear()),
    y: () => two(at.getUTCFullYear() % 100),
    m: () => two(at.getUTCMonth() + 1),
    d: () => two(at.getUTCDate()),
    e: () => String(at.getUTCDate()).padStart(2),
    H: () => two(at.getUTCHours()),
    I: () => two(hour12),
    M: () => two(at.getUTCMinutes()),
    S: () => two(at.getUTCSeconds()),
    f: () => `${String(at.getUTCMilliseconds()).padStart(3, "0")}000`,
    j: () => String(dayOfYear).padStart(3, "0"),
    p: () => (at.getUTCHours() < 12 ? "AM" : "PM"),
    A: () => DAYS[at.getUTCDay()]!,
    a: () => DAYS[at.getUTCDay()]!.slice(0, 3),
    B: () => MONTHS[at.getUTCMonth()]!,
    b: () => MONTHS[at.getUTCMonth()]!.slice(0, 3),
    w: () => String(at.getUTCDay()),
    u: () => String(at.getUTCDay() || 7),
    s: () => String(Math.floor(date.getTime() / 1000)),
    F: () => `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`,
    T: () => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`,
    D: () => `${two(at.getUTCMonth() + 1)}/${two(at.getUTCDate())}/${two(at.getUTCFullYear() % 100)}`,
    z: () => (utc ? "+0000" : offset(date)),
    Z: () => "UTC",
    n: () => "\n",
    t: () => "\t",
    "%": () => "%",
  };
  return format.replace(/%([a-zA-Z%])/g, (whole, code: string) => codes[code]?.() ?? whole);
}

function offset(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  const sign = minutes < 0 ? "-" : "+";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${sign}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
}
