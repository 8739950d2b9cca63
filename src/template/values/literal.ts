import { dictFrom, Float, type Value } from "../../model/value.js";
import { unescapePython } from "./escapes.js";
import { makeFloat } from "./python.js";
import { Tuple } from "./values.js";

/** Python's tokenizer stops at this depth of brackets. */
const MAX_DEPTH = 200;

export interface LiteralOptions {
  /** `true`, `false` and `null` are read too */
  json?: boolean;
}

/** ast.literal_eval: the value of a text that is a Python literal; undefined where it is none. */
export function parseLiteral(text: string, options: LiteralOptions = {}): Value | undefined {
  try {
    return new LiteralReader(text, options.json === true).whole();
  } catch (error) {
    if (error instanceof NotLiteral) return undefined;
    throw error;
  }
}

class NotLiteral extends Error {}

const NUMBER =
  /0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:\d(?:_?\d)*)?\.\d(?:_?\d)*(?:[eE][-+]?\d(?:_?\d)*)?|\d(?:_?\d)*\.?(?:[eE][-+]?\d(?:_?\d)*)?/y;
const NAME = /[A-Za-z_]\w*/y;
const STRING =
  /([uUrR]?)('''(?:[^\\]|\\[\s\S])*?'''|"""(?:[^\\]|\\[\s\S])*?"""|'[^'\\\n]*(?:\\[\s\S][^'\\\n]*)*'|"[^"\\\n]*(?:\\[\s\S][^"\\\n]*)*")/y;
const SPACE = /(?:[ \t\f]|\\\r?\n)*/y;
const SPACE_IN_BRACKETS = /(?:\s|\\\r?\n|#[^\n]*)*/y;
const SPACE_AT_END = /(?:\s|#[^\n]*)*/y;

const EMPTY_LINES = /(?:[ \t\f]*(?:#[^\n]*)?\r?\n)*/y;

class LiteralReader {
  readonly #text: string;
  readonly #names: ReadonlyMap<string, Value>;
  #at = 0;
  #depth = 0;

  constructor(text: string, json: boolean) {
    this.#text = text;
    this.#names = json ? JSON_NAMES : NAMES;
  }

  whole(): Value {
    this.#take(EMPTY_LINES);
    if (/^[ \t]/.test(this.#text.slice(this.#at, this.#at + 1))) throw new NotLiteral();
    const first = this.#value();
    const value = this.#next() === "," ? this.#tuple([first], () => this.#isEnd()) : first;
    if (!this.#isEnd()) throw new NotLiteral();
    return value;
  }

  #isEnd(): boolean {
    this.#take(SPACE_AT_END);
    return this.#at === this.#text.length;
  }

  #take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at += found[0].length;
    return found;
  }

  /** The character that comes next, behind spaces. */
  #next(): string | undefined {
    this.#take(this.#depth > 0 ? SPACE_IN_BRACKETS : SPACE);
    return this.#text[this.#at];
  }

  #skip(character: string): boolean {
    if (this.#next() !== character) return false;
    this.#at += 1;
    return true;
  }

  #value(): Value {
    const next = this.#next();
    if (next === undefined) throw new NotLiteral();
    if (next === "[" || next === "(" || next === "{") return this.#bracket(next);
    if (next === "-" || next === "+") return this.#signed();
    const string = this.#strings();
    if (string !== undefined) return string;
    const number = this.#number();
    if (number !== undefined) return number;
    const name = this.#take(NAME)?.[0];
    const known = name === undefined ? undefined : this.#names.get(name);
    if (known === undefined) throw new NotLiteral();
    return known;
  }

  #bracket(open: string): Value {
    this.#at += 1;
    if (++this.#depth > MAX_DEPTH) throw new NotLiteral();
    const value = open === "[" ? this.#items("]") : open === "{" ? this.#dict() : this.#parenthesised();
    this.#depth -= 1;
    return value;
  }

  #items(close: string): Value[] {
    const items: Value[] = [];
    while (!this.#skip(close)) {
      items.push(this.#value());
      if (!this.#skip(",") && this.#next() !== close) throw new NotLiteral();
    }
    return items;
  }

  #tuple(items: Value[], isDone: () => boolean): Value {
    while (this.#skip(",") && !isDone()) items.push(this.#value());
    return Tuple.make(items) as Value;
  }

  #parenthesised(): Value {
    if (this.#skip(")")) return Tuple.make([]) as Value;
    const first = this.#value();
    const value = this.#next() === "," ? this.#tuple([first], () => this.#next() === ")") : first;
    if (!this.#skip(")")) throw new NotLiteral();
    return value;
  }

  #dict(): Value {
    const entries: [Value, Value][] = [];
    while (!this.#skip("}")) {
      const key = this.#value();
      if (typeof key === "object" && key !== null && !isHashable(key)) throw new NotLiteral();
      if (!this.#skip(":")) throw new NotLiteral();
      entries.push([key, this.#value()]);
      if (!this.#skip(",") && this.#next() !== "}") throw new NotLiteral();
    }
    return dictFrom(entries);
  }

  #signed(): Value {
    const negative = this.#text[this.#at++] === "-";
    this.#next();
    const number = this.#number();
    if (number === undefined) throw new NotLiteral();
    return negative ? negated(number) : number;
  }

  #number(): Value | undefined {
    const digits = this.#take(NUMBER)?.[0];
    if (digits === undefined) return undefined;
    if (/^[\w.]$/.test(this.#text[this.#at] ?? "")) throw new NotLiteral();
    const plain = digits.replace(/_/g, "");
    if (/^0[xXoObB]/.test(plain)) return integer(plain);
    if (/[.eE]/.test(plain)) return makeFloat(Number(plain));
    if (/^0+[1-9]/.test(plain)) throw new NotLiteral();
    return integer(plain);
  }

  /** One string, or several side by side. */
  #strings(): string | undefined {
    let text: string | undefined;
    for (;;) {
      this.#next();
      const found = this.#take(STRING);
      if (!found) return text;
      const [, prefix, quoted] = found;
      const marks = /^('''|""")/.test(quoted!) ? 3 : 1;
      const body = quoted!.slice(marks, -marks);
      text = (text ?? "") + (/^[rR]$/.test(prefix!) ? body : unescapePython(body));
    }
  }
}

const NAMES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["True", true],
  ["False", false],
  ["None", null],
]);
const JSON_NAMES: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...NAMES,
  ["true", true],
  ["false", false],
  ["null", null],
]);

function integer(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}

function negated(value: Value): Value {
  if (typeof value === "bigint") return -value;
  if (typeof value === "number") return Number.isInteger(value) ? 0 - value : -value;
  return makeFloat(-Number(value));
}

function isHashable(value: object): boolean {
  return (
    !(Array.isArray(value) && !(value instanceof Tuple)) && (value instanceof Float || value instanceof Tuple)
  );
}
