import { isDeepStrictEqual } from "node:util";
import { type PlainDict, toPlain, type Value } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { pythonText } from "./argument_types.js";

type Check = (said: Value, values: PlainDict) => string | undefined;

const textsOf = (value: Value | undefined): string[] => [value ?? []].flat().map(String);
const listsOf = (value: Value): Value[] => (Array.isArray(value) ? value : []);
const isGiven = (values: PlainDict, name: string): boolean => name in values;
/** a value that is none counts as missing here */
const isThere = (values: PlainDict, name: string): boolean => (values[name] ?? null) !== null;

/** How options bear on each other: the first that is not kept is told of each kind. */
const CHECKS: Readonly<Record<string, Check>> = {
  mutually_exclusive: (said, values) => {
    const broken = listsOf(said)
      .map(textsOf)
      .filter((names) => names.filter((name) => isGiven(values, name)).length > 1);
    const shown = broken.map((names) => names.join("|")).join(", ");
    return broken.length > 0 ? `parameters are mutually exclusive: ${shown}` : undefined;
  },
  required_together: (said, values) => {
    const broken = listsOf(said)
      .map(textsOf)
      .find((names) => new Set(names.map((name) => isGiven(values, name))).size > 1);
    return broken && `parameters are required together: ${broken.join(", ")}`;
  },
  required_one_of: (said, values) => {
    const broken = listsOf(said)
      .map(textsOf)
      .find((names) => !names.some((name) => isGiven(values, name)));
    return broken && `one of the following is required: ${broken.join(", ")}`;
  },
  required_if: (said, values) => {
    for (const one of listsOf(said)) {
      const [key, wanted = null, names, any = false] = listsOf(one);
      const name = String(key);
      if (!isGiven(values, name) || !isDeepStrictEqual(toPlain(values[name]), toPlain(wanted))) continue;
      const missing = textsOf(names).filter((needed) => !isGiven(values, needed));
      if (missing.length === 0 || (any === true && missing.length < textsOf(names).length)) continue;
      const how = any === true ? "any" : "all";
      return `${name} is ${pythonText(wanted)} but ${how} of the following are missing: ${missing.join(", ")}`;
    }
    return undefined;
  },
  required_by: (said, values) => {
    for (const [name, needed] of Object.entries(plainDict(said) ?? {})) {
      const missing = isThere(values, name) ? textsOf(needed).filter((one) => !isThere(values, one)) : [];
      if (missing.length > 0) return `missing parameter(s) required by '${name}': ${missing.join(", ")}`;
    }
    return undefined;
  },
};

const SECOND = ["required_together", "required_one_of", "required_if", "required_by"];

/** What the relations of an option's inner options say; those of exclusion come first, before defaults are taken. */
export function relationErrors(option: PlainDict, values: PlainDict, when: "first" | "second"): string[] {
  const names = when === "first" ? ["mutually_exclusive"] : SECOND;
  return names.flatMap((name) => {
    const said = option[name];
    const error = said === undefined || said === null ? undefined : CHECKS[name]!(said, values);
    return error === undefined ? [] : [error];
  });
}
