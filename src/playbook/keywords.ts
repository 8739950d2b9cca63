import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Keywords, Located } from "../model/play.js";
import { keyPlaceOf, notePlaces, type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { mergeDicts, plainDict } from "../yaml/dicts.js";
import { collect } from "./faults.js";
import { checkKeyword, checkVariableNames } from "./keyword_checks.js";
import { LISTS, RENAMED, TASK } from "./keyword_sets.js";

export function located(container: PlainDict, key: string, fallback: Place): Located {
  return { value: container[key] ?? null, at: placeOf(container, key) ?? fallback };
}

/** Whose keywords are read, and where their faults go. */
export interface KeywordOwner {
  at: Place;
  /** what it is called in faults: Task, Play, ... */
  what: string;
  faults: Fault[];
}

/** The keywords among the keys of a play, block, task, role or import; one that is wrong is left out. */
export function readKeywords(source: PlainDict, allowed: ReadonlySet<string>, owner: KeywordOwner): Keywords {
  const keywords: Record<string, Located> = {};
  for (const key of Object.keys(source)) {
    if (!allowed.has(key)) continue;
    const found = located(source, key, owner.at);
    const read = collect(owner.faults, () => readKeyword(key, found, owner.what, "ignore_errors" in source));
    if (read) keywords[key] = read;
  }
  return keywords as Keywords;
}

function readKeyword(key: string, found: Located, what: string, ignoresErrors: boolean): Located | undefined {
  if (key === "vars") return varsOf(found, what);
  if (found.value === null && key !== "tags") return undefined;
  checkKeyword(key, found, ignoresErrors);
  return LISTS.has(key) ? asList(found, key) : found;
}

/** `vars`: a mapping, nothing, or (older) a list of mappings. */
function varsOf({ value, at }: Located, what: string): Located {
  const dicts = (Array.isArray(value) ? value : [value ?? {}]).map(plainDict);
  if (dicts.includes(undefined))
    throw new Fault("KEYWORD_INVALID", `Vars in a ${what} must be specified as a dictionary`, {
      at,
      hint: "write `name: value` lines under `vars:`",
    });
  const vars = dicts.length === 1 ? dicts[0]! : mergeDicts(...dicts);
  checkVariableNames(vars, what);
  return { value: vars, at };
}

function asList({ value, at }: Located, key: string): Located {
  if (Array.isArray(value) && key !== "tags") return { value, at };
  const list: Value[] = key === "tags" ? tagList(value) : [value];
  const places = Array.isArray(value) ? value : undefined;
  notePlaces(list, {
    self: at,
    value: (index) => (places ? placeOf(places, Math.min(Number(index), places.length - 1)) : at),
    key: () => undefined,
  });
  return { value: list, at };
}

/** Commas part the tags of a text; in a list each stands as it is written. */
export function tagList(value: Value): Value[] {
  if (Array.isArray(value)) return value;
  return typeof value === "string" && !value.includes("{{")
    ? value.split(",").map((one) => one.trim())
    : [value];
}

/** A key that the play, block or task cannot have. */
export function unknownKeyword(
  source: PlainDict,
  key: string,
  allowed: Iterable<string>,
  what: string,
  at: Place,
): Fault {
  const misplaced = TASK.has(key) ? `\`${key}\` is a keyword of tasks` : undefined;
  return new Fault("KEYWORD_UNKNOWN", `'${key}' is not a valid attribute for a ${what}`, {
    at: keyPlaceOf(source, key) ?? at,
    hint: RENAMED[key] ?? suggest(key, allowed) ?? misplaced,
  });
}
