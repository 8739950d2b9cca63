import { toBoolean } from "../model/args.js";
import { PythonRegex } from "../model/python_regex.js";
import { Float, isDict, type Value } from "../model/value.js";
import { comparison, contains } from "./arithmetic.js";
import type { Machine, Test } from "./machine.js";
import { iterate } from "./methods.js";
import { isEqual, isMapping, isNumber, isTrue, numeric, toText } from "./python.js";
import { Callable, type Kwargs, type Result, Undefined } from "./values.js";
import { compareVersions } from "./versions.js";

/** Tests that may be asked of something that is not defined. */
/** Tests that only look at what a value is: what is not defined is none of it. */
export const UNDEFINED_TESTS = new Set(
  "boolean callable defined false float integer mapping none number sameas sequence string true undefined".split(
    " ",
  ),
);

function regexTest(kind: "match" | "search" | "fullmatch"): Test {
  return (value, args, kwargs) => {
    const pattern = PythonRegex.of(toText(kwargs.pattern ?? args[0] ?? ""), {
      ignoreCase: isTrue(kwargs.ignorecase ?? args[1] ?? false),
      multiline: isTrue(kwargs.multiline ?? args[2] ?? false),
    });
    const text = toText(value);
    if (kind === "search") return pattern.test(text);
    return (kind === "match" ? pattern.match(text) : pattern.fullMatch(text)) !== undefined;
  };
}

const regex: Test = (value, args, kwargs, machine) => {
  const kind = toText(kwargs.match_type ?? "search") as "match" | "search" | "fullmatch";
  return regexTest(kind)(value, args, kwargs, machine);
};

/** A key of a task's result. */
function resultKey(machine: Machine, value: Result, key: string): boolean {
  if (!isDict(value)) machine.fail(`The '${key}' test expects a dictionary`);
  const found = machine.item(value, key);
  return !(found instanceof Undefined) && !(found instanceof Callable) && isTrue(found);
}

const failed: Test = (value, _args, _kwargs, machine) => resultKey(machine, value, "failed");
const succeeded: Test = (value, args, kwargs, machine) => !failed(value, args, kwargs, machine);
const changed: Test = (value, _args, _kwargs, machine) => {
  const results = isDict(value) ? machine.item(value, "results") : null;
  if (isDict(value) && machine.item(value, "changed") instanceof Undefined && Array.isArray(results))
    return (results as Result[]).some((one) => resultKey(machine, one, "changed"));
  return resultKey(machine, value, "changed");
};
const skipped: Test = (value, _args, _kwargs, machine) => resultKey(machine, value, "skipped");
const unreachable: Test = (value, _args, _kwargs, machine) => resultKey(machine, value, "unreachable");

const subset: Test = (value, [other]) => iterate(value).every((one) => contains(iterate(other ?? []), one));
const superset: Test = (value, [other]) => iterate(other ?? []).every((one) => contains(iterate(value), one));

function path(check: (machine: Machine, path: string) => boolean): Test {
  return (value, _args, _kwargs, machine) => check(machine, toText(value));
}

const kind = (wanted: string): Test =>
  path((machine, one) => machine.frame.context.world.stat(one)?.kind === wanted);

const compared =
  (operator: string): Test =>
  (value, [other]) =>
    comparison(operator, value, other ?? null);

const version: Test = (value, args, kwargs, machine) => {
  const operator = toText(args[1] ?? kwargs.operator ?? "eq");
  const type = kwargs.version_type ?? args[3];
  if (toText(value) === "" || toText(args[0] ?? kwargs.version ?? "") === "")
    machine.fail("Input version value cannot be empty");
  return compareVersions(
    toText(value),
    toText(args[0] ?? kwargs.version ?? ""),
    operator,
    type ? toText(type) : isTrue(kwargs.strict ?? args[2] ?? false) ? "strict" : "loose",
    machine.fail,
  );
};

const is =
  (check: (value: Result) => boolean): Test =>
  (value) =>
    check(value);
const isInteger = (value: Result): boolean =>
  typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value));
const number = (value: Result): number => (isNumber(value) ? Number(numeric(value)) : Number.NaN);

/** Follows links: one that leads nowhere does not exist. */
function reachable(machine: Machine, path: string): boolean {
  const { world } = machine.frame.context;
  const found = world.stat(path);
  const target = found?.kind === "link" ? world.stat(world.realPath(path)) : found;
  return target !== undefined && target.kind !== "link"; // a link that leads nowhere is its own end
}

/** A task that was not sent to the background is started and finished. */
function asyncState(machine: Machine, value: Result, key: string): boolean {
  if (!isDict(value)) machine.fail(`The '${key}' test expects a dictionary`);
  const found = machine.item(value, key);
  return found instanceof Undefined ? true : isTrue(found);
}

function truthy(value: Result, kwargs: Kwargs, args: Result[]): boolean {
  const convert = isTrue(kwargs.convert_bool ?? args[0] ?? false);
  const read =
    convert && (typeof value === "string" || isNumber(value)) ? toBoolean(value as Value) : undefined;
  return read ?? isTrue(value);
}

export const TESTS: Readonly<Record<string, Test>> = {
  abs: path((_machine, one) => one.startsWith("/")),
  all: (value) => iterate(value).every(isTrue),
  any: (value) => iterate(value).some(isTrue),
  boolean: is((value) => typeof value === "boolean"),
  callable: is((value) => value instanceof Callable),
  change: changed,
  changed,
  contains: (value, [item]) => contains(value, item ?? null),
  defined: is((value) => !(value instanceof Undefined)),
  directory: kind("directory"),
  divisibleby: (value, [by]) => number(value) % number(by ?? 1) === 0,
  eq: compared("=="),
  equalto: compared("=="),
  even: is((value) => number(value) % 2 === 0),
  exists: path((machine, one) => reachable(machine, one)),
  failed,
  failure: failed,
  falsy: (value, args, kwargs) => !truthy(value, kwargs, args),
  false: is((value) => value === false),
  file: kind("file"),
  finished: (value, _args, _kwargs, machine) => asyncState(machine, value, "finished"),
  float: is((value) => value instanceof Float || (typeof value === "number" && !Number.isInteger(value))),
  ge: compared(">="),
  greaterthan: compared(">"),
  gt: compared(">"),
  in: (value, [list]) => contains(list ?? [], value),
  integer: is(isInteger),
  is_abs: path((_machine, one) => one.startsWith("/")),
  is_dir: kind("directory"),
  is_file: kind("file"),
  is_link: kind("link"),
  is_mount: path((machine, one) => machine.frame.context.world.stat(one)?.mount === true),
  is_same_file: (value, [other], _kwargs, machine) =>
    machine.frame.context.world.realPath(toText(value)) ===
    machine.frame.context.world.realPath(toText(other ?? "")),
  isnan: is((value) => isNumber(value) && Number.isNaN(number(value))),
  issubset: subset,
  issuperset: superset,
  iterable: is((value) => typeof value === "string" || Array.isArray(value) || isMapping(value)),
  le: compared("<="),
  lessthan: compared("<"),
  link: kind("link"),
  link_exists: path((machine, one) => machine.frame.context.world.stat(one) !== undefined),
  lower: is((value) => toText(value) === toText(value).toLowerCase() && /\p{L}/u.test(toText(value))),
  lt: compared("<"),
  mapping: is(isMapping),
  match: regexTest("match"),
  mount: path((machine, one) => machine.frame.context.world.stat(one)?.mount === true),
  nan: is((value) => isNumber(value) && Number.isNaN(number(value))),
  ne: compared("!="),
  none: is((value) => value === null),
  number: is(isNumber),
  odd: is((value) => Math.abs(number(value) % 2) === 1),
  reachable: (value, args, kwargs, machine) => !unreachable(value, args, kwargs, machine),
  regex,
  same_file: (value, [other], _kwargs, machine) =>
    machine.frame.context.world.realPath(toText(value)) ===
    machine.frame.context.world.realPath(toText(other ?? "")),
  sameas: (value, [other]) => value === other || (typeof value !== "object" && isEqual(value, other ?? null)),
  search: regexTest("search"),
  sequence: is((value) => typeof value === "string" || Array.isArray(value) || isMapping(value)),
  skip: skipped,
  skipped,
  started: (value, _args, _kwargs, machine) => asyncState(machine, value, "started"),
  string: is((value) => typeof value === "string"),
  subset,
  succeeded,
  success: succeeded,
  successful: succeeded,
  superset,
  timedout: (value, _args, _kwargs, machine) =>
    isDict(value) &&
    isTrue(machine.item(value, "timedout") instanceof Undefined ? false : machine.item(value, "timedout")),
  true: is((value) => value === true),
  truthy: (value, args, kwargs) => truthy(value, kwargs, args),
  undefined: is((value) => value instanceof Undefined),
  unreachable,
  upper: is((value) => toText(value) === toText(value).toUpperCase() && /\p{L}/u.test(toText(value))),
  uri: is((value) => /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(toText(value))),
  url: is((value) => /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/[^/]+/.test(toText(value))),
  urn: is((value) => /^urn:[^:]+:.+/i.test(toText(value))),
  vault_encrypted: is((value) => typeof value === "string" && value.startsWith("$ANSIBLE_VAULT;")),
  vaulted_file: path((machine, one) =>
    machine.frame.context.world.readText(one).startsWith("$ANSIBLE_VAULT;"),
  ),
  version,
  version_compare: version,
  "==": compared("=="),
  "!=": compared("!="),
  "<": compared("<"),
  "<=": compared("<="),
  ">": compared(">"),
  ">=": compared(">="),
};
