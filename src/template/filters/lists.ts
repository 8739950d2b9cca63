import { type Dict, dictEntries, dictGet, dictHas, dictValues, isDict } from "../../model/value.js";
import { attributeGetter, attributeGetters } from "../machine/attributes.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { index, isList, isText, lacksLength } from "../values/checks.js";
import { lengthOf } from "../values/code_points.js";
import { iterate, MAX_ITEMS } from "../values/methods.js";
import {
  asDict,
  compare,
  isEqual,
  isMapping,
  isNumber,
  isTrue,
  numeric,
  repr,
  toText,
  typeName,
} from "../values/python.js";
import { Group, type Result, Tuple, Undefined } from "../values/values.js";

const length = (name: string): Filter =>
  filter(name, ({ obj }) => {
    if (isText(obj)) return lengthOf(obj);
    if (isMapping(obj!)) return dictEntries(asDict(obj)).length;
    if (Array.isArray(obj)) return obj.length;
    throw lacksLength(obj!);
  });

const first = filter("sync_do_first(_, seq)", ({ seq }, machine) => {
  const [found] = iterate(seq!);
  if (found !== undefined) return found;
  return new Undefined("No first item, sequence was empty.", machine.frame.place(machine.at));
});

const last = filter("do_last(_, seq)", ({ seq }, machine) => {
  if (!isText(seq) && !isList(seq) && !isMapping(seq!))
    throw new TypeError(`'${typeName(seq!)}' object is not reversible`);
  const found = iterate(seq).at(-1);
  if (found !== undefined) return found;
  return new Undefined("No last item, sequence was empty.", machine.frame.place(machine.at));
});

const join = filter("sync_do_join(_, value, d?, attribute?)", (given, machine) => {
  const pick = attributeGetter(machine, given.attribute);
  return iterate(given.value!)
    .map((one) => toText(machine.frame.defined(pick(one), machine.at)))
    .join(toText(given.d ?? ""));
});

/** So many characters of a text are turned round at a time: an array of all would take twenty times as much. */
const PIECE = 4096;

/** A text from its end to its start, character by character. */
function backwards(text: string): string {
  const pieces: string[] = [];
  for (let end = text.length; end > 0; ) {
    let start = Math.max(0, end - PIECE);
    // the two halves of a character stay together
    if (start > 0 && /^[\udc00-\udfff]/.test(text[start]!)) start -= 1;
    pieces.push([...text.slice(start, end)].reverse().join(""));
    end = start;
  }
  return pieces.join("");
}

const reverse = filter("do_reverse(value)", ({ value }) => {
  if (isText(value)) return backwards(value);
  if (!isList(value) && !isMapping(value!)) throw new TypeError("argument must be iterable");
  return [...iterate(value)].reverse();
});

function notTooMany(count: number): number {
  if (count <= MAX_ITEMS) return count;
  throw new RangeError(`a list of ${count} items is too long`);
}

const batch = filter("do_batch(value, linecount, fill_with?)", ({ value, linecount, fill_with: fill }) => {
  const found: Result[][] = [];
  let row: Result[] = [];
  for (const one of iterate(value!)) {
    if (isEqual(row.length, linecount!)) {
      found.push(row);
      row = [];
    }
    row.push(one);
  }
  if (row.length === 0) return found;
  if (fill !== undefined && fill !== null)
    for (const wanted = notTooMany(index(linecount!)); row.length < wanted; ) row.push(fill);
  return [...found, row];
});

const slice = filter("sync_do_slice(value, slices, fill_with?)", (given, machine) => {
  const list = iterate(given.value!);
  const count = notTooMany(index(given.slices!));
  if (count === 0) return machine.fail("integer division or modulo by zero");
  const fill = given.fill_with ?? null;
  const longer = list.length % count;
  let at = 0;
  return Array.from({ length: count }, (_, number) => {
    const part = list.slice(at, at + Math.floor(list.length / count) + (number < longer ? 1 : 0));
    at += part.length;
    return fill !== null && number >= longer ? [...part, fill] : part;
  });
});

interface Keyed {
  one: Result;
  key: Result;
}

/** sorted(): an order that Python has not is its TypeError. */
function sorted(keyed: Keyed[], isReversed: boolean): Keyed[] {
  return keyed.sort((a, b) => {
    const order = compare(a.key, b.key);
    if (order === undefined) throw notOrdered(a.key, b.key);
    return isReversed ? -order : order;
  });
}

/** The first two members that have no order, as Python compares lists. */
function notOrdered(a: Result, b: Result): TypeError {
  if (Array.isArray(a) && Array.isArray(b)) {
    const at = (a as Result[]).findIndex(
      (one, place) => place < b.length && !isEqual(one, b[place] as Result),
    );
    if (at >= 0) return notOrdered(a[at] as Result, b[at] as Result);
  }
  return new TypeError(`'<' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

const sort = filter("do_sort(_, value, reverse?, case_sensitive?, attribute?)", (given, machine) => {
  const foldCase = !isTrue(given.case_sensitive ?? false);
  const keyOf = attributeGetters(machine, given.attribute, { foldCase });
  const keyed = iterate(given.value!).map((one) => ({
    one,
    key: keyOf(one).map((part) => machine.frame.defined(part, machine.at)) as Result,
  }));
  const { reverse: reversed = false } = given;
  return sorted(keyed, index(reversed) !== 0).map(({ one }) => one);
});

const groupby = filter(
  "sync_do_groupby(_, value, attribute, default?, case_sensitive?)",
  (given, machine) => {
    const foldCase = !isTrue(given.case_sensitive ?? false);
    const options = { otherwise: given.default };
    const keyOf = attributeGetter(machine, given.attribute, { ...options, foldCase });
    const shown = attributeGetter(machine, given.attribute, options);
    const keyed = iterate(given.value!).map((one) => ({
      one,
      key: machine.frame.defined(keyOf(one), machine.at) as Result,
    }));
    const groups: { key: Result; list: Result[] }[] = [];
    for (const { one, key } of sorted(keyed, false)) {
      const group = groups.at(-1);
      if (group && isEqual(group.key, key)) group.list.push(one);
      else groups.push({ key, list: [one] });
    }
    return groups.map(({ list }) => Group.pair(shown(list[0]!), list));
  },
);

/** How many levels are left; without end where no number is given. */
function levelsOf(levels: Result | undefined): number {
  if (levels === undefined || levels === null) return Number.POSITIVE_INFINITY;
  if (isNumber(levels)) return Number(numeric(levels));
  throw new TypeError(`'>=' not supported between instances of '${typeName(levels)}' and 'int'`);
}

const isNothing = (one: Result): boolean => one === null || one === "None" || one === "null";

const flatten = filter("flatten(mylist, levels?, skip_nulls?)", (given) => {
  const skips = given.skip_nulls === undefined || isTrue(given.skip_nulls);
  const walk = (list: Result[], left: number): Result[] =>
    list.flatMap((one) => {
      if (skips && isNothing(one)) return [];
      return Array.isArray(one) && left >= 1 ? walk(one as Result[], Math.trunc(left) - 1) : [one];
    });
  return walk(iterate(given.mylist!), levelsOf(given.levels));
});

const extract = filter("extract(_, item, container, morekeys?)", (given, machine) => {
  const more = given.morekeys ?? null;
  const rest = more === null ? [] : Array.isArray(more) ? (more as Result[]) : [more];
  return [given.item!, ...rest].reduce((value, key) => machine.item(value, key), given.container!);
});

function subelementList(found: Result, path: Result[], machine: Machine): Result[] | undefined {
  let value = found;
  for (const part of path) {
    if (!isDict(value))
      return machine.fail(`the key ${toText(part)} should point to a dictionary, got '${toText(value)}'`);
    if (!dictHas(value as Dict, part as never)) return undefined;
    value = dictGet(value as Dict, part as never) as Result;
  }
  if (!Array.isArray(value) || value instanceof Tuple)
    return machine.fail(`the key ${repr(path.at(-1)!)} should point to a list, got ${repr(value)}`);
  return value as Result[];
}

/** What is missing on the way, and the dict that lacks it. */
function missingKey(one: Result, path: Result[]): string {
  let value = one;
  for (const part of path) {
    if (!dictHas(value as Dict, part as never))
      return `could not find ${repr(part)} key in iterated item ${repr(value)}`;
    value = dictGet(value as Dict, part as never) as Result;
  }
  return "";
}

const subelements = filter("subelements(obj, subelements, skip_missing?)", (given, machine) => {
  const { obj, subelements: wanted } = given;
  if (!isMapping(obj!) && !(isList(obj) && !(obj instanceof Tuple)))
    return machine.fail("obj must be a list of dicts or a nested dict");
  const list = isMapping(obj) ? (dictValues(asDict(obj)) as Result[]) : obj;
  if (!isText(wanted) && !isList(wanted)) return machine.fail("subelements must be a list or a string");
  const path = isText(wanted) ? wanted.split(".") : wanted;
  return list.flatMap((one) => {
    const found = subelementList(one, path, machine);
    if (found) return found.map((inner) => Tuple.make([one, inner]));
    return isTrue(given.skip_missing ?? false) ? [] : machine.fail(missingKey(one, path));
  });
});

export const LIST_FILTERS: Readonly<Record<string, Filter>> = {
  batch,
  count: length("len(obj)"),
  extract,
  first,
  flatten,
  groupby,
  join,
  last,
  length: length("len(obj)"),
  list: filter("sync_do_list(value)", ({ value }) => [...iterate(value!)]),
  reverse,
  slice,
  sort,
  subelements,
};
