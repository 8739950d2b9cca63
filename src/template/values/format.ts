import { DateValue, type Dict, dictGet, isDict, type Value } from "../../model/value.js";
import { timeAttribute } from "./date_attributes.js";
import { formatValue } from "./format_spec.js";
import { repr, toText, typeName } from "./python.js";
import type { Kwargs, Result } from "./values.js";

/** Python's `'{} {name}'.format(…)`. Throws TypeError and RangeError with Python's words. */
export function formatPositional(format: string, args: Result[], kwargs: Kwargs): string {
  return new Formatter(args, kwargs).written(format, 2);
}

/** A field as it stands between its braces. */
interface Field {
  name: string;
  conversion: string | undefined;
  spec: string;
}

class Formatter {
  readonly #args: Result[];
  readonly #kwargs: Kwargs;
  /** how many fields without a name there were; -1: fields have numbers */
  #next = 0;

  constructor(args: Result[], kwargs: Kwargs) {
    this.#args = args;
    this.#kwargs = kwargs;
  }

  /** `depth`: fields may stand in the specification of a field, and no deeper. */
  written(format: string, depth: number): string {
    if (depth < 1) throw new RangeError("Max string recursion exceeded");
    let text = "";
    for (let at = 0; at < format.length; ) {
      const one = format[at]!;
      if (one !== "{" && one !== "}") {
        const end = format.slice(at).search(/[{}]/);
        text += end < 0 ? format.slice(at) : format.slice(at, at + end);
        at = end < 0 ? format.length : at + end;
      } else if (format[at + 1] === one) {
        text += one;
        at += 2;
      } else {
        if (one === "}") throw new RangeError("Single '}' encountered in format string");
        const end = closing(format, at);
        text += this.#field(readField(format.slice(at + 1, end)), depth);
        at = end + 1;
      }
    }
    return text;
  }

  #field({ name, conversion, spec }: Field, depth: number): string {
    const [, head = "", path = ""] = /^([^.[]*)([\s\S]*)$/.exec(name)!;
    let value = this.#argument(head);
    for (const [part, attribute, key] of path.matchAll(/\.([^.[]*)|\[([^\]]*)\]|[\s\S]/g)) {
      if (part === "[" || attribute === "" || key === "")
        throw new RangeError(
          part === "[" ? "Missing ']' in format string" : "Empty attribute in format string",
        );
      if (attribute === undefined && key === undefined)
        throw new RangeError("Only '.' or '[' may follow ']' in format field specifier");
      value = attribute !== undefined ? attributeOf(value, attribute) : itemOf(value, key!);
    }
    return formatValue(converted(value, conversion), spec === "" ? "" : this.written(spec, depth - 1));
  }

  #argument(head: string): Result {
    if (head !== "" && !/^\d+$/.test(head)) {
      if (!Object.hasOwn(this.#kwargs, head)) throw new RangeError(repr(head));
      return this.#kwargs[head]!;
    }
    const isAutomatic = head === "";
    if (isAutomatic ? this.#next < 0 : this.#next > 0)
      throw new RangeError(
        isAutomatic
          ? "cannot switch from manual field specification to automatic field numbering"
          : "cannot switch from automatic field numbering to manual field specification",
      );
    const index = isAutomatic ? this.#next : Number(head);
    this.#next = isAutomatic ? this.#next + 1 : -1;
    const value = this.#args[index];
    if (value === undefined)
      throw new RangeError(`Replacement index ${index} out of range for positional args tuple`);
    return value;
  }
}

/** Where the field that begins at `from` ends: braces may stand within it. */
function closing(format: string, from: number): number {
  let depth = 0;
  for (let at = from; at < format.length; at++) {
    if (format[at] === "{") depth += 1;
    if (format[at] === "}") depth -= 1;
    if (depth === 0) return at;
  }
  throw new RangeError(
    from === format.length - 1
      ? "Single '{' encountered in format string"
      : "expected '}' before end of string",
  );
}

function readField(text: string): Field {
  const [, name = "", conversion, spec = ""] = /^((?:\[[^\]]*\]|[^!:[])*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(
    text,
  ) ?? ["", text];
  if (conversion !== undefined && conversion.length !== 1)
    throw new RangeError(
      conversion === "" ? "unmatched '{' in format spec" : "expected ':' after conversion specifier",
    );
  return { name, conversion, spec };
}

function converted(value: Result, conversion: string | undefined): Result {
  if (conversion === undefined) return value;
  if (conversion === "r") return repr(value);
  if (conversion === "s") return toText(value);
  if (conversion === "a") return repr(value).replace(/[^\x00-\x7f]/gu, escaped);
  throw new RangeError(`Unknown conversion specifier ${conversion}`);
}

/** As ascii() writes it. */
function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const digits = code.toString(16);
  if (code < 0x100) return `\\x${digits}`;
  return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\U${digits.padStart(8, "0")}`;
}

function attributeOf(value: Result, name: string): Result {
  const found = value instanceof DateValue ? timeAttribute(value, name) : undefined;
  if (found !== undefined) return found;
  throw new TypeError(`'${typeName(value)}' object has no attribute '${name}'`);
}

function itemOf(value: Result, text: string): Result {
  const key = /^\d+$/.test(text) ? Number(text) : text;
  if (isDict(value)) {
    const found = dictGet(value as Dict, key as Value);
    if (found === undefined) throw new RangeError(repr(key));
    return found as Result;
  }
  const items = typeof value === "string" ? [...value] : value;
  const type = typeName(value);
  if (!Array.isArray(items)) throw new TypeError(`'${type}' object is not subscriptable`);
  if (typeof key === "string")
    throw new TypeError(
      type === "str"
        ? "string indices must be integers, not 'str'"
        : `${type} indices must be integers or slices, not str`,
    );
  const found = items[key] as Result | undefined;
  if (found === undefined) throw new RangeError(`${type === "str" ? "string" : type} index out of range`);
  return found;
}
