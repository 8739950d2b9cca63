import {
  type Args,
  convertArgs,
  type Field,
  type Fields,
  fieldNames,
  flag,
  list,
  map,
  options,
  text,
} from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import { inheritPlaces, keyPlaceOf, type Place, placeOf } from "../../model/source.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import { plainDict } from "../../yaml/dicts.js";

/** An entry of `keyed_groups`. */
export const KEYED_GROUP_FIELDS = {
  key: text({
    about: "expression: text, a list of texts, or a dict make one group, several, or one for each key",
    required: true,
  }),
  prefix: text({ about: "before the value in the group's name", default: "" }),
  separator: text({ about: "between prefix and value, and between key and value of a dict", default: "_" }),
  parent_group: text({ about: "a group that the new groups are put in; may hold templates" }),
  default_value: text({ about: "instead of a value that is an empty text" }),
  trailing_separator: flag({ about: "`false`: no separator after the key of a dict whose value is empty" }),
} as const;

/** The options that every plugin with constructed variables and groups has. */
export const CONSTRUCTED_FIELDS = {
  compose: map({ about: "variables by name, each an expression over the host's variables", default: {} }),
  groups: map({
    about: "groups by name, each a condition: hosts for which it is true are in it",
    default: {},
  }),
  keyed_groups: list(options(KEYED_GROUP_FIELDS, { about: "a source of groups" }), {
    about: "groups named by values of variables",
    default: [],
  }),
  leading_separator: flag({
    about: "`false`: no separator at the start of a group's name without prefix",
    default: true,
  }),
  strict: flag({ about: "an expression that fails is a fault; otherwise it is passed over", default: false }),
  use_extra_vars: flag({ about: "expressions see the variables of `-e` too", default: false }),
} as const;

export type KeyedGroup = Args<typeof KEYED_GROUP_FIELDS>;
export type ConstructedOptions = Args<typeof CONSTRUCTED_FIELDS>;

/**
 * The values of a plugin's configuration file. `what` names it in messages.
 * Fault: INVENTORY_INVALID at the key or value, with the nearest name for one that is unknown.
 */
export function readFields<F extends Fields>(
  fields: F,
  given: PlainDict,
  what: string,
  start: Place,
): Args<F> {
  checkNested(fields, given, start);
  const { args, problems } = convertArgs(fields, given);
  const [first] = problems;
  if (first?.kind === "unknown")
    throw new Fault("INVENTORY_INVALID", `${what} has no key \`${first.name}\``, {
      at: keyPlaceOf(given, first.name) ?? start,
      hint:
        suggest(first.name, fieldNames(fields).keys()) ?? `its keys are ${Object.keys(fields).join(", ")}`,
    });
  if (first)
    throw new Fault("INVENTORY_INVALID", `\`${first.name}\` of ${what} ${first.problem}`, {
      at: (first.kind === "missing" ? placeOf(given) : placeOf(given, first.name)) ?? start,
      hint: first.kind === "missing" ? fields[first.name]?.about : undefined,
    });
  keepPlaces(fields, given, args);
  return args;
}

function keepPlaces(fields: Fields, given: PlainDict, args: object): void {
  const names = fieldNames(fields);
  for (const [name, value] of Object.entries(given)) {
    const made = (args as Record<string, unknown>)[names.get(name)!];
    if (typeof value === "object" && value !== null && typeof made === "object" && made !== null)
      inheritPlaces(made, value);
  }
}

/** Lists of dicts are read item by item first, so that a fault in one has the place of its own line. */
function checkNested(fields: Fields, given: PlainDict, start: Place): void {
  const names = fieldNames(fields);
  for (const [name, value] of Object.entries(given)) {
    const inner = innerFields(fields[names.get(name) ?? ""]);
    if (inner && Array.isArray(value)) readItems(inner, value, name, start);
  }
}

function innerFields(field: Field | undefined): Fields | undefined {
  const item = field?.kind === "list" ? (field.inner as Field | undefined) : undefined;
  return item?.kind === "options" ? (item.inner as Fields) : undefined;
}

function readItems(fields: Fields, items: readonly Value[], name: string, start: Place): void {
  for (const [index, item] of items.entries()) {
    const at = placeOf(items, index) ?? start;
    const dict = isDict(item) ? plainDict(item) : undefined;
    if (!dict)
      throw new Fault("INVENTORY_INVALID", `item ${index + 1} of \`${name}\` must be a mapping`, {
        at,
        hint: `its keys are ${Object.keys(fields).join(", ")}`,
      });
    readFields(fields, dict, `\`${name}\``, at);
  }
}

/** Rules between keys of `keyed_groups` that a field by itself cannot say. Fault: INVENTORY_INVALID. */
export function checkConstructed(given: PlainDict, start: Place): void {
  const items = Array.isArray(given.keyed_groups) ? given.keyed_groups : [];
  for (const [index, item] of items.entries()) {
    const entry = item as PlainDict;
    if (entry.default_value === undefined || entry.trailing_separator === undefined) continue;
    throw new Fault("INVENTORY_INVALID", "`default_value` and `trailing_separator` exclude each other", {
      at: keyPlaceOf(entry, "trailing_separator") ?? placeOf(items, index) ?? start,
      hint: "with `default_value` the value is never empty: leave `trailing_separator` out",
    });
  }
}
