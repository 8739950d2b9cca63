import { Float } from "../../model/value.js";
import { isNumber, numeric, typeName } from "./python.js";
import { type Result, Undefined } from "./values.js";

/** What filters, tests and lookups ask of their arguments, refused with Python's words. */

/** A whole number, as Python's functions of C take it: no text, no float. */
export function index(value: Result): number {
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value)))
    return Number(value);
  throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** A number, as functions of Python's math take it. */
export function realNumber(value: Result): number {
  if (isNumber(value)) return Number(numeric(value));
  throw new TypeError(`must be real number, not ${typeName(value)}`);
}

/** `<class 'str'>`: how Python prints the type of a value. */
export function classOf(value: Result): string {
  const name = typeName(value);
  return `<class '${name === "AnsibleUndefined" ? "ansible.template.AnsibleUndefined" : name}'>`;
}

export function isText(value: Result | undefined): value is string {
  return typeof value === "string";
}

/** A list or tuple, but no text. */
export function isList(value: Result | undefined): value is Result[] {
  return Array.isArray(value);
}

/** A file name. */
export function pathText(value: Result): string {
  if (typeof value === "string") return value;
  throw new TypeError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
}

export function lacksAttribute(value: Result, name: string): TypeError {
  return new TypeError(`'${typeName(value)}' object has no attribute '${name}'`);
}

/** A method of str was asked of something else. */
export function textWith(value: Result, method: string): string {
  if (typeof value === "string") return value;
  throw lacksAttribute(value, method);
}

/** Can Python's dicts and sets hold it? */
export function hashable(value: Result): Result {
  if (value === null || typeof value !== "object" || value instanceof Float) return value;
  if (value instanceof Undefined) return value;
  const name = typeName(value);
  if (name === "list" || name === "dict") throw new TypeError(`unhashable type: '${name}'`);
  if (Array.isArray(value)) for (const one of value as Result[]) hashable(one);
  return value;
}

/** The number of characters of a text, items of a list or keys of a dict. */
export function lacksLength(value: Result): TypeError {
  return new TypeError(`object of type '${typeName(value)}' has no len()`);
}
