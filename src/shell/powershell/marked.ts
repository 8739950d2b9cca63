import { writeJson } from "../../model/json_write.js";
import { dictEntries, isDict, type Value } from "../../model/value.js";

/** A value as JSON that `ConvertFrom-Sent (ConvertFrom-Json …)` reads back: texts have a sign before them. */
export const markedJson = (value: Value): string => writeJson(marked(value), { compact: true });

function marked(value: Value): Value {
  if (typeof value === "string") return `=${value}`;
  if (Array.isArray(value)) return value.map(marked);
  if (!isDict(value)) return value;
  return Object.fromEntries(dictEntries(value).map(([key, one]) => [`=${String(key)}`, marked(one)]));
}
