import { dictFrom, Float, type Value } from "../model/value.js";

/** The value of a text in an INI inventory: a Python literal where it is one, else the text itself. */
export function pythonLiteral(text: string): Value {
  const reader = new Literal(text.trim());
  const value = reader.read();
  return value === undefined || !reader.atEnd ? text : value;
}

class Literal {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get atEnd(): boolean {
    this.#space();
    return this.#at >= this.#text.length;
  }

  read(): Value | undefined {
    this.#space();
    const rest = this.#text.slice(this.#at);
    const constant = /^(True|False|None)\b/.exec(rest);
    if (constant) return this.#take(constant[0], constant[0] === "None" ? null : constant[0] === "True");
    const number =
      /^[-+]?(?:0x[0-9a-fA-F]+|0o[0-7]+|\d+\.\d*(?:[eE][-+]?\d+)?|\.\d+|\d+[eE][-+]?\d+|0(?![\d])|[1-9]\d*)(?![\w.:])/.exec(
        rest,
      );
    if (number) return this.#take(number[0], numberOf(number[0]));
    const string = /^(['"])((?:[^\\]|\\.)*?)\1/.exec(rest);
    if (string)
      return this.#take(
        string[0],
        string[2]!.replace(/\\(.)/g, (_, one: string) => (one === "n" ? "\n" : one === "t" ? "\t" : one)),
      );
    if (rest.startsWith("[")) return this.#list("]");
    if (rest.startsWith("(")) return this.#list(")");
    if (rest.startsWith("{")) return this.#dict();
    return undefined;
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
      const item = this.read();
      if (item === undefined) return undefined;
      items.push(item);
      if (!this.#skip(",")) return this.#skip(close) ? items : undefined;
    }
    return items;
  }

  #dict(): Value | undefined {
    this.#at += 1;
    const entries: [Value, Value][] = [];
    while (!this.#skip("}")) {
      const key = this.read();
      if (key === undefined || !this.#skip(":")) return undefined;
      const value = this.read();
      if (value === undefined) return undefined;
      entries.push([key, value]);
      if (!this.#skip(",")) return this.#skip("}") ? dictFrom(entries) : undefined;
    }
    return dictFrom(entries);
  }
}

function numberOf(text: string): number | Float {
  const value = Number(text);
  return /^[-+]?\d*\.\d*|[eE]/.test(text) &&
    /[.eE]/.test(text) &&
    !/0x/i.test(text) &&
    Number.isInteger(value)
    ? new Float(value)
    : value;
}
