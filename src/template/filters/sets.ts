import { step } from "../../model/patience.js";
import { type Dict, dictEntries, isDict, type Value } from "../../model/value.js";
import { binary } from "../machine/arithmetic.js";
import { attributeGetter } from "../machine/attributes.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { hashable, index } from "../values/checks.js";
import { iterate } from "../values/methods.js";
import { isEqual, isNumber, isTrue, numeric, typeName } from "../values/python.js";
import { numberSet, type SetOperation } from "../values/python_set.js";
import { type Result, Tuple } from "../values/values.js";

/** Set operations, and what itertools makes of lists. */

/** A key that equal simple values share; undefined where only a comparison helps. */
function simpleKey(value: Result): string | undefined {
  if (typeof value === "string") return `s${value}`;
  if (isNumber(value)) return `n${numeric(value)}`;
  return value === null ? "none" : undefined;
}

/** So much of a list or a dict tells it from most others. */
const MOST_TOLD = 16;

/** A key that equal values share; others may have it too. */
function sharedKey(value: Result, depth = 0): string {
  const simple = simpleKey(value);
  if (simple !== undefined) return simple;
  if (depth > 3) return "deep";
  if (Array.isArray(value)) {
    const parts = (value as Result[]).slice(0, MOST_TOLD).map((one) => sharedKey(one, depth + 1));
    return `[${value.length}:${parts.join("\0")}`;
  }
  if (!isDict(value as Value)) return typeName(value);
  const entries = dictEntries(value as Dict);
  const told = entries.length > MOST_TOLD ? [] : entries;
  const parts = told.map(([key, one]) => `${sharedKey(key, depth + 1)}=${sharedKey(one, depth + 1)}`);
  return `{${entries.length}:${parts.sort().join("\0")}`;
}

/** Which values were seen; only those with the same key are compared. */
class Seen {
  readonly #simple = new Set<string>();
  readonly #others = new Map<string, Result[]>();

  has(value: Result): boolean {
    const key = simpleKey(value);
    return key === undefined ? this.#isAmongOthers(value) : this.#simple.has(key);
  }

  add(value: Result): boolean {
    if (this.has(value)) return false;
    const key = simpleKey(value);
    if (key === undefined) {
      const shared = sharedKey(value);
      const alike = this.#others.get(shared);
      if (alike) alike.push(value);
      else this.#others.set(shared, [value]);
    } else this.#simple.add(key);
    return true;
  }

  #isAmongOthers(value: Result): boolean {
    for (const one of this.#others.get(sharedKey(value)) ?? []) {
      step();
      if (isEqual(one, value)) return true;
    }
    return false;
  }

  static of(values: readonly Result[]): Seen {
    const seen = new Seen();
    for (const one of values) seen.add(one);
    return seen;
  }
}

function distinct(values: readonly Result[]): Result[] {
  const seen = new Seen();
  return values.filter((one) => {
    step();
    return seen.add(one);
  });
}

function allHashable(values: readonly Result[]): boolean {
  try {
    for (const one of values) hashable(one);
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

function cannotFallBack(machine: Machine): never {
  return machine.fail(
    "Jinja2's unique filter failed and we cannot fall back to Ansible's version as it does not support the parameters supplied",
  );
}

const unique = filter("unique(_, a, case_sensitive?, attribute?)", (given, machine) => {
  const { case_sensitive: sensitive = null, attribute = null } = given;
  const isSpecial = sensitive === false || isTrue(attribute);
  const items = iterate(given.a!);
  const pick = attributeGetter(machine, attribute, { foldCase: !isTrue(sensitive) });
  const keys = items.map((one) => pick(one));
  if (isSpecial && keys.some((one) => typeName(one) === "AnsibleUndefined")) return cannotFallBack(machine);
  for (const key of keys) machine.frame.defined(key, machine.at);
  if (!allHashable(keys)) return isSpecial ? cannotFallBack(machine) : distinct(items);
  const seen = new Seen();
  return items.filter((_, at) => seen.add(keys[at]!));
});

/** `x in value`, for the lists that no set can hold. */
function membersOf(value: Result): Result[] {
  if (!Array.isArray(value) && typeof value !== "string" && !isIterable(value))
    throw new TypeError(`argument of type '${typeName(value)}' is not iterable`);
  return iterate(value);
}

function isIterable(value: Result): boolean {
  return typeName(value) === "dict";
}

function withoutOrder(operation: SetOperation, a: Result[], b: Result[]): Result[] {
  const [inA, inB] = [Seen.of(a), Seen.of(b)];
  switch (operation) {
    case "union":
      return distinct([...a, ...b]);
    case "intersect":
      return distinct(a.filter((one) => inB.has(one)));
    case "difference":
      return distinct(a.filter((one) => !inB.has(one)));
    default:
      return distinct([...a.filter((one) => !inB.has(one)), ...b.filter((one) => !inA.has(one))]);
  }
}

/** Python's sets where their members can be in one: numbers in its order, all others in that of the lists. */
function setFilter(operation: SetOperation): Filter {
  return filter(`${operation}(_, a, b)`, ({ a, b }) => {
    const isSet = (value: Result): boolean =>
      (Array.isArray(value) || typeof value === "string" || isIterable(value)) && allHashable(iterate(value));
    if (isSet(a!) && isSet(b!)) {
      const [left, right] = [iterate(a!), iterate(b!)];
      return numberSet(operation, left, right) ?? withoutOrder(operation, left, right);
    }
    if (operation === "union") return distinct(iterate(binary("+", a!, b!)));
    const [items, others] = [iterate(a!), membersOf(b!)];
    if (operation === "symmetric_difference") binary("+", a!, b!);
    return withoutOrder(operation, items, others);
  });
}

function* combinationsOf(list: Result[], size: number): Generator<Result[]> {
  if (size === 0) yield [];
  else
    for (const [at, one] of list.entries())
      for (const rest of combinationsOf(list.slice(at + 1), size - 1)) yield [one, ...rest];
}

function* permutationsOf(list: Result[], size: number): Generator<Result[]> {
  if (size === 0) yield [];
  else
    for (const [at, one] of list.entries())
      for (const rest of permutationsOf([...list.slice(0, at), ...list.slice(at + 1)], size - 1))
        yield [one, ...rest];
}

/** So many tuples fit in the memory of a program that has other things to do. */
const MOST_TUPLES = 5_000_000;

/** The factors of a product: more of them than may be made are known before any is. */
function refuseMany(what: string, factors: readonly number[], width: number): void {
  let count = 1;
  for (const factor of factors) {
    count *= factor;
    if (count * Math.max(1, width / 8) > MOST_TUPLES) throw tooMany(what);
  }
}

/** `r` places filled from `size` values: how many choices each place has. */
function choices(size: number, r: number): number[] {
  return r > size ? [0] : Array.from({ length: r }, (_, place) => size - place);
}

const tooMany = (what: string): RangeError => new RangeError(`${what}() is limited to ${MOST_TUPLES} items`);

/** Everything with everything. */
export function productOf(lists: Result[][]): Result[][] {
  if (lists.reduce((total, list) => total * list.length, 1) > MOST_TUPLES) throw tooMany("product");
  return lists.reduce<Result[][]>(
    (found, list) => found.flatMap((head) => list.map((one) => [...head, one])),
    [[]],
  );
}

function tuples(lists: Iterable<Result[]>, what: string): Result[] {
  const found: Result[] = [];
  for (const one of lists) {
    step();
    if (found.length === MOST_TUPLES) throw tooMany(what);
    found.push(Tuple.make(one));
  }
  return found;
}

function notNegative(size: number, machine: Machine): number {
  return size < 0 ? machine.fail("r must be non-negative") : size;
}

const combinations: Filter = filter("combinations(iterable, r?)", ({ iterable, r }, machine) => {
  if (r === undefined) throw new TypeError("combinations() missing required argument 'r' (pos 2)");
  const items = iterate(iterable!);
  const size = notNegative(index(r), machine);
  // as many without the rest as with it; each choice but the last is divided by its place
  const fewer = size > items.length ? size : Math.min(size, items.length - size);
  const factors = choices(items.length, fewer).map((choice, place) => choice / (place + 1));
  refuseMany("combinations", factors, size);
  return tuples(combinationsOf(items, size), "combinations");
});

const permutations = filter("permutations(iterable, r?)", ({ iterable, r = null }, machine) => {
  const items = iterate(iterable!);
  if (r !== null && typeof r !== "number" && typeof r !== "bigint") throw new TypeError("Expected int as r");
  const size = r === null ? items.length : notNegative(index(r), machine);
  refuseMany("permutations", choices(items.length, size), size);
  return tuples(permutationsOf(items, size), "permutations");
});

function refuseOthers(name: string, kwargs: Record<string, Result>, known: string): void {
  const [other] = Object.keys(kwargs).filter((one) => one !== known);
  if (other !== undefined) throw new TypeError(`'${other}' is an invalid keyword argument for ${name}()`);
}

const product: Filter = (value, args, kwargs) => {
  refuseOthers("product", kwargs, "repeat");
  const lists = [value, ...args].map(iterate);
  const times = index(kwargs.repeat ?? 1);
  return tuples(productOf(Array.from({ length: times }, () => lists).flat()), "product");
};

const zip: Filter = (value, args, kwargs, machine) => {
  refuseOthers("zip", kwargs, "strict");
  const lists = [value, ...args].map(iterate);
  const size = Math.min(...lists.map((one) => one.length));
  const other = lists.findIndex((one) => one.length !== lists[0]!.length);
  if (isTrue(kwargs.strict ?? false) && other > 0) {
    const word = lists[other]!.length < lists[0]!.length ? "shorter" : "longer";
    const others = other === 1 ? "argument 1" : `arguments 1-${other}`;
    return machine.fail(`zip() argument ${other + 1} is ${word} than ${others}`);
  }
  return tuples(
    Array.from({ length: size }, (_, at) => lists.map((one) => one[at]!)),
    "zip",
  );
};

/** Lists side by side, the shorter ones filled up. */
export function zipLongest(lists: Result[][], fill: Result): Result[][] {
  const size = Math.max(0, ...lists.map((one) => one.length));
  return Array.from({ length: size }, (_, at) => lists.map((one) => (at < one.length ? one[at]! : fill)));
}

const zipLongestFilter: Filter = (value, args, kwargs) => {
  if (Object.keys(kwargs).some((one) => one !== "fillvalue"))
    throw new TypeError("zip_longest() got an unexpected keyword argument");
  return tuples(zipLongest([value, ...args].map(iterate), kwargs.fillvalue ?? null), "zip_longest");
};

export const SET_FILTERS: Readonly<Record<string, Filter>> = {
  combinations,
  difference: setFilter("difference"),
  intersect: setFilter("intersect"),
  permutations,
  product,
  symmetric_difference: setFilter("symmetric_difference"),
  union: setFilter("union"),
  unique,
  zip,
  zip_longest: zipLongestFilter,
};
