import { decimalLog, floatPower, naturalLog } from "../../model/python_math.js";
import { readFloat, readInteger, roundFloat, roundInteger } from "../../model/python_numbers.js";
import { Float } from "../../model/value.js";
import { binary } from "../machine/arithmetic.js";
import { attributeGetter } from "../machine/attributes.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter, type Given } from "../machine/signature.js";
import { index, isText, realNumber } from "../values/checks.js";
import { PythonRandom } from "../values/mersenne.js";
import { iterate } from "../values/methods.js";
import {
  asDict,
  compare,
  isMapping,
  isNumber,
  isTrue,
  makeFloat,
  numeric,
  typeName,
} from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";

const absolute = filter("do_abs(x)", ({ x }) => {
  if (!isNumber(x!)) throw new TypeError(`bad operand type for abs(): '${typeName(x!)}'`);
  const number = numeric(x);
  const positive = number < 0 || Object.is(number, -0) ? -number : number;
  return x instanceof Float ? makeFloat(Number(positive)) : positive;
});

const toFloat = filter("do_float(value, default?)", ({ value, default: otherwise = new Float(0) }) => {
  if (isNumber(value!)) return makeFloat(Number(numeric(value)));
  const read = isText(value) ? readFloat(value) : undefined;
  return read === undefined ? otherwise : makeFloat(read);
});

const whole = (value: number): Result => {
  const truncated = Math.trunc(value);
  return Number.isSafeInteger(truncated) ? truncated + 0 : BigInt(truncated);
};

const toInteger = filter("do_int(value, default?, base?)", (given, machine) => {
  const { value, default: otherwise = 0, base = 10 } = given;
  if (isText(value)) {
    const read = readInteger(value, index(base));
    if (read !== undefined) return read;
    const float = readFloat(value);
    return float === undefined || !Number.isFinite(float) ? otherwise : whole(float);
  }
  if (!isNumber(value!)) return otherwise;
  const number = numeric(value);
  if (typeof number === "bigint") return number;
  if (Number.isFinite(number)) return whole(number);
  return Number.isNaN(number) ? otherwise : machine.fail("cannot convert float infinity to integer");
});

const round = filter("do_round(value, precision?, method?)", (given, machine) => {
  const { value, precision = 0, method = "common" } = given;
  if (method !== "common" && method !== "ceil" && method !== "floor")
    return machine.fail("method must be common, ceil or floor");
  if (!isNumber(value!)) throw new TypeError(`type ${typeName(value!)} doesn't define __round__ method`);
  const digits = index(precision);
  const isWhole = !(value instanceof Float) && (typeof value !== "number" || Number.isInteger(value));
  const number = numeric(value);
  if (method === "common")
    return isWhole ? roundInteger(number, digits) : makeFloat(roundFloat(Number(number), digits));
  const scaled = Number(number) * 10 ** digits;
  // a whole number in between: it has no negative zero
  const whole = (method === "ceil" ? Math.ceil(scaled) : Math.floor(scaled)) + 0;
  return makeFloat(whole / 10 ** digits);
});

/** A function of Python's math: what it can't take is told in the filter's name. */
function mathematical(name: string, compute: () => number, machine: Machine): Result {
  let found: number;
  try {
    found = compute();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return machine.fail(`${name}() can only be used on numbers: ${error.message}`);
  }
  return makeFloat(found);
}

const log = filter("logarithm(x, base?)", ({ x, base = Math.E }, machine) =>
  mathematical(
    "log",
    () => {
      const [number, foot] = [realNumber(x!), realNumber(base)];
      if (number <= 0 || foot <= 0) return machine.fail("math domain error");
      if (foot === 1) return machine.fail("float division by zero");
      if (foot === 10) return decimalLog(number);
      return foot === Math.E ? naturalLog(number) : naturalLog(number) / naturalLog(foot);
    },
    machine,
  ),
);

const power = filter("power(x, y)", ({ x, y }, machine) =>
  mathematical(
    "pow",
    () => {
      const [base, exponent] = [realNumber(x!), realNumber(y!)];
      const found = base ** exponent;
      const isOrdinary = Number.isFinite(base) && Number.isFinite(exponent);
      if (isOrdinary && (Number.isNaN(found) || (base === 0 && exponent < 0)))
        return machine.fail("math domain error");
      if (!isOrdinary) return found;
      return Number.isFinite(found) ? floatPower(base, exponent) : machine.fail("math range error");
    },
    machine,
  ),
);

const root = filter("inversepower(x, base?)", ({ x, base = 2 }, machine) =>
  mathematical(
    "root",
    () => {
      const foot = isText(base) ? readFloat(base) : realNumber(base);
      if (foot === undefined) throw new TypeError(`could not convert string to float: '${String(base)}'`);
      if (foot === 0) return machine.fail("float division by zero");
      const number = realNumber(x!);
      if (number < 0 || (number === 0 && foot < 0)) throw new TypeError("math domain error");
      return foot === 2 ? Math.sqrt(number) : floatPower(number, 1 / foot);
    },
    machine,
  ),
);

const sum = filter("sync_do_sum(iterable, attribute?, start?)", (given, machine) => {
  const { iterable, attribute, start = 0 } = given;
  if (isText(start)) throw new TypeError("sum() can't sum strings [use ''.join(seq) instead]");
  const pick = attributeGetter(machine, attribute);
  return iterate(iterable!).reduce<Result>(
    (total, one) => binary("+", total, machine.frame.defined(pick(one), machine.at)),
    start,
  );
});

function extreme(name: "max" | "min"): Filter {
  const operator = name === "max" ? ">" : "<";
  return filter(`do_${name}(_, value, case_sensitive?, attribute?)`, (given, machine) => {
    const list = iterate(given.value!);
    if (list.length === 0)
      return new Undefined("No aggregated item, sequence was empty.", machine.frame.place(machine.at));
    const pick = attributeGetter(machine, given.attribute, {
      foldCase: !isTrue(given.case_sensitive ?? false),
    });
    const keyed = list.map((one) => ({ one, key: machine.frame.defined(pick(one), machine.at) }));
    return keyed.reduce((best, next) => {
      const order = compare(next.key, best.key);
      if (order === undefined)
        throw new TypeError(
          `'${operator}' not supported between instances of '${typeName(next.key)}' and '${typeName(best.key)}'`,
        );
      return (name === "max" ? order > 0 : order < 0) ? next : best;
    }).one;
  });
}

/** An end, start or step of a range: whole floats count, other ones and texts do not. */
function bound(value: Result, which: string, machine: Machine): bigint {
  if (isNumber(value)) {
    const number = numeric(value);
    if (typeof number === "bigint" || Number.isInteger(number)) return BigInt(number);
    return machine.fail(`non-integer ${which} for randrange()`);
  }
  if (isText(value) && readInteger(value) === undefined)
    return machine.fail(`invalid literal for int() with base 10: '${value}'`);
  return isText(value) ? BigInt(readInteger(value)!) : BigInt(index(value));
}

function randomRange(end: bigint, given: Given, machine: Machine): Result {
  const start = isTrue(given.start ?? 0) ? bound(given.start!, "arg 1", machine) : 0n;
  const step = isTrue(given.step ?? 1) ? bound(given.step ?? 1, "step", machine) : 1n;
  const width = end - start;
  if (step === 1n) {
    if (width <= 0n) return machine.fail(`empty range for randrange() (${start}, ${end}, ${width})`);
    const found = start + PythonRandom.seeded(given.seed).below(width);
    return Number.isSafeInteger(Number(found)) ? Number(found) : found;
  }
  const count = step > 0n ? (width + step - 1n) / step : (width + step + 1n) / step;
  if (count <= 0n) return machine.fail("empty range for randrange()");
  const found = start + step * PythonRandom.seeded(given.seed).below(count);
  return Number.isSafeInteger(Number(found)) ? Number(found) : found;
}

const random = filter("rand(_, end, start?, step?, seed?)", (given, machine) => {
  const { end } = given;
  if (
    typeof end === "bigint" ||
    typeof end === "boolean" ||
    (typeof end === "number" && Number.isInteger(end))
  )
    return randomRange(BigInt(end), given, machine);
  if (!isText(end) && !Array.isArray(end) && !isMapping(end!))
    return machine.fail("random can only be used on sequences and integers");
  if (isTrue(given.start ?? false) || isTrue(given.step ?? false))
    return machine.fail("start and step can only be used with integer values");
  const list = isMapping(end) ? [] : isText(end) ? [...end] : (end as Result[]);
  if (isMapping(end) && iterate(end).length > 0) {
    const at = PythonRandom.seeded(given.seed).index(iterate(end).length);
    const found = machine.item(asDict(end) as Result, at);
    return found instanceof Undefined ? machine.fail(String(at)) : found;
  }
  if (list.length === 0) return machine.fail("Cannot choose from an empty sequence");
  return list[PythonRandom.seeded(given.seed).index(list.length)]!;
});

/** Whatever can't be shuffled stays as it is. */
const shuffle = filter("randomize_list(mylist, seed?)", ({ mylist, seed }) => {
  if (!Array.isArray(mylist) && !isText(mylist) && !isMapping(mylist!)) return mylist!;
  const list = [...iterate(mylist)];
  try {
    const chosen = PythonRandom.seeded(isTrue(seed ?? false) ? seed : undefined);
    for (let at = list.length - 1; at > 0; at--) {
      const other = chosen.index(at + 1);
      [list[at], list[other]] = [list[other]!, list[at]!];
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return list;
});

export const NUMBER_FILTERS: Readonly<Record<string, Filter>> = {
  abs: absolute,
  float: toFloat,
  int: toInteger,
  log,
  max: extreme("max"),
  min: extreme("min"),
  pow: power,
  random,
  root,
  round,
  shuffle,
  sum,
};
