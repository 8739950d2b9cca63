import type { Machine, Test } from "../machine/machine.js";
import { taking } from "../machine/signature.js";
import { isTrue, repr, toText } from "../values/python.js";
import { comparePep440 } from "./pep440.js";

/** Operators of the `version` test, by all their names. */
const OPERATORS: Readonly<Record<string, (order: number) => boolean>> = {
  "==": (order) => order === 0,
  "=": (order) => order === 0,
  eq: (order) => order === 0,
  "<": (order) => order < 0,
  lt: (order) => order < 0,
  "<=": (order) => order <= 0,
  le: (order) => order <= 0,
  ">": (order) => order > 0,
  gt: (order) => order > 0,
  ">=": (order) => order >= 0,
  ge: (order) => order >= 0,
  "!=": (order) => order !== 0,
  "<>": (order) => order !== 0,
  ne: (order) => order !== 0,
};

type Fail = (message: string) => never;
type Compare = (a: string, b: string, fail: Fail) => number;

const TYPES: Readonly<Record<string, Compare>> = {
  loose: compareLoose,
  strict: compareStrict,
  semver: compareSemantic,
  semantic: compareSemantic,
  pep440: comparePep440,
};

const listed = (names: object): string =>
  Object.keys(names)
    .map((one) => repr(one))
    .join(", ");

function typeOf(strict: boolean, wanted: string | undefined, machine: Machine): Compare {
  if (strict) return compareStrict;
  if (wanted === undefined) return compareLoose;
  return Object.hasOwn(TYPES, wanted)
    ? TYPES[wanted]!
    : machine.fail(`Invalid version type (${wanted}). Must be one of ${listed(TYPES)}`);
}

/** The `version` test: which of two versions is newer, by one of four readings. */
export const versionTest: Test = taking(
  "version_compare(value, version, operator?, strict?, version_type?)",
  ({ value, version, operator = "eq", strict = null, version_type: type = null }, machine) => {
    if (strict !== null && type !== null)
      return machine.fail("Cannot specify both 'strict' and 'version_type'");
    if (!isTrue(value!)) return machine.fail("Input version value cannot be empty");
    if (!isTrue(version!)) return machine.fail("Version parameter to compare against cannot be empty");
    const compare = typeOf(isTrue(strict), isTrue(type) ? toText(type) : undefined, machine);
    const name = toText(operator);
    const holds = Object.hasOwn(OPERATORS, name) ? OPERATORS[name]! : undefined;
    if (!holds) return machine.fail(`Invalid operator type (${name}). Must be one of ${listed(OPERATORS)}`);
    const failing: Fail = (why) => machine.fail(`Version comparison failed: ${why}`);
    return holds(compare(toText(value!), toText(version!), failing));
  },
);

/** Numbers and words one after the other, as distutils' LooseVersion does. */
function compareLoose(a: string, b: string, fail: Fail): number {
  const split = (text: string): (number | string)[] =>
    (text.match(/\d+|[a-z]+|[^\da-z.]+/g) ?? []).map((part) => (/^\d/.test(part) ? Number(part) : part));
  const [x, y] = [split(a), split(b)];
  for (let index = 0; index < Math.max(x.length, y.length); index++) {
    const [left, right] = [x[index], y[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (typeof left !== typeof right)
      return fail(
        `'<' not supported between instances of '${typeof left === "number" ? "int" : "str"}' and '${typeof right === "number" ? "int" : "str"}'`,
      );
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
}

function compareStrict(a: string, b: string, fail: Fail): number {
  const parse = (text: string): number[] => {
    const found = /^(\d+)\.(\d+)(?:\.(\d+))?(?:([ab])(\d+))?$/.exec(text);
    if (!found) return fail(`invalid version number '${text}'`);
    const stage = found[4] === undefined ? 2 : found[4] === "a" ? 0 : 1;
    return [Number(found[1]), Number(found[2]), Number(found[3] ?? 0), stage, Number(found[5] ?? 0)];
  };
  return compareNumbers(parse(a), parse(b));
}

function compareNumbers(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

const NUMBER = "(0|[1-9]\\d*)";
const SEMANTIC = new RegExp(
  `^${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-((?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*)(?:\\.(?:0|[1-9]\\d*|\\d*[A-Za-z-][\\dA-Za-z-]*))*))?(?:\\+[\\dA-Za-z-]+(?:\\.[\\dA-Za-z-]+)*)?$`,
);

function compareSemantic(a: string, b: string, fail: Fail): number {
  const parse = (text: string) => {
    const found = SEMANTIC.exec(text);
    if (!found) return fail(`invalid semantic version '${text}'`);
    return { numbers: found.slice(1, 4).map(Number), release: found[4]?.split(".") };
  };
  const [x, y] = [parse(a), parse(b)];
  const order = compareNumbers(x.numbers, y.numbers);
  if (order !== 0) return order;
  if (!x.release || !y.release) return x.release ? -1 : y.release ? 1 : 0;
  return compareReleases(x.release, y.release);
}

/** Parts of what follows the dash: numbers come before words, and fewer parts before more. */
function compareReleases(a: string[], b: string[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const [left, right] = [a[index], b[index]];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left === right) continue;
    const [isNumber, otherToo] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber && otherToo) return Number(left) - Number(right);
    if (isNumber !== otherToo) return isNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}
