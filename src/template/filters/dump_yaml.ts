import { DateValue, type Dict, dictEntries, Float, isDict } from "../../model/value.js";
import { LazyDict } from "../values/lazy.js";
import { asDict, compare, isMapping, repr, toText, typeName } from "../values/python.js";
import { type Result, Undefined } from "../values/values.js";
import { isPrintable, isResolved, type ScalarTraits, traitsOf } from "./yaml_scalar.js";
import { YamlWriter } from "./yaml_writer.js";

export interface YamlStyle {
  indent: number;
  width: number;
  sortKeys: boolean;
  /** nested collections on one line; undefined: those without collections inside */
  flow: boolean | undefined;
  /** `'`, `"` or `|` for every scalar */
  scalars?: string | undefined;
  /** texts of several lines as blocks; "readable": without what would forbid it (trailing blanks, tabs, odd signs) */
  blocks?: "exact" | "readable";
  explicitStart?: boolean;
  explicitEnd?: boolean;
}

type Collection = Result[] | Dict;
type Spot = "root" | "sequence" | "mapping" | "key";

/** More is no simple key: it is written after a `?`. */
const LONGEST_KEY = 128;

function isCollection(value: Result): value is Collection {
  return Array.isArray(value) || value instanceof LazyDict || isDict(value);
}

const itemsOf = (value: Collection): Result[] =>
  Array.isArray(value) ? (value as Result[]) : (dictEntries(asDict(value)) as [Result, Result][]).flat();

class Dumper {
  readonly #style: YamlStyle;
  readonly #step: number;
  readonly #out: YamlWriter;
  #flowLevel = 0;

  constructor(style: YamlStyle) {
    this.#style = style;
    this.#step = style.indent > 1 && style.indent < 10 ? style.indent : 2;
    const width = style.width >= 0 && style.width <= this.#step * 2 ? 80 : style.width;
    this.#out = new YamlWriter(width < 0 ? Number.POSITIVE_INFINITY : width);
  }

  dump(value: Result): string {
    const { explicitStart, explicitEnd } = this.#style;
    if (explicitStart) this.#out.indicator("---", { spaced: true });
    this.#node(value, "root");
    this.#out.newLine();
    if (explicitEnd) {
      this.#out.indicator("...", { spaced: true });
      this.#out.newLine();
    }
    return this.#out.text;
  }

  /** Writes below, with the indent one step deeper. */
  #deeper(how: { flow: boolean; stays?: boolean }, write: () => void): void {
    const before = this.#out.indent;
    if (before < 0) this.#out.indent = how.flow ? this.#step : 0;
    else if (!how.stays) this.#out.indent += this.#step;
    write();
    this.#out.indent = before;
  }

  #node(value: Result, spot: Spot): void {
    if (value instanceof Undefined) throw new TypeError(value.message);
    if (!isCollection(value)) return this.#deeper({ flow: true }, () => this.#scalar(value, spot));
    const items = itemsOf(value);
    const isFlow = this.#style.flow ?? (!items.some(isCollection) && !this.#style.scalars);
    const inFlow = this.#flowLevel > 0 || isFlow || items.length === 0;
    if (Array.isArray(value)) return inFlow ? this.#flowList(items) : this.#blockList(items, spot);
    return inFlow ? this.#flowDict(value) : this.#blockDict(value);
  }

  #flow(brackets: string, write: () => void): void {
    this.#out.indicator(brackets[0]!, { spaced: true, isSpace: true });
    this.#deeper({ flow: true }, () => {
      this.#flowLevel += 1;
      write();
      this.#flowLevel -= 1;
    });
    this.#out.indicator(brackets[1]!);
  }

  #next(at: number): void {
    if (at > 0) this.#out.indicator(",");
    if (this.#out.isFull) this.#out.newLine();
  }

  #flowList(items: Result[]): void {
    this.#flow("[]", () => {
      for (const [at, one] of items.entries()) {
        this.#next(at);
        this.#node(one, "sequence");
      }
    });
  }

  #flowDict(dict: Dict): void {
    this.#flow("{}", () => {
      for (const [at, [key, one]] of this.#entries(dict).entries()) {
        this.#next(at);
        const isSimple = isSimpleKey(key);
        if (!isSimple) this.#out.indicator("?", { spaced: true });
        this.#node(key, isSimple ? "key" : "mapping");
        if (isSimple) this.#out.indicator(":");
        else {
          if (this.#out.isFull) this.#out.newLine();
          this.#out.indicator(":", { spaced: true });
        }
        this.#node(one, "mapping");
      }
    });
  }

  #blockList(items: Result[], spot: Spot): void {
    this.#deeper({ flow: false, stays: spot === "mapping" && !this.#out.atIndent }, () => {
      for (const one of items) {
        this.#out.newLine();
        this.#out.indicator("-", { spaced: true, indents: true });
        this.#node(one, "sequence");
      }
    });
  }

  #blockDict(dict: Dict): void {
    this.#deeper({ flow: false }, () => {
      for (const [key, one] of this.#entries(dict)) {
        this.#out.newLine();
        const isSimple = isSimpleKey(key);
        if (!isSimple) this.#out.indicator("?", { spaced: true, indents: true });
        this.#node(key, isSimple ? "key" : "mapping");
        if (isSimple) this.#out.indicator(":");
        else {
          this.#out.newLine();
          this.#out.indicator(":", { spaced: true, indents: true });
        }
        this.#node(one, "mapping");
      }
    });
  }

  #entries(dict: Dict): [Result, Result][] {
    const entries = dictEntries(asDict(dict)) as [Result, Result][];
    if (!this.#style.sortKeys) return entries;
    if (entries.some(([key]) => compare(key, entries[0]![0]) === undefined)) return entries;
    return [...entries].sort(([a], [b]) => compare(a, b) ?? 0);
  }

  #scalar(value: Result, spot: Spot): void {
    const text = this.#style.blocks === "readable" ? readable(scalarText(value)) : scalarText(value);
    const traits = traitsOf(text);
    const mayBreak = spot !== "key";
    const style = this.#chosen(value, text, { traits, isKey: spot === "key" });
    if (style !== "" && typeof value !== "string") this.#out.indicator("!", { spaced: true });
    if (style === "'") this.#out.singleQuoted(text, mayBreak);
    else if (style === '"') this.#out.doubleQuoted(text, mayBreak);
    else if (style === "|") this.#out.literal(text, this.#step);
    else this.#out.plain(text, mayBreak);
  }

  /** The quotes of a scalar, "" for none. */
  #chosen(value: Result, text: string, { traits, isKey }: { traits: ScalarTraits; isKey: boolean }): string {
    let style = this.#style.scalars ?? "";
    if (this.#style.blocks && typeof value === "string" && BREAKS.test(text)) style = "|";
    if (isKey && traits.isMultiline) style = '"';
    if (style === "") {
      const isPlain = this.#flowLevel > 0 ? traits.plainInFlow : traits.plainInBlock;
      const isEmpty = text === "" && (this.#flowLevel > 0 || isKey);
      const isOther = typeof value === "string" && isResolved(text);
      if (!isPlain || isEmpty || isOther) style = "'";
    }
    if (style === "'" && !traits.singleQuoted) return '"';
    if (style === "|" && (!traits.block || this.#flowLevel > 0 || isKey)) return '"';
    return style;
  }
}

function isSimpleKey(key: Result): boolean {
  if (isCollection(key)) return itemsOf(key).length === 0;
  const text = scalarText(key);
  return !traitsOf(text).isMultiline && Buffer.byteLength(text) <= LONGEST_KEY;
}

/** What PyYAML's emitter takes for a break where a text is looked at before it is written. */
const BREAKS = /[\n\x85\u2028\u2029]/;

/** A text of several lines without what a block may not hold. */
function readable(text: string): string {
  if (!BREAKS.test(text)) return text;
  const untabbed = text
    .trimEnd()
    .split(/(?<=[\n\r])/)
    .map((line) =>
      line.replace(/([^\t]*)\t/g, (_, before: string) => before.padEnd((before.length >> 3) * 8 + 8)),
    )
    .join("");
  return [...untabbed]
    .filter((one) => isPrintable(one) || one === "\x85" || /[\u2028\u2029]|[\u{10000}-\u{10fffe}]/u.test(one))
    .join("")
    .replace(/ +(?=[\n\x85\u2028\u2029])/g, "");
}

function scalarText(value: Result): string {
  if (value === null) return "null";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (value instanceof DateValue) return value.text;
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float)
    return numberText(value);
  throw new TypeError(`cannot represent an object: ${isMapping(value) ? typeName(value) : toText(value)}`);
}

function numberText(value: number | bigint | Float): string {
  const text = repr(value);
  const special: Readonly<Record<string, string>> = { nan: ".nan", inf: ".inf", "-inf": "-.inf" };
  return special[text] ?? (text.includes(".") ? text : text.replace("e", ".0e"));
}

/** yaml.dump(): libyaml's lines, indents and quotes. Fault: TypeError for what YAML does not know. */
export function dumpYaml(value: Result, style: YamlStyle): string {
  return new Dumper(style).dump(value);
}
