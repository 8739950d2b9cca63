import { DateValue, type Dict, dictGet, isDict, type Value } from "../../model/value.js";
import { charactersOf } from "../values/code_points.js";
import { timeAttribute } from "../values/date_attributes.js";
import { LazyDict } from "../values/lazy.js";
import { boundMethod, numberPart } from "../values/methods.js";
import { isFloat, isNumber, numeric, repr } from "../values/python.js";
import { TimeDelta } from "../values/timedelta.js";
import { Callable, Group, LoopInfo, Namespace, type Result, Undefined, View } from "../values/values.js";
import { type Frame, ownerName } from "./machine.js";

/** `value.name`: a method first, then a key. Never a property of a JavaScript object. */
export function attribute(frame: Frame, value: Result, name: string, at: number): Result {
  if (value instanceof Undefined) return value;
  if (value instanceof Namespace || value instanceof LoopInfo) {
    const kept = value.values.get(name);
    return kept === undefined ? frame.undefinedMember({}, name, at) : kept;
  }
  if (value instanceof DateValue || value instanceof TimeDelta)
    return timeAttribute(value, name) ?? frame.undefinedMember(value, name, at);
  if (value instanceof Callable && Object.hasOwn(value.parts, name)) return value.parts[name]!;
  const method = boundMethod(value, name);
  if (method) return method;
  let found = member(value, name);
  if (found === undefined) found = numberPart(value, name);
  return found === undefined ? frame.undefinedMember(value, name, at) : found;
}

/** `value[key]`: a key or index first, then a method. */
export function item(frame: Frame, value: Result, key: Result, at: number): Result {
  if (value instanceof Undefined) return value;
  if ((value instanceof DateValue || value instanceof TimeDelta) && typeof key === "string")
    return attribute(frame, value, key, at);
  if (key instanceof Undefined) return frame.defined(key, at);
  let found = member(value, key);
  if (found === undefined && typeof key === "string") found = boundMethod(value, key);
  if (found !== undefined) return found;
  return typeof key === "string" ? frame.undefinedMember(value, key, at) : missingItem(frame, value, key, at);
}

function missingItem(frame: Frame, value: Result, key: Result, at: number): Undefined {
  const missing = { of: value, name: key };
  return new Undefined(`${ownerName(value)} has no element ${repr(key)}`, frame.place(at), { missing });
}

function member(value: Result, key: Result): Result | undefined {
  if (value instanceof Group && typeof key === "string") return value.named(key);
  if (value instanceof LazyDict) return value.get(String(key));
  if (isDict(value)) return dictGet(value as Dict, key as Value) as Result | undefined;
  if (!isNumber(key) || isFloat(key)) return undefined;
  const index = Number(numeric(key));
  if (value instanceof View && !value.hasPlaces) return undefined;
  if (Array.isArray(value)) return (value as Result[]).at(index);
  return typeof value === "string" ? charactersOf(value).at(index) : undefined;
}
