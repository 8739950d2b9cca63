import { DateValue, dictEntries, Float, isDict, type Value } from "../../model/value.js";
import { LazyDict } from "../values/lazy.js";
import { parseLiteral } from "../values/literal.js";
import { Omit } from "../values/omit.js";
import { isMapping, materialise, toText } from "../values/python.js";
import { type Result, Tuple, View } from "../values/values.js";

/**
 * What becomes of the pieces that a template puts out: text that is read again
 * where it looks like a list, dict or boolean (Ansible's default), plain text
 * (template files), or the value itself (`jinja2_native`).
 */
export type Mode = "text-or-container" | "text" | "native";

/** A piece of output; `kept` is the text of a filter such as `to_json`, which stays text. */
export interface Piece {
  value: Result;
  kept?: boolean;
}

/** What is put out: only inside of something else does a view show its name. */
export const unrolled = (value: Result): Result => (value instanceof View ? [...value] : value);

/**
 * Puts out a piece. What is joined with others is printed at once, so that a list shows what it held when it was put
 * out, whatever is done to it later; only of a piece that may stay alone the value itself is kept.
 */
export function putOut(out: Piece[], piece: Piece, mode: Mode): void {
  piece.value = unrolled(piece.value);
  out.push(piece);
  const settled = mode === "text" || out.length > 2 ? [piece] : out.length === 2 ? out : [];
  for (const one of settled)
    if (Array.isArray(one.value) || isMapping(one.value)) one.value = toText(one.value);
}

export function concat(pieces: readonly Piece[], mode: Mode): Result {
  if (mode === "text") return joined(pieces);
  const only = pieces.length === 1 ? pieces[0]! : undefined;
  if (mode === "native") return native(pieces, only);
  if (!only) return fromText(joined(pieces));
  if (typeof only.value === "string") return only.kept ? only.value : fromText(only.value);
  if (typeof only.value === "boolean") return only.value;
  if (only.value instanceof Omit) return only.value;
  if ((Array.isArray(only.value) && !(only.value instanceof Tuple)) || isMapping(only.value)) {
    const container = only.value instanceof LazyDict ? materialise(only.value) : (only.value as Value);
    if (isLiteral(container)) return container;
  }
  return toText(only.value);
}

function native(pieces: readonly Piece[], only: Piece | undefined): Result {
  if (pieces.length === 0) return null;
  if (only && (typeof only.value !== "string" || only.kept)) return only.value;
  const text = joined(pieces);
  const value = parseLiteral(text);
  if (value === undefined) return text;
  return typeof value === "string" ? text[0] + value + text[0] : value;
}

const joined = (pieces: readonly Piece[]): string =>
  pieces.length === 1 ? toText(pieces[0]!.value) : pieces.map(({ value }) => toText(value)).join("");

/** A text that is a list, dict or boolean in Python's or JSON's words is read as such. */
export function fromText(text: string): Value {
  if (text === "True") return true;
  if (text === "False") return false;
  if (!text.startsWith("[") && !text.startsWith("{")) return text;
  return parseLiteral(text, { json: true }) ?? text;
}

/** Would Python read the printed container as what it was? */
function isLiteral(value: Value): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (value === null || typeof value !== "object" || value instanceof Omit) return true;
  if (value instanceof Float) return Number.isFinite(value.value);
  if (value instanceof DateValue || (value as unknown) instanceof View) return false;
  if (Array.isArray(value)) return value.every(isLiteral);
  return isDict(value) && dictEntries(value).every(([key, item]) => isLiteral(key) && isLiteral(item));
}
