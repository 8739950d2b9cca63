import { type Dict, dictEntries, dictFrom, isDict, type Value } from "../../model/value.js";
import { isEqual } from "./python.js";
import type { Result } from "./values.js";

/** How `combine` puts two dicts together. */
export interface MergeStyle {
  recursive: boolean;
  /** replace, keep, append, prepend, append_rp or prepend_rp */
  lists: string;
}

function mergeLists(a: Value[], b: Value[], how: string): Value[] {
  const without = (list: Value[], other: Value[]): Value[] =>
    list.filter((one) => !other.some((item) => isEqual(one as Result, item as Result)));
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

/** The later dict's values win; keys stay where the earlier one has them. Of two equal dicts no list is appended. */
export function mergeDicts(a: Dict, b: Dict, style: MergeStyle): Dict {
  if (isEqual(a as Result, b as Result)) return dictFrom(dictEntries(b));
  const merged = new Map<Value, Value>(dictEntries(a));
  for (const [key, value] of dictEntries(b)) {
    const before = merged.get(key);
    if (style.recursive && isDict(before) && isDict(value)) merged.set(key, mergeDicts(before, value, style));
    else if (Array.isArray(before) && Array.isArray(value))
      merged.set(key, mergeLists(before, value, style.lists));
    else merged.set(key, value);
  }
  return dictFrom(merged);
}
