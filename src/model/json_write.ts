import { floatText } from "./float_text.js";
import { DateValue, dictEntries, Float, isDict } from "./value.js";

/** How JSON is laid out: as Python's json.dumps does, or without any space. */
export interface JsonLayout {
  compact?: boolean;
  /** blanks for each level */
  indent?: number;
  /** what is not ASCII is written as `\\uXXXX` */
  ascii?: boolean;
}

/**
 * JSON text of values: whole numbers of any size, floats as floats, dates as
 * ISO texts, keys as texts. What is no value of the language is left out as
 * JSON.stringify does.
 */
export function writeJson(value: unknown, layout: JsonLayout = {}): string {
  return new JsonWriter(layout).write(value, "") ?? "null";
}

class JsonWriter {
  readonly #comma: string;
  readonly #colon: string;
  readonly #indent: string;
  readonly #ascii: boolean;

  constructor({ compact, indent, ascii }: JsonLayout) {
    this.#comma = compact || indent !== undefined ? "," : ", ";
    this.#colon = compact ? ":" : ": ";
    this.#indent = " ".repeat(indent ?? 0);
    this.#ascii = ascii === true;
  }

  write(value: unknown, margin: string): string | undefined {
    if (value === null || typeof value === "boolean" || typeof value === "bigint") return String(value);
    if (typeof value === "number") return Number.isInteger(value) ? wholeText(value) : jsonFloat(value);
    if (typeof value === "string") return this.#text(value);
    if (typeof value !== "object") return undefined;
    if (value instanceof Float) return jsonFloat(value.value);
    if (value instanceof DateValue) return this.#text(value.text.replace(" ", "T"));
    if (Array.isArray(value)) return this.#list(value, margin);
    if (isDict(value)) return this.#dict(dictEntries(value), margin);
    const { toJSON } = value as { toJSON?: unknown };
    return typeof toJSON === "function"
      ? this.write(toJSON.call(value) as unknown, margin)
      : this.#dict(Object.entries(value), margin);
  }

  #list(items: readonly unknown[], margin: string): string {
    const inner = margin + this.#indent;
    return this.#enclosed(
      "[]",
      items.map((item) => this.write(item, inner) ?? "null"),
      margin,
    );
  }

  #dict(entries: readonly (readonly [unknown, unknown])[], margin: string): string {
    const inner = margin + this.#indent;
    const parts = entries.flatMap(([key, item]) => {
      const written = this.write(item, inner);
      return written === undefined ? [] : [`${this.#text(keyText(key))}${this.#colon}${written}`];
    });
    return this.#enclosed("{}", parts, margin);
  }

  #enclosed(brackets: string, parts: readonly string[], margin: string): string {
    const [open, close] = brackets as unknown as [string, string];
    if (this.#indent === "" || parts.length === 0) return open + parts.join(this.#comma) + close;
    const inner = `\n${margin}${this.#indent}`;
    return `${open}${inner}${parts.join(`${this.#comma}${inner}`)}\n${margin}${close}`;
  }

  #text(text: string): string {
    const quoted = JSON.stringify(text);
    if (!this.#ascii) return quoted;
    return quoted.replace(
      /[\u007f-\uffff]/g,
      (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }
}

const wholeText = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : String(BigInt(value));

/** A float as json.dumps writes it. */
export function jsonFloat(value: number): string {
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}

function keyText(key: unknown): string {
  if (typeof key === "string") return key;
  if (key instanceof Float) return floatText(key.value);
  return typeof key === "number" && !Number.isInteger(key) ? floatText(key) : String(key);
}
