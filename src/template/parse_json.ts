import { dictFrom, Float, type Value } from "../model/value.js";
import { makeFloat } from "./python.js";

/** What Python's json.loads reads, and how it says what it cannot. */

class JsonFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

const WORDS: readonly [string, Value][] = [
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", new Float(Number.NaN)],
  ["Infinity", new Float(Number.POSITIVE_INFINITY)],
  ["-Infinity", new Float(Number.NEGATIVE_INFINITY)],
];

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;

class JsonReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): Value {
    if (this.#text.startsWith("\ufeff"))
      throw new JsonFault("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    this.#skip();
    const value = this.#value();
    this.#skip();
    if (this.#at < this.#text.length) throw new JsonFault("Extra data", this.#at);
    return value;
  }

  #skip(): void {
    while (" \t\n\r".includes(this.#text[this.#at] ?? "x")) this.#at += 1;
  }

  #takes(one: string): boolean {
    if (this.#text[this.#at] !== one) return false;
    this.#at += 1;
    return true;
  }

  #value(): Value {
    const first = this.#text[this.#at];
    if (first === "{") return this.#dict();
    if (first === "[") return this.#list();
    if (first === '"') return this.#string();
    const word = WORDS.find(([name]) => this.#text.startsWith(name, this.#at));
    if (word) {
      this.#at += word[0].length;
      return word[1];
    }
    return this.#number();
  }

  #number(): Value {
    NUMBER.lastIndex = this.#at;
    const found = NUMBER.exec(this.#text);
    if (!found) throw new JsonFault("Expecting value", this.#at);
    this.#at += found[0].length;
    if (found[1] !== undefined || found[2] !== undefined) return makeFloat(Number(found[0]));
    const whole = BigInt(found[0]);
    return Number.isSafeInteger(Number(whole)) ? Number(whole) + 0 : whole;
  }

  #list(): Value[] {
    this.#at += 1;
    const items: Value[] = [];
    this.#skip();
    if (this.#takes("]")) return items;
    for (;;) {
      this.#skip();
      items.push(this.#value());
      this.#skip();
      if (this.#takes("]")) return items;
      if (!this.#takes(",")) throw new JsonFault("Expecting ',' delimiter", this.#at);
    }
  }

  #dict(): Value {
    this.#at += 1;
    const entries = new Map<Value, Value>();
    this.#skip();
    if (this.#takes("}")) return dictFrom(entries);
    for (;;) {
      this.#skip();
      if (this.#text[this.#at] !== '"')
        throw new JsonFault("Expecting property name enclosed in double quotes", this.#at);
      const key = this.#string();
      this.#skip();
      if (!this.#takes(":")) throw new JsonFault("Expecting ':' delimiter", this.#at);
      this.#skip();
      entries.set(key, this.#value());
      this.#skip();
      if (this.#takes("}")) return dictFrom(entries);
      if (!this.#takes(",")) throw new JsonFault("Expecting ',' delimiter", this.#at);
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    let found = "";
    for (;;) {
      const one = this.#text[this.#at];
      if (one === undefined) throw new JsonFault("Unterminated string starting at", start);
      if (one < " ") throw new JsonFault("Invalid control character at", this.#at);
      this.#at += 1;
      if (one === '"') return found;
      found += one === "\\" ? this.#escape(start) : one;
    }
  }

  #escape(start: number): string {
    const one = this.#text[this.#at];
    if (one === undefined) throw new JsonFault("Unterminated string starting at", start);
    if (one === "u") {
      const hex = this.#text.slice(this.#at + 1, this.#at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new JsonFault("Invalid \\uXXXX escape", this.#at);
      this.#at += 5;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const known = ESCAPES[one];
    if (known === undefined) throw new JsonFault("Invalid \\escape", this.#at - 1);
    this.#at += 1;
    return known;
  }
}

/** json.loads(); what is wrong is told with line and column, as Python does. */
export function loadsJson(text: string, fail: (message: string) => never): Value {
  try {
    return new JsonReader(text).all();
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const before = text.slice(0, error.at).split("\n");
    return fail(
      `${error.message}: line ${before.length} column ${before.at(-1)!.length + 1} (char ${error.at})`,
    );
  }
}
