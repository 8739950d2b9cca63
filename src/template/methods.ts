import {
  type Dict,
  dictEntries,
  dictGet,
  dictKeys,
  dictValues,
  isDict,
  type PlainDict,
  setOwn,
  type Value,
} from "../model/value.js";
import { formatPositional } from "./format.js";
import { LazyDict } from "./lazy.js";
import { asDict, compare, isEqual, isMapping, toText, typeName } from "./python.js";
import { Callable, type Kwargs, type Result, Tuple } from "./values.js";

type Method<T> = (self: T, args: Result[], kwargs: Kwargs) => Result;

const text = (value: Result | undefined, otherwise = ""): string =>
  value === undefined || value === null ? otherwise : toText(value);
const integer = (value: Result | undefined, otherwise: number): number =>
  value === undefined || value === null ? otherwise : Number(value);

function trimSet(characters: Result | undefined): string {
  return characters === undefined || characters === null
    ? "\\s"
    : toText(characters).replace(/[\]\\^-]/g, "\\$&");
}

function split(self: string, args: Result[], kwargs: Kwargs): string[] {
  const separator = args[0] ?? kwargs.sep;
  const limit = integer(args[1] ?? kwargs.maxsplit, -1);
  if (separator === undefined || separator === null) {
    const words = self.trim() === "" ? [] : self.trim().split(/\s+/);
    if (limit < 0 || words.length <= limit) return words;
    const parts: string[] = [];
    let rest = self.trimStart();
    for (let count = 0; count < limit; count++) {
      const word = /^\S+/.exec(rest)![0];
      parts.push(word);
      rest = rest.slice(word.length).trimStart();
    }
    return rest === "" ? parts : [...parts, rest];
  }
  const parts = self.split(toText(separator));
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(toText(separator))];
}

function rsplit(self: string, args: Result[], kwargs: Kwargs): string[] {
  const separator = args[0] ?? kwargs.sep;
  const limit = integer(args[1] ?? kwargs.maxsplit, -1);
  if (separator === undefined || separator === null || limit < 0) return split(self, args, kwargs);
  const parts = self.split(toText(separator));
  if (parts.length <= limit + 1) return parts;
  const cut = parts.length - limit;
  return [parts.slice(0, cut).join(toText(separator)), ...parts.slice(cut)];
}

function affixed(
  self: string,
  affix: Result | undefined,
  has: (self: string, affix: string) => boolean,
): boolean {
  const options = Array.isArray(affix) ? (affix as Result[]) : [affix ?? ""];
  return options.some((option) => has(self, toText(option)));
}

const capitalize = (self: string): string => self.charAt(0).toUpperCase() + self.slice(1).toLowerCase();

function replaceText(self: string, [from, to, count]: Result[]): string {
  const parts = text(from) === "" ? ["", ...self, ""] : self.split(text(from));
  const limit = integer(count, -1);
  if (limit < 0 || parts.length <= limit + 1) return parts.join(text(to));
  return parts.slice(0, limit + 1).join(text(to)) + text(from) + parts.slice(limit + 1).join(text(from));
}

const STRING: Record<string, Method<string>> = {
  capitalize,
  casefold: (self) => self.toLowerCase(),
  center: (self, [width, fill]) => {
    const missing = Math.max(0, integer(width, 0) - self.length);
    const left = Math.floor(missing / 2) + (missing & integer(width, 0) & 1);
    return text(fill, " ").repeat(left) + self + text(fill, " ").repeat(missing - left);
  },
  count: (self, [part]) => self.split(text(part)).length - 1,
  encode: (self) => self,
  decode: (self) => self,
  endswith: (self, [suffix]) => affixed(self, suffix, (one, end) => one.endsWith(end)),
  expandtabs: (self) => self.replace(/\t/g, "        "),
  find: (self, [part, start]) => self.indexOf(text(part), integer(start, 0)),
  format: (self, args, kwargs) => formatPositional(self, args, kwargs),
  index: (self, [part]) => self.indexOf(text(part)),
  isalnum: (self) => /^[\p{L}\p{N}]+$/u.test(self),
  isalpha: (self) => /^\p{L}+$/u.test(self),
  isdecimal: (self) => /^\p{Nd}+$/u.test(self),
  isdigit: (self) => /^\p{Nd}+$/u.test(self),
  islower: (self) => self !== self.toUpperCase() && self === self.toLowerCase(),
  isnumeric: (self) => /^\p{N}+$/u.test(self),
  isspace: (self) => /^\s+$/.test(self),
  isupper: (self) => self !== self.toLowerCase() && self === self.toUpperCase(),
  join: (self, [items]) =>
    iterate(items ?? [])
      .map((item) => toText(item))
      .join(self),
  ljust: (self, [width, fill]) => self.padEnd(integer(width, 0), text(fill, " ")),
  lower: (self) => self.toLowerCase(),
  lstrip: (self, [characters]) => self.replace(new RegExp(`^[${trimSet(characters)}]+`), ""),
  partition: (self, [separator]) => {
    const at = self.indexOf(text(separator));
    return Tuple.make(
      at < 0 ? [self, "", ""] : [self.slice(0, at), text(separator), self.slice(at + text(separator).length)],
    );
  },
  removeprefix: (self, [prefix]) => (self.startsWith(text(prefix)) ? self.slice(text(prefix).length) : self),
  removesuffix: (self, [suffix]) =>
    text(suffix) !== "" && self.endsWith(text(suffix)) ? self.slice(0, -text(suffix).length) : self,
  replace: (self, args) => replaceText(self, args),
  rfind: (self, [part]) => self.lastIndexOf(text(part)),
  rjust: (self, [width, fill]) => self.padStart(integer(width, 0), text(fill, " ")),
  rpartition: (self, [separator]) => {
    const at = self.lastIndexOf(text(separator));
    return Tuple.make(
      at < 0 ? ["", "", self] : [self.slice(0, at), text(separator), self.slice(at + text(separator).length)],
    );
  },
  rsplit: (self, args, kwargs) => rsplit(self, args, kwargs),
  rstrip: (self, [characters]) => self.replace(new RegExp(`[${trimSet(characters)}]+$`), ""),
  split: (self, args, kwargs) => split(self, args, kwargs),
  splitlines: (self, [keep]) => {
    const lines = self.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
    return keep === true ? lines : lines.map((line) => line.replace(/[\r\n]+$/, ""));
  },
  startswith: (self, [prefix]) => affixed(self, prefix, (one, start) => one.startsWith(start)),
  strip: (self, [characters]) =>
    self.replace(new RegExp(`^[${trimSet(characters)}]+|[${trimSet(characters)}]+$`, "g"), ""),
  swapcase: (self) =>
    [...self].map((one) => (one === one.toUpperCase() ? one.toLowerCase() : one.toUpperCase())).join(""),
  title: (self) => self.toLowerCase().replace(/\p{L}+/gu, capitalize),
  upper: (self) => self.toUpperCase(),
  zfill: (self, [width]) =>
    self.replace(
      /^([-+]?)(.*)$/s,
      (_, sign: string, digits: string) => sign + digits.padStart(integer(width, 0) - sign.length, "0"),
    ),
};

/** What a method returns that is called for its effect. */
const nothing = (_effect: unknown): null => null;

const LIST: Record<string, Method<Result[]>> = {
  append: (self, [item]) => nothing(self.push(item ?? null)),
  clear: (self) => nothing(self.splice(0)),
  copy: (self) => [...self],
  count: (self, [item]) => self.filter((one) => isEqual(one, item ?? null)).length,
  extend: (self, [items]) => nothing(self.push(...iterate(items ?? []))),
  index: (self, [item]) => self.findIndex((one) => isEqual(one, item ?? null)),
  insert: (self, [at, item]) => nothing(self.splice(integer(at, 0), 0, item ?? null)),
  pop: (self, [at]) => self.splice(integer(at, self.length - 1), 1)[0] ?? null,
  remove: (self, [item]) => {
    const at = self.findIndex((one) => isEqual(one, item ?? null));
    if (at >= 0) self.splice(at, 1);
    return null;
  },
  reverse: (self) => nothing(self.reverse()),
  sort: (self) => nothing(self.sort((a, b) => compare(a, b) ?? 0)),
};

const DICT: Record<string, Method<Dict>> = {
  copy: (self) => (self instanceof Map ? new Map(self) : { ...self }),
  get: (self, [key, otherwise]) => dictGet(self, key as Value) ?? otherwise ?? null,
  items: (self) => dictEntries(self).map((pair) => Tuple.make(pair)),
  keys: (self) => dictKeys(self),
  pop: (self, [key, otherwise]) => {
    const value = dictGet(self, key as Value);
    if (self instanceof Map) self.delete(key as Value);
    else delete self[String(key)];
    return value ?? otherwise ?? null;
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
  values: (self) => dictValues(self),
};

function assign(dict: Dict, key: Value, value: Value): void {
  if (dict instanceof Map) dict.set(key, value);
  else setOwn(dict as PlainDict, String(key), value);
}

/** The items of anything that can be iterated: dicts give their keys, strings their characters. */
export function iterate(value: Result): Result[] {
  if (Array.isArray(value)) return value as Result[];
  if (typeof value === "string") return [...value];
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
  if (typeof self === "string") return find(STRING, self);
  if (Array.isArray(self)) return find(LIST, self as Result[]);
  if (self instanceof LazyDict) {
    if (name === "get") return lazyGet(self);
    // a lazy dict is made whole only for a method that needs all of it
    return Object.hasOwn(DICT, name) ? find(DICT, asDict(self)) : undefined;
  }
  if (isDict(self)) return find(DICT, self as Dict);
  return undefined;
}

function lazyGet(self: LazyDict): Callable {
  return new Callable("get", ([key, otherwise]) => self.get(String(key)) ?? otherwise ?? null);
}
