import { isNumber, numeric, typeName } from "./python.js";
import { type Kwargs, type Result, Undefined, undefinedFault } from "./values.js";

/** What a method of Python's str is given. */
export interface TextCall {
  self: string;
  args: Result[];
  kwargs: Kwargs;
}

/** An argument that must be a text; `must` is how Python's method says so. */
export function textArgument(value: Result | undefined, must = "must be str"): string {
  if (typeof value === "string") return value;
  if (value instanceof Undefined) throw undefinedFault(value);
  throw new TypeError(`${must}, not ${typeName(value ?? null)}`);
}

/** An argument that must be a whole number. */
export function wholeArgument(value: Result | undefined, otherwise: number): number {
  if (value === undefined || value === null) return otherwise;
  if (value instanceof Undefined) throw undefinedFault(value);
  const number = isNumber(value) ? numeric(value) : undefined;
  if (number === undefined || typeName(value) === "float")
    throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return Number(number);
}
