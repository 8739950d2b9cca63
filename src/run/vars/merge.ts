import { dictEntries, dictFrom, dictGet, isDict, type Value } from "../../model/value.js";

/** Two values under `hash_behaviour = merge`: dicts become one, key by key and all the way down; else the first holds. */
export function mergedOver(strong: Value, weak: Value): Value {
  if (!isDict(strong) || !isDict(weak)) return strong;
  const entries = new Map<Value, Value>(dictEntries(weak));
  for (const [key, value] of dictEntries(strong)) {
    const below = dictGet(weak, key);
    entries.set(key, below === undefined ? value : mergedOver(value, below));
  }
  return dictFrom([...entries]);
}
