import { dictFrom, Float, type Value } from "../model/value.js";

/** The value of a text in an INI inventory: a Python literal where it is one, else the text itself. */
export function pythonLiteral(text: string): Value {
  if (!/^[-+\d.'"[({TFNbBuUrR]/.test(text)) return text;
  const reader = new Literal(text);
  const value = reader.tuple();
  return value === undefined || !reader.atEnd ? text : value;
}

const NUMBER =
  /^(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.?(?:\d(?:_?\d)*)?(?:[eE][-+]?\d+)?)(?![\w.])/;
const TEXT = /^[uUrR]?(?:'''([\s\S]*?)'''|"""([\s\S]*?)"""|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/;

class Literal {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Nothing is left but a comment. */
  get atEnd(): boolean {
    this.#space();
    return this.#at >= this.#text.length || this.#text[this.#at] === "#";
  }

  /** `1, 2` is a tuple without its parentheses. */
  tuple(): Value | undefined {
    const first = this.#value();
    if (first === undefined || !this.#skip(",")) return first;
    const items = [first];
    while (!this.atEnd) {
      const item = this.#value();
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#skip(",")) break;
    }
    return items;
  }

  #value(): Value | undefined {
    this.#space();
    const rest = this.#text.slice(this.#at);
    const constant = /^(True|False|None)(?!\w)/.exec(rest);
    if (constant) return this.#take(constant[0], constant[0] === "None" ? null : constant[0] === "True");
    switch (rest[0]) {
      case "[":
        return this.#list("]");
      case "(":
        return this.#parenthesis();
      case "{":
        return this.#dict();
      default:
        return TEXT.test(rest) ? this.#strings() : this.#number(rest);
    }
  }

  #number(rest: string): Value | undefined {
    const sign = /^[-+]\s*/.exec(rest)?.[0] ?? "";
    const found = NUMBER.exec(rest.slice(sign.length))?.[0];
    if (!found || !isNumber(found)) return undefined;
    this.#at += sign.length;
    const number = numberOf(found.replace(/_/g, ""));
    return this.#take(found, sign.startsWith("-") ? negated(number) : number);
  }

  /** Texts that stand side by side are one. */
  #strings(): string {
    let text = "";
    for (;;) {
      const rest = this.#text.slice(this.#at);
      const found = TEXT.exec(rest);
      if (!found) return text;
      const inner = found[1] ?? found[2] ?? found[3] ?? found[4] ?? "";
      text += /^[rR]/.test(rest) ? inner : unescaped(inner);
      this.#at += found[0].length;
      this.#space();
    }
  }

  #take<T extends Value>(text: string, value: T): T {
    this.#at += text.length;
    return value;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at += 1;
  }

  #skip(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #list(close: string): Value[] | undefined {
    this.#at += 1;
    const items: Value[] = [];
    while (!this.#skip(close)) {
      const item = this.#value();
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#skip(",")) return this.#skip(close) ? items : undefined;
    }
    return items;
  }

  /** `(1)` is 1; `(1,)` is a tuple. */
  #parenthesis(): Value | undefined {
    const start = this.#at;
    const items = this.#list(")");
    if (!items) return undefined;
    const inside = this.#text.slice(start + 1, this.#at - 1).trimEnd();
    return items.length === 1 && !inside.endsWith(",") ? items[0] : items;
  }

  #dict(): Value | undefined {
    this.#at += 1;
    const entries: [Value, Value][] = [];
    while (!this.#skip("}")) {
      const key = this.#value();
      if (key === undefined || !this.#skip(":")) return undefined;
      const value = this.#value();
      if (value === undefined) return undefined;
      entries.push([key, value]);
      if (!this.#skip(",")) return this.#skip("}") ? dictFrom(entries) : undefined;
    }
    return dictFrom(entries);
  }
}

/** Python has no octal numbers like 0644, and no number without a digit before its exponent. */
function isNumber(text: string): boolean {
  if (/^0[xXoObB]/.test(text)) return true;
  return /[.eE]/.test(text) ? /^[\d.]*\d/.test(text) : /^(0(_?0)*|[1-9](_?\d)*)$/.test(text);
}

function numberOf(text: string): number | bigint | Float {
  const value = Number(text);
  const isFloat = !/^0[xXoObB]/.test(text) && /[.eE]/.test(text);
  if (isFloat) return Number.isInteger(value) ? new Float(value) : value;
  return Number.isSafeInteger(value) ? value : BigInt(text);
}

function negated(number: number | bigint | Float): Value {
  return number instanceof Float ? new Float(-number.value) : -number;
}

const ESCAPES: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

function unescaped(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([\s\S]))/g,
    (all, byte: string | undefined, code: string | undefined, one: string | undefined) => {
      if (byte ?? code) return String.fromCodePoint(Number.parseInt((byte ?? code)!, 16));
      return one === "\n" ? "" : (ESCAPES[one!] ?? (/['"\\]/.test(one!) ? one! : all));
    },
  );
}
