import { keyPlaceOf, notePlaces, placeOf } from "../model/source.js";
import {
  dictEntries,
  isDict,
  isUnsafe,
  markUnsafe,
  type PlainDict,
  setOwn,
  type Value,
} from "../model/value.js";

/**
 * A new dict with the entries of all of them, the later ones winning. Places,
 * `!unsafe` marks and values that are still encrypted come along.
 */
export function mergeDicts(...sources: readonly (PlainDict | undefined)[]): PlainDict {
  const origin = new Map<string, PlainDict>();
  for (const source of sources) if (source) for (const key of Object.keys(source)) origin.set(key, source);
  const merged: PlainDict = {};
  for (const [key, source] of origin) copyEntry(source, merged, key);
  const [first] = sources.filter((source) => source !== undefined);
  const self = first && placeOf(first);
  if (self)
    notePlaces(merged, {
      self,
      value: (key) => placeIn(origin, String(key), placeOf),
      key: (key) => placeIn(origin, key, keyPlaceOf),
    });
  return merged;
}

/** The same under `hash_behaviour = merge`, where dicts that stand under one key become one; `merges` says whether. */
export function combineDicts(merges: boolean, ...sources: readonly PlainDict[]): PlainDict {
  const merged = mergeDicts(...sources);
  if (!merges) return merged;
  for (const key of Object.keys(merged)) {
    const values = sources.flatMap((source) => (isPlainEntry(source, key) ? [source[key]!] : []));
    const dicts = values.slice(values.findLastIndex((value) => plainDict(value) === undefined) + 1);
    if (dicts.length > 1) setOwn(merged, key, combineDicts(true, ...dicts.map((value) => plainDict(value)!)));
  }
  return merged;
}

/** Has the dict a value there that is read without decrypting anything? */
function isPlainEntry(source: PlainDict, key: string): boolean {
  const property = Object.getOwnPropertyDescriptor(source, key);
  return property !== undefined && !property.get;
}

/** The entries of a dict that `wanted` says, with all that belongs to them. */
export function pickEntries(source: PlainDict, wanted: (key: string) => boolean): PlainDict {
  const picked: PlainDict = {};
  for (const key of Object.keys(source)) if (wanted(key)) copyEntry(source, picked, key);
  const self = placeOf(source);
  if (self)
    notePlaces(picked, {
      self,
      value: (key) => placeOf(source, key),
      key: (key) => keyPlaceOf(source, key),
    });
  return picked;
}

/** A dict whose keys are text; undefined for what is no dict. */
export function plainDict(value: Value | undefined): PlainDict | undefined {
  if (!isDict(value)) return undefined;
  if (!(value instanceof Map)) return value;
  const plain: PlainDict = {};
  const written = new Map<string, Value>();
  for (const [key, item] of dictEntries(value)) {
    setOwn(plain, String(key), item);
    written.set(String(key), key);
  }
  const self = placeOf(value);
  // places are kept by the keys as they were written, which need not be text
  const keyOf = (key: unknown) => written.get(String(key)) as string;
  if (self)
    notePlaces(plain, {
      self,
      value: (key) => placeOf(value, keyOf(key)),
      key: (key) => keyPlaceOf(value, keyOf(key)),
    });
  return plain;
}

function copyEntry(from: PlainDict, to: PlainDict, key: string): void {
  const property = Object.getOwnPropertyDescriptor(from, key)!;
  if (property.get) Object.defineProperty(to, key, property);
  else setOwn(to, key, property.value as Value);
  if (isUnsafe(from, key)) markUnsafe(to, key);
}

function placeIn(
  origin: ReadonlyMap<string, PlainDict>,
  key: string,
  look: (container: object, key: string) => ReturnType<typeof placeOf>,
): ReturnType<typeof placeOf> {
  const source = origin.get(key);
  return source && look(source, key);
}
