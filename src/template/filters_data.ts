import {
  DateValue,
  type Dict,
  dictEntries,
  dictFrom,
  dictGet,
  dictHas,
  isDict,
  type Value,
} from "../model/value.js";
import { strftime } from "./access.js";
import { dumpJson } from "./dump_json.js";
import { dumpYaml } from "./dump_yaml.js";
import type { Filter, Machine } from "./machine.js";
import { iterate } from "./methods.js";
import { OMIT } from "./omit.js";
import { asDict, compare, isEqual, isMapping, isTrue, repr, toText, typeName } from "./python.js";
import { type Kwargs, type Result, Tuple, Undefined } from "./values.js";

const fallback: Filter = (value, args, kwargs) => {
  const otherwise = args[0] ?? kwargs.default_value ?? "";
  if (value instanceof Undefined) return otherwise;
  return isTrue(args[1] ?? kwargs.boolean ?? false) && !isTrue(value) ? otherwise : value;
};

function combineTwo(a: Dict, b: Dict, recursive: boolean, lists: string): Dict {
  const merged = new Map<Value, Value>(dictEntries(a));
  for (const [key, value] of dictEntries(b)) {
    const before = merged.get(key);
    if (recursive && isDict(before) && isDict(value))
      merged.set(key, combineTwo(before, value, recursive, lists));
    else if (Array.isArray(before) && Array.isArray(value)) merged.set(key, mergeLists(before, value, lists));
    else merged.set(key, value);
  }
  return dictFrom(merged);
}

function mergeLists(a: Value[], b: Value[], how: string): Value[] {
  const without = (list: Value[], other: Value[]) =>
    list.filter((one) => !other.some((item) => isEqual(one, item)));
  switch (how) {
    case "keep":
      return a;
    case "append":
      return [...a, ...b];
    case "prepend":
      return [...b, ...a];
    case "append_rp":
      return [...without(a, b), ...b];
    case "prepend_rp":
      return [...b, ...without(a, b)];
    default:
      return b;
  }
}

const combine: Filter = (value, args, kwargs, machine) => {
  const recursive = isTrue(kwargs.recursive ?? false);
  const lists = toText(kwargs.list_merge ?? "replace");
  const flat = (one: Result): Result[] => (Array.isArray(one) ? (one as Result[]).flatMap(flat) : [one]);
  const dicts = [value, ...args].flatMap(flat).filter((one) => one !== (OMIT as unknown));
  for (const one of dicts)
    if (!isMapping(one))
      machine.fail(
        `failed to combine variables, expected dicts but got a '${typeName(one)}' and a '${typeName(value)}'`,
      );
  return dicts
    .map((one) => asDict(one as Dict))
    .reduce((a, b) => combineTwo(a, b, recursive, lists), {}) as Result;
};

const dictsort: Filter = (value, args, kwargs) => {
  const sensitive = isTrue(args[0] ?? kwargs.case_sensitive ?? false);
  const by = toText(args[1] ?? kwargs.by ?? "key") === "value" ? 1 : 0;
  const reverse = isTrue(args[2] ?? kwargs.reverse ?? false);
  const fold = (one: Result): Result => (typeof one === "string" && !sensitive ? one.toLowerCase() : one);
  const pairs = dictEntries(asDict(value as Dict));
  pairs.sort((a, b) => (compare(fold(a[by]), fold(b[by])) ?? 0) * (reverse ? -1 : 1));
  return pairs.map((pair) => Tuple.make(pair));
};

function fromJson(value: Result, machine: Machine): Result {
  try {
    return JSON.parse(toText(value)) as Result;
  } catch (error) {
    return machine.fail(`from_json: ${(error as Error).message}`);
  }
}

const items2dict: Filter = (value, args, kwargs, machine) => {
  const key = toText(args[0] ?? kwargs.key_name ?? "key");
  const name = toText(args[1] ?? kwargs.value_name ?? "value");
  const pairs = iterate(value).map((one): [Value, Value] => {
    if (!isDict(one) || !dictHas(one, key) || !dictHas(one, name))
      return machine.fail(
        `items2dict requires each dictionary in the list to contain the keys '${key}' and '${name}', got ${repr(one)} instead.`,
      );
    return [dictGet(one, key)!, dictGet(one, name)!];
  });
  return dictFrom(pairs) as Result;
};

const rekey: Filter = (value, args, kwargs, machine) => {
  const key = toText(args[0] ?? "");
  const list = isMapping(value)
    ? (dictEntries(asDict(value)).map(([, one]) => one) as Result[])
    : iterate(value);
  const found = new Map<Value, Value>();
  for (const one of list) {
    if (!isDict(one) || !dictHas(one, key)) machine.fail(`Key ${key} was not found`);
    const name = dictGet(one as Dict, key)!;
    if (found.has(name) && kwargs.duplicates !== "overwrite")
      machine.fail(`Key ${toText(name)} is not unique, cannot correctly turn into dict`);
    found.set(name, one as Value);
  }
  return dictFrom(found) as Result;
};

function parseDate(value: string, format: string, machine: Machine): DateValue {
  const order: string[] = [];
  const pattern = format.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/%([a-zA-Z])/g, (_, code: string) => {
    order.push(code);
    return code === "f"
      ? "(\\d{1,6})"
      : code === "Y"
        ? "(\\d{4})"
        : code === "z" || code === "Z"
          ? "([-+A-Za-z:\\d]+)"
          : "(\\d{1,2})";
  });
  const match = new RegExp(`^${pattern}$`).exec(value);
  if (!match) return machine.fail(`time data '${value}' does not match format '${format}'`);
  const part = (code: string, otherwise: number) =>
    order.includes(code) ? Number(match[order.indexOf(code) + 1]) : otherwise;
  const date = new Date(
    Date.UTC(part("Y", 1900), part("m", 1) - 1, part("d", 1), part("H", 0), part("M", 0), part("S", 0)),
  );
  return new DateValue(strftime("%Y-%m-%d %H:%M:%S", date, true), date);
}

const ternary: Filter = (value, [yes, no, none]) => {
  if (value === null && none !== undefined) return none;
  return isTrue(value) ? (yes ?? null) : (no ?? null);
};

function number(value: Result | undefined, otherwise: number): number {
  return value === undefined || value === null ? otherwise : Number(value);
}

function jsonStyle(kwargs: Kwargs, indent: number | undefined, sortKeys: boolean) {
  const separators = Array.isArray(kwargs.separators)
    ? (kwargs.separators.map((one) => toText(one as Result)) as [string, string])
    : undefined;
  return {
    indent: kwargs.indent === undefined || kwargs.indent === null ? indent : Number(kwargs.indent),
    sortKeys: isTrue(kwargs.sort_keys ?? sortKeys),
    ensureAscii: isTrue(kwargs.ensure_ascii ?? true),
    ...(separators ? { separators } : {}),
  };
}

export const DATA_FILTERS: Readonly<Record<string, Filter>> = {
  attr: (value, [name], _kwargs, machine) => machine.attribute(value, toText(name ?? "")),
  combine,
  d: fallback,
  default: fallback,
  dict2items: (value, args, kwargs, machine) => {
    if (!isMapping(value))
      return machine.fail(`dict2items requires a dictionary, got ${typeName(value)} instead.`);
    const key = toText(args[0] ?? kwargs.key_name ?? "key");
    const name = toText(args[1] ?? kwargs.value_name ?? "value");
    return dictEntries(asDict(value)).map(([one, item]) => ({ [key]: one, [name]: item })) as Result;
  },
  dictsort,
  from_json: (value, _args, _kwargs, machine) => fromJson(value, machine),
  from_yaml: (value, _args, _kwargs, machine) =>
    typeof value === "string" ? ((machine.frame.context.world.parseYaml(value)[0] ?? null) as Result) : value,
  from_yaml_all: (value, _args, _kwargs, machine) =>
    typeof value === "string" ? (machine.frame.context.world.parseYaml(value) as Result[]) : value,
  items: (value) =>
    value instanceof Undefined ? [] : dictEntries(asDict(value as Dict)).map((pair) => Tuple.make(pair)),
  items2dict,
  mandatory: (value, args, kwargs, machine) => {
    if (!(value instanceof Undefined)) return value;
    const message = args[0] ?? kwargs.msg;
    const name = /^'([^']+)' is undefined/.exec(value.message)?.[1];
    return machine.fail(
      message === undefined || message === null
        ? `Mandatory variable ${name ? `'${name}' ` : ""}not defined.`
        : toText(message),
    );
  },
  pprint: (value) => repr(value),
  rekey_on_member: rekey,
  ternary,
  to_datetime: (value, args, kwargs, machine) =>
    parseDate(toText(value), toText(args[0] ?? kwargs.format ?? "%Y-%m-%d %H:%M:%S"), machine),
  to_json: (value, _args, kwargs) => dumpJson(value, jsonStyle(kwargs, undefined, false)),
  to_nice_json: (value, args, kwargs) =>
    dumpJson(value, jsonStyle(args[0] === undefined ? kwargs : { indent: args[0], ...kwargs }, 4, true)),
  to_nice_yaml: (value, args, kwargs) =>
    dumpYaml(value, {
      indent: number(kwargs.indent ?? args[0], 4),
      width: number(kwargs.width, 80),
      sortKeys: isTrue(kwargs.sort_keys ?? true),
      flow: false,
    }),
  to_yaml: (value, _args, kwargs) =>
    dumpYaml(value, {
      indent: number(kwargs.indent, 2),
      width: number(kwargs.width, 80),
      sortKeys: isTrue(kwargs.sort_keys ?? true),
      flow: kwargs.default_flow_style === undefined ? true : isTrue(kwargs.default_flow_style),
    }),
  tojson: (value, args, kwargs) =>
    dumpJson(
      value,
      jsonStyle(args[0] === undefined ? kwargs : { indent: args[0], ...kwargs }, undefined, true),
    ),
  type_debug: (value) => (typeof value === "string" ? "str" : typeName(value)),
  undef: (value) => value,
  xmlattr: (value) =>
    dictEntries(asDict(value as Dict))
      .map(([key, one]) => ` ${toText(key)}="${toText(one)}"`)
      .join(""),
};
