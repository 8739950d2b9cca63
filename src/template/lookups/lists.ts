import { randomInt } from "node:crypto";
import { raw, toBoolean } from "../../model/args.js";
import { type Dict, dictEntries, dictFrom, dictGet, dictHas, isDict, type Value } from "../../model/value.js";
import { productOf, zipLongest } from "../filters/sets.js";
import type { Machine } from "../machine/machine.js";
import { iterate } from "../values/methods.js";
import { asDict, isMapping, toText } from "../values/python.js";
import { type Result, Tuple } from "../values/values.js";
import { fails, type Lookup, lookup } from "./plugin.js";
import { sequence } from "./sequence.js";

/** Lookups that only rearrange what they are given. */

/** Lists among the terms become their members; one level only. */
export const flatOnce = (terms: Result[]): Result[] =>
  terms.flatMap((one) => (Array.isArray(one) ? (one as Result[]) : [one]));

/** A term that is to be a list: a text or other single value counts as a list of one. */
const listed = (term: Result): Result[] => (Array.isArray(term) || isMapping(term) ? iterate(term) : [term]);

const dict = lookup({}, (terms) =>
  terms.flatMap((one) => {
    if (!isMapping(one)) return fails("with_dict expects a dict");
    return dictEntries(asDict(one)).map(([key, value]) => ({ key, value }) as Result);
  }),
);

const nested = lookup({}, (terms) => {
  if (terms.length === 0) return fails("with_nested requires at least one element in the nested list");
  // each step puts lists together, so that what was a list in a list becomes its members
  const [first = [], ...others] = terms.map(listed);
  return others
    .reduce(
      (found, list) => found.flatMap((one) => list.map((other) => flatOnce([one, other]) as Result)),
      first,
    )
    .map((one) => flatOnce(iterate(one)));
});

const together = lookup({}, (terms) => {
  if (terms.length === 0) return fails("with_together requires at least one element in each list");
  return zipLongest(terms.map(listed), null).map(flatOnce);
});

const randomChoice = lookup({}, (terms) => (terms.length === 0 ? [] : [terms[randomInt(terms.length)]!]));

interface Path {
  keys: string[];
  skipMissing: boolean;
}

/** The list below an item, and the item without it; undefined where a key may be missing and is. */
function taken(item: Dict, { keys, skipMissing }: Path): { list: Result[]; rest: Dict } | undefined {
  const [key = "", ...deeper] = keys;
  if (!dictHas(item, key))
    return skipMissing
      ? undefined
      : fails(`could not find '${key}' key in iterated item '${toText(item as Result)}'`);
  const value = dictGet(item, key) as Result;
  const others = dictEntries(item).filter(([name]) => name !== key);
  if (deeper.length === 0) {
    if (!Array.isArray(value)) return fails(`the key ${key} should point to a list, got '${toText(value)}'`);
    return { list: value as Result[], rest: dictFrom(others) };
  }
  if (!isDict(value))
    return skipMissing
      ? undefined
      : fails(`the key ${key} should point to a dictionary, got '${toText(value)}'`);
  const found = taken(value as Dict, { keys: deeper, skipMissing });
  const rest = dictEntries(item).map(([name, one]): [Value, Value] => [
    name,
    name === key && found ? found.rest : one,
  ]);
  return found && { list: found.list, rest: dictFrom(rest) };
}

const isSkipped = (value: Dict): boolean => {
  const skipped = dictGet(value, "skipped");
  return skipped !== undefined && skipped !== false;
};

/** An option may say it too: `lookup('subelements', list, 'key', skip_missing=true)`. */
const subelements = lookup(
  { skip_missing: raw({ about: "items without the key are left out" }) },
  (terms, options) => {
    const expects = "subelements lookup expects a list of two or three items, ";
    if (terms.length < 2 || terms.length > 3) return fails(expects);
    const [given = null, path = null, flags = {} as Result] = terms;
    const first = isMapping(given) ? given : listed(given);
    if (typeof path !== "string")
      return fails(`${expects}first a dict or a list, second a string pointing to the subkey`);
    if (!isMapping(flags))
      return fails(`${expects}the optional third item must be a dict with flags ('skip_missing',)`);
    if (isMapping(first) && isSkipped(asDict(first))) return [];
    const asked = dictGet(asDict(flags), "skip_missing") ?? options.skip_missing ?? false;
    const skipMissing = toBoolean(asked as Value) === true;
    const items = isMapping(first) ? dictEntries(asDict(first)).map(([, one]) => one as Result) : first;
    return items.flatMap((item) => {
      if (!isMapping(item)) return fails(`subelements lookup expects a dictionary, got '${toText(item)}'`);
      if (isSkipped(asDict(item))) return [];
      const found = taken(asDict(item), { keys: path.split("."), skipMissing });
      return found ? found.list.map((one) => Tuple.make([found.rest as Result, one])) : [];
    });
  },
);

function flattened(terms: Result[], machine: Machine): Result[] {
  return iterate(machine.filter("flatten", terms, [], {}));
}

export const LIST_LOOKUPS: Readonly<Record<string, Lookup>> = {
  cartesian: lookup({}, (terms) => productOf(terms.map(listed))),
  dict,
  flattened: lookup({}, (terms, _options, machine) => flattened(terms, machine)),
  indexed_items: lookup({}, (terms) => flatOnce(terms).map((one, index) => Tuple.make([index, one]))),
  items: lookup({}, flatOnce),
  list: lookup({}, (terms) => terms),
  nested,
  random_choice: randomChoice,
  sequence,
  subelements,
  together,
};

/** `with_NAME` of something that is no list: what each of them says. */
export function refuseLoop(name: string, terms: Result): void {
  if (Array.isArray(terms) || typeof terms === "string" || !isMapping(terms)) return;
  if (name === "list") fails("with_list expects a list");
  if (name === "indexed_items") fails("with_indexed_items expects a list");
}
