import { Fault } from "../../model/errors.js";
import {
  dictEntries,
  dictFrom,
  dictGet,
  dictHas,
  dictValues,
  isDict,
  type Value,
} from "../../model/value.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { classOf, hashable, isList, lacksAttribute } from "../values/checks.js";
import { type MergeStyle, mergeDicts } from "../values/merge.js";
import { OMIT } from "../values/omit.js";
import { pretty } from "../values/pprint.js";
import { asDict, compare, isMapping, isTrue, repr, toText, typeName } from "../values/python.js";
import { type Result, Tuple, Undefined } from "../values/values.js";
import { dumpJson } from "./dump_json.js";

const fallback = filter("do_default(value, default_value?, boolean?)", (given) => {
  const { value, default_value: otherwise = "", boolean = false } = given;
  if (value instanceof Undefined || value === (OMIT as Result))
    return value === (OMIT as Result) ? value : otherwise;
  return isTrue(boolean) && !isTrue(value!) ? otherwise : value!;
});

const mandatory = filter("mandatory(a, msg?)", ({ a, msg = null }, machine) => {
  if (!(a instanceof Undefined)) return a!;
  const name = /^'([^']+)' is undefined|has no attribute '([^']+)'$/.exec(a.message);
  const shown = name ? `'${name[1] ?? name[2]}' ` : "";
  return machine.fail(msg === null ? `Mandatory variable ${shown} not defined.` : toText(msg));
});

const ternary = filter("ternary(value, true_val, false_val, none_val?)", (given, machine) => {
  const value = machine.frame.defined(given.value!, machine.at);
  if (value === null && given.none_val !== undefined && given.none_val !== null) return given.none_val;
  return isTrue(value) ? given.true_val! : given.false_val!;
});

const LIST_MERGES = ["replace", "keep", "append", "prepend", "append_rp", "prepend_rp"];

/** The value, or the fault of the first undefined one within. */
function definedDeep(value: Result, machine: Machine): Result {
  if (Array.isArray(value)) for (const one of value as Result[]) definedDeep(one, machine);
  else if (isDict(value)) for (const one of dictValues(value)) definedDeep(one as Result, machine);
  return machine.frame.defined(value, machine.at);
}

/** Lists in arguments count as their members; what is nothing does not count. */
function dictsOf(values: Result[], machine: Machine): Result[] {
  const flat = values.flatMap((one) => (Array.isArray(one) ? (one as Result[]) : [one]));
  return flat
    .map((one) => definedDeep(one, machine))
    .filter((one) => one !== null && one !== "None" && one !== "null" && one !== (OMIT as Result));
}

function notDicts(a: Result, b: Result): string {
  return `failed to combine variables, expected dicts but got a '${typeName(a)}' and a '${typeName(b)}': \n${dumpJson(a)}\n${dumpJson(b)}`;
}

const combine: Filter = (value, args, kwargs, machine) => {
  const { recursive = false, list_merge: lists = "replace", ...others } = kwargs;
  if (Object.keys(others).length > 0)
    return machine.fail("'recursive' and 'list_merge' are the only valid keyword arguments");
  const dicts = dictsOf([value, ...args], machine);
  if (dicts.length === 0) return {} as Result;
  if (dicts.length > 1 && !LIST_MERGES.includes(toText(lists)))
    return machine.fail(
      "merge_hash: 'list_merge' argument can only be equal to 'replace', 'keep', 'append', 'prepend', 'append_rp' or 'prepend_rp'",
    );
  const style: MergeStyle = { recursive: isTrue(recursive), lists: toText(lists) };
  return dicts.reduceRight((later, earlier) => {
    if (!isMapping(earlier) || !isMapping(later)) return machine.fail(notDicts(earlier, later));
    return mergeDicts(asDict(earlier), asDict(later), style) as Result;
  });
};

const dict2items = filter(
  "dict_to_list_of_dict_key_value_elements(mydict, key_name?, value_name?)",
  ({ mydict, key_name: key = "key", value_name: name = "value" }, machine) => {
    if (!isMapping(mydict!)) {
      const message = `dict2items requires a dictionary, got ${classOf(mydict!)} instead.`;
      if (mydict instanceof Undefined) throw new Fault("UNDEFINED", message, { at: mydict.at });
      return machine.fail(message);
    }
    return dictEntries(asDict(mydict)).map(
      ([one, item]) =>
        dictFrom([
          [key as Value, one],
          [name as Value, item],
        ]) as Result,
    );
  },
);

const items2dict = filter(
  "list_of_dict_key_value_elements_to_dict(mylist, key_name?, value_name?)",
  ({ mylist, key_name: key = "key", value_name: name = "value" }, machine) => {
    if (!isList(mylist)) return machine.fail(`items2dict requires a list, got ${classOf(mylist!)} instead.`);
    const noDicts = (): never =>
      machine.fail(`items2dict requires a list of dictionaries, got ${repr(mylist)} instead.`);
    const pairs = mylist.map((one): [Value, Value] => {
      if (!isMapping(one)) return noDicts();
      const dict = asDict(one);
      if (!dictHas(dict, key as Value) || !dictHas(dict, name as Value))
        return machine.fail(
          `items2dict requires each dictionary in the list to contain the keys '${toText(key)}' and '${toText(name)}', got ${repr(mylist)} instead.`,
        );
      const found = dictGet(dict, key as Value)!;
      return Array.isArray(found) || isDict(found) ? noDicts() : [found, dictGet(dict, name as Value)!];
    });
    return dictFrom(pairs) as Result;
  },
);

const dictsort = filter("do_dictsort(value, case_sensitive?, by?, reverse?)", (given, machine) => {
  const { value, by = "key" } = given;
  if (by !== "key" && by !== "value") return machine.fail('You can only sort by either "key" or "value"');
  if (!isMapping(value!)) throw lacksAttribute(value!, "items");
  const isSensitive = isTrue(given.case_sensitive ?? false);
  const fold = (one: Result): Result => (typeof one === "string" && !isSensitive ? one.toLowerCase() : one);
  const at = by === "value" ? 1 : 0;
  const pairs = dictEntries(asDict(value)) as [Result, Result][];
  pairs.sort((a, b) => {
    const order = compare(fold(a[at]), fold(b[at]));
    if (order === undefined)
      throw new TypeError(
        `'<' not supported between instances of '${typeName(a[at])}' and '${typeName(b[at])}'`,
      );
    return isTrue(given.reverse ?? false) ? -order : order;
  });
  return pairs.map((pair) => Tuple.make(pair));
});

const items = filter("do_items(value)", ({ value }) => {
  if (value instanceof Undefined) return [];
  if (!isMapping(value!)) throw new TypeError("Can only get item pairs from a mapping.");
  return dictEntries(asDict(value)).map((pair) => Tuple.make(pair));
});

const rekey = filter("rekey_on_member(data, key, duplicates?)", (given, machine) => {
  const { data, key, duplicates = "error" } = given;
  if (duplicates !== "error" && duplicates !== "overwrite")
    return machine.fail(`duplicates parameter to rekey_on_member has unknown value: ${toText(duplicates)}`);
  if (!isMapping(data!) && !isList(data)) return machine.fail("Type is not a valid list, set, or dict");
  const list = isMapping(data) ? (dictValues(asDict(data)) as Result[]) : data;
  const found = new Map<Value, Value>();
  for (const one of list) {
    if (!isMapping(one)) return machine.fail("List item is not a valid dict");
    hashable(key!);
    const name = dictGet(asDict(one), key as Value);
    if (name === undefined) return machine.fail(`Key ${toText(key!)} was not found`);
    hashable(name as Result);
    if (found.has(name) && duplicates === "error")
      return machine.fail(`Key ${toText(name as Result)} is not unique, cannot correctly turn into dict`);
    found.set(name, one as Value);
  }
  return dictFrom(found) as Result;
});

/** The dict's own answer to `attr`: never one of its keys. */
const attr = filter("do_attr(_, obj, name)", ({ obj, name }, machine) =>
  isMapping(obj!)
    ? machine.frame.undefinedMember(obj, toText(name!), machine.at)
    : machine.attribute(obj!, toText(name!)),
);

export const DATA_FILTERS: Readonly<Record<string, Filter>> = {
  attr,
  combine,
  d: fallback,
  default: fallback,
  dict2items,
  dictsort,
  items,
  items2dict,
  mandatory,
  pprint: filter("do_pprint(value)", ({ value }) => pretty(value!)),
  rekey_on_member: rekey,
  ternary,
  type_debug: filter("FilterModule.filters.<locals>.<lambda>(o)", ({ o }) =>
    typeName(o!).replace(/^.*\./, ""),
  ),
};
