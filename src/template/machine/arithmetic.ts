import { step } from "../../model/patience.js";
import { ZeroDivision } from "../../model/python_errors.js";
import { floatPower, floorDivision, modulo, trueDivision } from "../../model/python_math.js";
import { smallest } from "../../model/python_numbers.js";
import {
  DateValue,
  type Dict,
  dictEntries,
  dictFrom,
  dictHas,
  isDict,
  type Value,
} from "../../model/value.js";
import { hashable } from "../values/checks.js";
import { LazyDict } from "../values/lazy.js";
import { MAX_ITEMS } from "../values/methods.js";
import { formatPercent } from "../values/percent.js";
import {
  asDict,
  compare,
  isEqual,
  isFloat,
  isNumber,
  makeFloat,
  numeric,
  toText,
  typeName,
} from "../values/python.js";

import { between, shifted, TimeDelta } from "../values/timedelta.js";

import { type Result, Tuple } from "../values/values.js";

/** Python's binary operators. Throws TypeError with Python's words where the types do not fit. */
export function binary(operator: string, left: Result, right: Result): Result {
  if (operator === "~") return toText(left) + toText(right);
  if (isNumber(left) && isNumber(right)) return arithmetic(operator, left, right);
  if (operator === "+") return plus(left, right);
  if (operator === "%" && typeof left === "string") return formatPercent(left, right);
  if (operator === "*") {
    const [sequence, count] = isNumber(right) ? [left, right] : [right, left];
    const isSequence = typeof sequence === "string" || Array.isArray(sequence);
    if (isSequence && isFloat(count))
      throw new TypeError("can't multiply sequence by non-int of type 'float'");
    if (isNumber(count)) {
      const times = Math.max(0, Number(numeric(count)));
      if (typeof sequence === "string") return sequence.repeat(times);
      if (Array.isArray(sequence)) return repeated(sequence as Result[], times);
    }
  }
  const time = timeArithmetic(operator, left, right);
  if (time !== undefined) return time;
  if (operator === "|" && isDict(left) && isDict(right))
    return dictFrom([...dictEntries(left), ...dictEntries(right)]) as Value;
  throw new TypeError(
    `unsupported operand type(s) for ${operator}: '${typeName(left)}' and '${typeName(right)}'`,
  );
}

function repeated(list: Result[], times: number): Result[] {
  if (list.length * times > MAX_ITEMS)
    throw new RangeError(`a list of ${list.length * times} items is too long`);
  const items = Array.from({ length: times }, () => list).flat() as Result[];
  return list instanceof Tuple ? Tuple.make(items) : items;
}

/** What dates and the time between them can do; undefined where neither is meant. */
function timeArithmetic(operator: string, left: Result, right: Result): Result | undefined {
  if (left instanceof DateValue && right instanceof DateValue && operator === "-") {
    if (left.isDay === right.isDay) return between(left, right);
    throw new TypeError(`unsupported operand type(s) for -: '${typeName(left)}' and '${typeName(right)}'`);
  }
  if (left instanceof DateValue && right instanceof TimeDelta) {
    if (operator === "+") return shifted(left, right.microseconds);
    if (operator === "-") return shifted(left, -right.microseconds);
  }
  if (left instanceof TimeDelta && right instanceof DateValue && operator === "+")
    return shifted(right, left.microseconds);
  if (left instanceof TimeDelta && right instanceof TimeDelta) return betweenTimes(operator, left, right);
  if (left instanceof TimeDelta && isNumber(right)) return scaled(operator, left, Number(numeric(right)));
  return right instanceof TimeDelta && isNumber(left) && operator === "*"
    ? scaled("*", right, Number(numeric(left)))
    : undefined;
}

function betweenTimes(operator: string, left: TimeDelta, right: TimeDelta): Result | undefined {
  const [x, y] = [left.microseconds, right.microseconds];
  if (operator === "+") return new TimeDelta(x + y);
  if (operator === "-") return new TimeDelta(x - y);
  if (y === 0 && (operator === "/" || operator === "//"))
    throw new ZeroDivision("integer division or modulo by zero");
  if (operator === "/") return makeFloat(x / y);
  return operator === "//" ? Math.floor(x / y) : undefined;
}

function scaled(operator: string, time: TimeDelta, by: number): Result | undefined {
  if (operator === "*") return new TimeDelta(Math.round(time.microseconds * by));
  if ((operator === "/" || operator === "//") && by === 0) throw new ZeroDivision("division by zero");
  if (operator === "/") return new TimeDelta(Math.round(time.microseconds / by));
  return operator === "//" ? new TimeDelta(Math.floor(time.microseconds / by)) : undefined;
}

function plus(left: Result, right: Result): Result {
  if (typeof left === "string" && typeof right === "string") return left + right;
  if (left instanceof Tuple && right instanceof Tuple) return Tuple.make([...left, ...right]);
  const bothLists = Array.isArray(left) && Array.isArray(right);
  if (bothLists && left.length + right.length > MAX_ITEMS)
    throw new RangeError(`a list of ${left.length + right.length} items is too long`);
  if (bothLists && !(left instanceof Tuple) && !(right instanceof Tuple))
    return [...(left as Result[]), ...(right as Result[])];
  if (typeof left === "string")
    throw new TypeError(`can only concatenate str (not "${typeName(right)}") to str`);
  if (Array.isArray(left)) {
    const name = typeName(left);
    throw new TypeError(`can only concatenate ${name} (not "${typeName(right)}") to ${name}`);
  }
  throw new TypeError(`unsupported operand type(s) for +: '${typeName(left)}' and '${typeName(right)}'`);
}

type Numeric = Parameters<typeof numeric>[0];

function arithmetic(operator: string, left: Numeric, right: Numeric): Result {
  const floats = isFloat(left) || isFloat(right);
  if (!floats && operator === "/" && Number(numeric(right)) === 0) throw new ZeroDivision("division by zero");
  if (!floats && operator === "/")
    return makeFloat(trueDivision(BigInt(numeric(left)), BigInt(numeric(right))));
  if (floats) return makeFloatResult(operator, Number(numeric(left)), Number(numeric(right)));
  return integerResult(operator, BigInt(numeric(left)), BigInt(numeric(right)));
}

const BY_ZERO: Readonly<Record<string, string>> = {
  "/": "float division by zero",
  "//": "float floor division by zero",
  "%": "float modulo",
};

function makeFloatResult(operator: string, x: number, y: number): Result {
  if (Object.hasOwn(BY_ZERO, operator) && y === 0) throw new ZeroDivision(BY_ZERO[operator]);
  switch (operator) {
    case "+":
      return makeFloat(x + y);
    case "-":
      return makeFloat(x - y);
    case "*":
      return makeFloat(x * y);
    case "/":
      return makeFloat(x / y);
    case "//":
      return makeFloat(floorDivision(x, y));
    case "%":
      return makeFloat(modulo(x, y));
    default:
      return makeFloat(floatPower(x, y));
  }
}

function integerResult(operator: string, x: bigint, y: bigint): Result {
  if ((operator === "//" || operator === "%") && y === 0n)
    throw new ZeroDivision(
      operator === "%" ? "integer modulo by zero" : "integer division or modulo by zero",
    );
  switch (operator) {
    case "+":
      return smallest(x + y);
    case "-":
      return smallest(x - y);
    case "*":
      return smallest(x * y);
    case "//":
      return smallest(floorDivide(x, y));
    case "%":
      return smallest(x - floorDivide(x, y) * y);
    default:
      return power(x, y);
  }
}

/** No whole number that a template makes has more bits. */
const MAX_BITS = 4_000_000;

function power(x: bigint, y: bigint): Result {
  if (y < 0n) {
    if (x === 0n) throw new ZeroDivision("0.0 cannot be raised to a negative power");
    // C's pow() rounds once, as the reciprocal of a whole power does
    return makeFloat(1 / Number(x) ** -Number(y));
  }
  const bits = x === 0n || x === 1n || x === -1n ? 1 : x.toString(16).length * 4;
  if (bits > 1 && y * BigInt(bits) > MAX_BITS) throw new RangeError("the power is too big");
  return smallest(x ** y);
}

function floorDivide(x: bigint, y: bigint): bigint {
  const quotient = x / y;
  return x % y !== 0n && x < 0n !== y < 0n ? quotient - 1n : quotient;
}

export function comparison(operator: string, left: Result, right: Result): boolean {
  switch (operator) {
    case "==":
      return isEqual(left, right);
    case "!=":
      return !isEqual(left, right);
    case "in":
      return contains(right, left);
    case "not in":
      return !contains(right, left);
    default:
      return ordered(operator, left, right);
  }
}

function ordered(operator: string, left: Result, right: Result): boolean {
  const order = compare(left, right);
  if (order === undefined)
    throw new TypeError(
      `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
    );
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function isAmong(items: readonly Result[], item: Result): boolean {
  const isText = typeof item === "string";
  for (const one of items) {
    step();
    if (isText && typeof one === "string" ? one === item : isEqual(one, item)) return true;
  }
  return false;
}

export function contains(container: Result, item: Result): boolean {
  if (typeof container === "string") {
    if (typeof item !== "string")
      throw new TypeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
    return container.includes(item);
  }
  if (Array.isArray(container)) return isAmong(container as Result[], item);
  if (container instanceof LazyDict) return container.has(String(item));
  if (isDict(container)) return dictHas(asDict(container as Dict), hashable(item) as Value);
  throw new TypeError(`argument of type '${typeName(container)}' is not iterable`);
}
