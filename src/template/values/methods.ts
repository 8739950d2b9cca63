import {
  type Dict,
  dictEntries,
  dictFrom,
  dictGet,
  dictKeys,
  dictValues,
  isDict,
  type PlainDict,
  setOwn,
  type Value,
} from "../../model/value.js";
import { LazyDict } from "./lazy.js";
import {
  asDict,
  compare,
  isEqual,
  isFloat,
  isMapping,
  isNumber,
  isTrue,
  makeFloat,
  numeric,
  repr,
  typeName,
} from "./python.js";
import { wholeArgument } from "./text_arguments.js";
import { callTextMethod, textMethods } from "./text_methods.js";
import { Callable, type Kwargs, type Result, Tuple, View } from "./values.js";

type Method<T> = (self: T, args: Result[], kwargs: Kwargs) => Result;

/** What a method returns that is called for its effect. */
const nothing = (_effect: unknown): null => null;

const LIST: Record<string, Method<Result[]>> = {
  append: (self, [item]) => nothing(self.push(item ?? null)),
  clear: (self) => nothing(self.splice(0)),
  copy: (self) => [...self],
  count: (self, [item]) => self.filter((one) => isEqual(one, item ?? null)).length,
  extend: (self, [items]) => nothing(self.push(...iterate(items ?? []))),
  index: (self, [item]) =>
    placeOf(
      self,
      item ?? null,
      self instanceof Tuple ? "tuple.index(x): x not in tuple" : `${repr(item ?? null)} is not in list`,
    ),
  insert: (self, [at, item]) => nothing(self.splice(wholeArgument(at, 0), 0, item ?? null)),
  pop: (self, [at]) => {
    if (self.length === 0) throw new TypeError("pop from empty list");
    const index = wholeArgument(at, -1);
    if (index >= self.length || index < -self.length) throw new TypeError("pop index out of range");
    return self.splice(index, 1)[0]!;
  },
  remove: (self, [item]) =>
    nothing(self.splice(placeOf(self, item ?? null, "list.remove(x): x not in list"), 1)),
  reverse: (self) => nothing(self.reverse()),
  sort: (self, _args, kwargs) => {
    self.sort((a, b) => order(a, b));
    if (isTrue(kwargs.reverse ?? false)) self.reverse();
    return null;
  },
};

/** A tuple cannot be changed. */
const TUPLE = new Set(["count", "index"]);

function placeOf(list: Result[], item: Result, missing: string): number {
  const at = list.findIndex((one) => isEqual(one, item));
  if (at < 0) throw new TypeError(missing);
  return at;
}

function order(a: Result, b: Result): number {
  const found = compare(a, b);
  if (found !== undefined) return found;
  throw new TypeError(`'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

const DICT: Record<string, Method<Dict>> = {
  clear: (self) => {
    for (const key of dictKeys(self)) removeKey(self, key);
    return null;
  },
  copy: (self) => (self instanceof Map ? new Map(self) : { ...self }),
  fromkeys: (_self, [keys, value]) =>
    dictFrom(iterate(keys ?? []).map((key) => [key as Value, (value ?? null) as Value])) as Result,
  get: (self, [key, otherwise]) => orElse(dictGet(self, key as Value), otherwise),
  items: (self) =>
    View.named(
      "dict_items",
      dictEntries(self).map((pair) => Tuple.make(pair)),
    ),
  keys: (self) => View.named("dict_keys", dictKeys(self)),
  pop: (self, args) => {
    if (args.length === 0) throw new TypeError("pop expected at least 1 argument, got 0");
    const key = args[0] as Value;
    const value = dictGet(self, key);
    if (value === undefined && args.length < 2) throw new TypeError(repr(key));
    removeKey(self, key);
    return orElse(value, args[1]);
  },
  popitem: (self) => {
    const last = dictEntries(self).at(-1);
    if (!last) throw new TypeError("'popitem(): dictionary is empty'");
    removeKey(self, last[0]);
    return Tuple.make(last);
  },
  setdefault: (self, [key, otherwise]) => {
    const value = dictGet(self, key as Value);
    if (value !== undefined) return value;
    assign(self, key as Value, (otherwise ?? null) as Value);
    return otherwise ?? null;
  },
  update: (self, [other], kwargs) => {
    if (other !== undefined && isMapping(other))
      for (const [key, value] of dictEntries(asDict(other))) assign(self, key, value);
    for (const [key, value] of Object.entries(kwargs)) assign(self, key, value as Value);
    return null;
  },
  values: (self) => View.named("dict_values", dictValues(self) as Result[]),
};

function removeKey(dict: Dict, key: Value): void {
  if (dict instanceof Map) dict.delete(key);
  else delete dict[String(key)];
}

/** What whole and other numbers can do. */
const NUMBER: Record<string, Method<number | bigint>> = {
  bit_length: (self) => (self === 0 ? 0 : BigInt(self).toString(2).replace("-", "").length),
  conjugate: (self) => self,
  is_integer: (self) => Number.isInteger(Number(self)),
};

/** The parts of numbers that are no methods. */
export function numberPart(value: Result, name: string): Result | undefined {
  if (!isNumber(value)) return undefined;
  if (name === "real") return typeof value === "boolean" ? Number(value) : value;
  if (name === "imag") return isFloat(value) ? makeFloat(0) : 0;
  if (isFloat(value)) return undefined;
  if (name === "numerator") return typeof value === "boolean" ? Number(value) : value;
  return name === "denominator" ? 1 : undefined;
}

function assign(dict: Dict, key: Value, value: Value): void {
  if (dict instanceof Map) dict.set(key, value);
  else setOwn(dict as PlainDict, String(key), value);
}

/** No list that a template makes is longer. */
export const MAX_ITEMS = 20_000_000;

/** The items of anything that can be iterated: dicts give their keys, strings their characters. */
export function iterate(value: Result): Result[] {
  if (Array.isArray(value)) return value as Result[];
  if (typeof value === "string") {
    if (value.length > MAX_ITEMS) throw new RangeError(`a list of ${value.length} characters is too long`);
    return [...value];
  }
  if (value instanceof LazyDict) return value.keys();
  if (isDict(value)) return dictKeys(value as Dict);
  throw new TypeError(`'${typeName(value)}' object is not iterable`);
}

/** A method of Python's str, list or dict, bound to its object; nothing else of an object can be called. */
export function boundMethod(self: Result, name: string): Callable | undefined {
  const find = <T>(methods: Record<string, Method<T>>, object: T): Callable | undefined => {
    if (!Object.hasOwn(methods, name)) return undefined;
    return new Callable(name, (args, kwargs) => methods[name]!(object, args, kwargs));
  };
  if (typeof self === "string") return boundText(self, name);
  if (self instanceof Tuple && !TUPLE.has(name)) return undefined;
  if (Array.isArray(self)) return find(LIST, self as Result[]);
  if (isNumber(self)) return name === "bit_length" && isFloat(self) ? undefined : find(NUMBER, numeric(self));
  if (self instanceof LazyDict) {
    if (name === "get") return lazyGet(self);
    // a lazy dict is made whole only for a method that needs all of it
    return Object.hasOwn(DICT, name) ? find(DICT, asDict(self)) : undefined;
  }
  if (isDict(self)) return find(DICT, self as Dict);
  return undefined;
}

const TEXT = textMethods(iterate);

function boundText(self: string, name: string): Callable | undefined {
  if (!Object.hasOwn(TEXT, name)) return undefined;
  return new Callable(name, (args, kwargs) => callTextMethod(name, TEXT[name]!, { self, args, kwargs }));
}

/** What is there, null too; what else was said; or null. */
function orElse(found: Result | undefined, otherwise: Result | undefined): Result {
  return found !== undefined ? found : (otherwise ?? null);
}

function lazyGet(self: LazyDict): Callable {
  return new Callable("get", ([key, otherwise]) => orElse(self.get(String(key)), otherwise));
}
