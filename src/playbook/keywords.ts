import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import {
  BLOCK_KEYWORDS,
  type Keywords,
  type Located,
  PLAY_KEYWORDS,
  SHARED_KEYWORDS,
  TASK_KEYWORDS,
} from "../model/play.js";
import { keyPlaceOf, notePlaces, type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";

export const SHARED: ReadonlySet<string> = new Set(SHARED_KEYWORDS);
export const BLOCK: ReadonlySet<string> = new Set([...SHARED_KEYWORDS, ...BLOCK_KEYWORDS]);
export const TASK: ReadonlySet<string> = new Set([...SHARED_KEYWORDS, ...BLOCK_KEYWORDS, ...TASK_KEYWORDS]);
export const PLAY: ReadonlySet<string> = new Set([...SHARED_KEYWORDS, ...PLAY_KEYWORDS]);

/** Keywords whose value is always a list once it is read. */
const LISTS: ReadonlySet<string> = new Set([
  "changed_when",
  "failed_when",
  "until",
  "when",
  "tags",
  "notify",
  "listen",
  "environment",
]);

export function located(container: PlainDict, key: string, fallback: Place): Located {
  return { value: container[key] ?? null, at: placeOf(container, key) ?? fallback };
}

/** The keywords among the keys of a task, block, role or import. */
export function readKeywords(source: PlainDict, allowed: ReadonlySet<string>, at: Place): Keywords {
  const keywords: Record<string, Located> = {};
  for (const key of Object.keys(source)) {
    if (!allowed.has(key)) continue;
    const found = located(source, key, at);
    if (found.value === null && key !== "vars") continue;
    keywords[key] = LISTS.has(key) ? asList(found, key) : found;
  }
  const vars = keywords.vars;
  if (vars) keywords.vars = varsOf(vars);
  return keywords as Keywords;
}

function varsOf(vars: Located): Located {
  if (vars.value === null) return { value: {}, at: vars.at };
  if (Array.isArray(vars.value)) return { value: Object.assign({}, ...vars.value), at: vars.at };
  if (vars.value instanceof Map) {
    const entries = [...vars.value].map(([key, value]) => [String(key), value]);
    return { value: Object.fromEntries(entries) as PlainDict, at: vars.at };
  }
  if (typeof vars.value !== "object")
    throw new Fault("KEYWORD_INVALID", "`vars` must be a mapping of names to values", { at: vars.at });
  return vars;
}

function asList({ value, at }: Located, key: string): Located {
  if (key === "tags") return { value: tagList(value), at };
  if (Array.isArray(value)) return { value, at };
  const list: Value[] = [value];
  notePlaces(list, { self: at, value: () => at, key: () => undefined });
  return { value: list, at };
}

function tagList(value: Value): Value[] {
  return (Array.isArray(value) ? value : [value]).flatMap((tag) =>
    typeof tag === "string" && !tag.includes("{{") ? tag.split(",").map((one) => one.trim()) : [tag],
  );
}

export function unknownKeyword(
  source: PlainDict,
  key: string,
  allowed: Iterable<string>,
  what: string,
  at: Place,
): Fault {
  return new Fault("KEYWORD_UNKNOWN", `'${key}' is not a valid attribute for a ${what}`, {
    at: keyPlaceOf(source, key) ?? at,
    hint: suggest(key, allowed),
  });
}
