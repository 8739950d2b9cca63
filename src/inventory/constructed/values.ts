import { scalarText } from "../../model/args.js";
import { dictEntries, isDict, markUnsafe, type Value } from "../../model/value.js";
import { pythonLiteral } from "../python_literal.js";

/**
 * The value of an expression as a plugin gets it: a variable by itself keeps its type, whatever
 * is computed becomes text, and that a boolean, list or dict again where it looks like one.
 */
export function computed(expression: string, value: Value): Value {
  if (/^\s*(?!none\s*$)[a-z_]\w*\s*$/i.test(expression)) return value;
  if (value === null) return "";
  if (typeof value === "string") return fromText(value);
  if (typeof value === "boolean" || Array.isArray(value) || isDict(value)) return value;
  return scalarText(value) ?? "";
}

function fromText(text: string): Value {
  if (text === "True" || text === "False") return text === "True";
  if (!/^[[{]/.test(text)) return text;
  const literal = pythonLiteral(text);
  return typeof literal === "object" ? literal : text;
}

/** Python's truth. */
export function truth(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isDict(value)) return (value instanceof Map ? value.size : Object.keys(value).length) > 0;
  return Boolean(value !== null && typeof value === "object" ? value.valueOf() : value);
}

/** A text in which every `{{ expression }}` is replaced by its value; one that is nothing else keeps its type. */
export function interpolated(text: string, evaluate: (expression: string) => Value): Value {
  const whole = /^\s*\{\{((?:(?!\}\}).)*)\}\}\s*$/s.exec(text);
  if (whole) return evaluate(whole[1]!);
  return text.replace(/\{\{(.*?)\}\}/gs, (_, expression: string) => scalarText(evaluate(expression)) ?? "");
}

/** Keeps what came from outside from being taken for a template where it looks like one. */
export function markData(container: object, key: string | number, value: Value): void {
  if (looksWritten(value)) markUnsafe(container, key);
}

function looksWritten(value: Value): boolean {
  if (typeof value === "string") return /\{[{%#]/.test(value);
  if (Array.isArray(value)) return value.some(looksWritten);
  return isDict(value) && dictEntries(value).some(([name, item]) => looksWritten(name) || looksWritten(item));
}
