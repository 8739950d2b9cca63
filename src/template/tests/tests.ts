import { toBoolean } from "../../model/args.js";
import { type Dict, dictGet, Float, isDict, type Value } from "../../model/value.js";
import { binary, comparison, contains } from "../machine/arithmetic.js";
import type { Machine, Test } from "../machine/machine.js";
import { taking } from "../machine/signature.js";
import { hashable } from "../values/checks.js";
import { iterate } from "../values/methods.js";
import { asDict, isEqual, isMapping, isNumber, isTrue, numeric, toText, typeName } from "../values/python.js";
import { Callable, type Result, Undefined, View } from "../values/values.js";
import { FILE_TESTS } from "./files.js";
import { REGEX_TESTS } from "./regex.js";
import { versionTest } from "./versions.js";

/** Tests that look at what a value is, or tell themselves that it is not defined. */
export const UNDEFINED_TESTS = new Set(
  "boolean callable change changed defined failed failure false float integer mapping none number reachable sameas sequence skip skipped started finished string succeeded success successful timedout true undefined unreachable vault_encrypted".split(
    " ",
  ),
);

/** A registered result, as the tests about it take one. */
function resultOf(value: Result, test: string, machine: Machine): Dict {
  return isMapping(value) ? asDict(value) : machine.fail(`The '${test}' test expects a dictionary`);
}

const entry = (result: Dict, key: string): Result => (dictGet(result, key) ?? false) as Result;

const resultTest = (name: string, key: string, wanted = true): Test =>
  taking(
    `${name}(result)`,
    ({ result }, machine) => isTrue(entry(resultOf(result!, key, machine), key)) === wanted,
  );

const changed: Test = taking("changed(result)", (given, machine) => {
  const result = resultOf(given.result!, "changed", machine);
  const own = dictGet(result, "changed");
  if (own !== undefined) return isTrue(own as Result);
  const results = dictGet(result, "results");
  if (!Array.isArray(results)) return false;
  if (results.length === 0) return machine.fail("list index out of range");
  return isDict(results[0]) && results.some((one) => isDict(one) && isTrue(entry(one, "changed")));
});

const timedout: Test = taking("timedout(result)", (given, machine) => {
  const found = entry(resultOf(given.result!, "timedout", machine), "timedout");
  if (!isTrue(found)) return false;
  return isDict(found)
    ? isTrue(entry(found, "period"))
    : machine.fail(`'${typeName(found)}' object has no attribute 'get'`);
});

/** A task that was not sent to the background is started and finished, which is worth a warning. */
const asyncState = (name: string): Test =>
  taking(`${name}(result)`, (given, machine) => {
    const result = resultOf(given.result!, name, machine);
    const state = dictGet(result, name);
    if (state !== undefined) return isEqual(state as Result, 1);
    machine.frame.context.world.warn(
      `The '${name}' test expects an async task, but a non-async task was tested`,
    );
    return true;
  });

/** set(value): members that no set can hold are refused. */
const setOf = (value: Result): Result[] => iterate(value).map(hashable);

const isWithin = (a: Result[], b: Result[]): boolean => {
  const simple = new Set<unknown>(b.filter((one) => typeof one === "string"));
  return a.every((one) =>
    typeof one === "string" ? simple.has(one) : b.some((other) => isEqual(one, other)),
  );
};

const subset: Test = taking("issubset(a, b)", ({ a, b }) => isWithin(setOf(a!), setOf(b!)));
const superset: Test = taking("issuperset(a, b)", ({ a, b }) => isWithin(setOf(b!), setOf(a!)));

/** Whatever has no members can't be asked for one. */
function holds(container: Result, item: Result): boolean {
  if (typeof container === "string" && typeof item !== "string")
    throw new TypeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
  if (typeof container !== "string" && !Array.isArray(container) && !isMapping(container))
    throw new TypeError(`argument of type '${typeName(container)}' is not iterable`);
  return contains(container, item);
}

const compared =
  (name: string, operator: string): Test =>
  (value, args) => {
    if (args.length !== 1) throw new TypeError(`${name} expected 2 arguments, got ${args.length + 1}`);
    return comparison(operator, value, args[0]!);
  };

const isZero = (value: Result): boolean => isEqual(value, 0);

const divisible: Test = taking("test_divisibleby(value, num)", ({ value, num }) =>
  isZero(binary("%", value!, num!)),
);

const isFloat = (value: Result): boolean =>
  value instanceof Float || (typeof value === "number" && !Number.isInteger(value));
const isInteger = (value: Result): boolean =>
  typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
const isNan = (value: Result): boolean => isNumber(value) && Number.isNaN(Number(numeric(value)));
const isIterable = (value: Result): boolean =>
  typeof value === "string" || Array.isArray(value) || isMapping(value);
const isSequence = (value: Result): boolean =>
  isIterable(value) && !(value instanceof View && !value.hasPlaces);

const truthiness = (name: string, wanted: boolean): Test =>
  taking(`${name}(value, convert_bool?)`, ({ value, convert_bool: convert = false }) => {
    const isReadable = typeof value === "string" || isNumber(value!);
    const word = typeof value === "string" ? value.trim().toLowerCase() : value;
    const read = isTrue(convert) && isReadable ? toBoolean(word as Value) : undefined;
    return (read ?? isTrue(value!)) === wanted;
  });

const sameas: Test = taking("test_sameas(value, other)", ({ value, other }) => {
  if (typeof value === "object" && value !== null) return value === other;
  return typeName(value!) === typeName(other!) && isEqual(value!, other!);
});

const hasCase = (value: Result, change: (text: string) => string): boolean => {
  const text = toText(value);
  return change(text) === text && /[\p{Lu}\p{Ll}\p{Lt}]/u.test(text);
};

/** What is asked of the value alone. */
const PLAIN: Readonly<Record<string, (value: Result) => boolean>> = {
  boolean: (value) => typeof value === "boolean",
  // what is not defined can be called: it is the call that fails
  callable: (value) => value instanceof Callable || value instanceof Undefined,
  defined: (value) => !(value instanceof Undefined),
  escaped: () => false,
  even: (value) => isZero(binary("%", value, 2)),
  false: (value) => value === false,
  float: isFloat,
  integer: isInteger,
  isnan: isNan,
  iterable: isIterable,
  lower: (value) => hasCase(value, (text) => text.toLowerCase()),
  mapping: isMapping,
  nan: isNan,
  none: (value) => value === null,
  number: isNumber,
  odd: (value) => isEqual(binary("%", value, 2), 1),
  sequence: isSequence,
  string: (value) => typeof value === "string",
  true: (value) => value === true,
  undefined: (value) => value instanceof Undefined,
  upper: (value) => hasCase(value, (text) => text.toUpperCase()),
};

/** The operators, under all the names that Jinja has for them. */
const OPERATORS: Readonly<Record<string, readonly [python: string, operator: string]>> = {
  "!=": ["ne", "!="],
  "<": ["lt", "<"],
  "<=": ["le", "<="],
  "==": ["eq", "=="],
  ">": ["gt", ">"],
  ">=": ["ge", ">="],
  eq: ["eq", "=="],
  equalto: ["eq", "=="],
  ge: ["ge", ">="],
  greaterthan: ["gt", ">"],
  gt: ["gt", ">"],
  le: ["le", "<="],
  lessthan: ["lt", "<"],
  lt: ["lt", "<"],
  ne: ["ne", "!="],
};

export const TESTS: Readonly<Record<string, Test>> = {
  ...Object.fromEntries(
    Object.entries(OPERATORS).map(([name, [python, operator]]) => [name, compared(python, operator)]),
  ),
  ...Object.fromEntries(
    Object.entries(PLAIN).map(([name, check]) => [
      name,
      taking(`test_${name}(value)`, ({ value }) => check(value!)),
    ]),
  ),
  ...FILE_TESTS,
  ...REGEX_TESTS,
  all: taking("all(iterable)", ({ iterable }) => iterate(iterable!).every(isTrue)),
  any: taking("any(iterable)", ({ iterable }) => iterate(iterable!).some(isTrue)),
  change: changed,
  changed,
  contains: taking("contains(seq, value)", ({ seq, value }) => holds(seq!, value!)),
  divisibleby: divisible,
  failed: resultTest("failed", "failed"),
  failure: resultTest("failed", "failed"),
  falsy: truthiness("falsy", false),
  finished: asyncState("finished"),
  in: taking("test_in(value, seq)", ({ value, seq }) => holds(seq!, value!)),
  issubset: subset,
  issuperset: superset,
  reachable: resultTest("reachable", "unreachable", false),
  sameas,
  skip: resultTest("skipped", "skipped"),
  skipped: resultTest("skipped", "skipped"),
  started: asyncState("started"),
  subset,
  succeeded: resultTest("success", "failed", false),
  success: resultTest("success", "failed", false),
  successful: resultTest("success", "failed", false),
  superset,
  timedout,
  truthy: truthiness("truthy", true),
  unreachable: resultTest("unreachable", "unreachable"),
  // vaulted values are plain by the time a template reads them: they are known by their text
  vault_encrypted: (value, _args, _kwargs, machine) =>
    typeof value === "string" && machine.frame.context.world.wasVaulted(value),
  version: versionTest,
  version_compare: versionTest,
};
