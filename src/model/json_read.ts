import { dictFrom, Float, type Value } from "./value.js";

/** What is wrong with a text that is no JSON, in Python's words. */
export class JsonFault extends Error {}

class Misfit extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Brackets within brackets; Python stops at about as many. */
const MAX_DEPTH = 990;

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

/** Text of a string that needs no second look. */
const PLAIN = /[^"\\\0-\x1f]*/y;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): Value {
    if (this.#text.startsWith("\ufeff")) throw new Misfit("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0);
    this.#skip();
    const value = this.#value();
    this.#skip();
    if (this.#at < this.#text.length) throw new Misfit("Extra data", this.#at);
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
    if (first === "{" || first === "[") {
      if (++this.#depth > MAX_DEPTH) throw new Misfit("the text is nested too deeply", this.#at);
      const value = first === "{" ? this.#dict() : this.#list();
      this.#depth -= 1;
      return value;
    }
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
    if (!found) throw new Misfit("Expecting value", this.#at);
    this.#at += found[0].length;
    if (found[1] !== undefined || found[2] !== undefined) {
      const value = Number(found[0]);
      return Number.isInteger(value) || !Number.isFinite(value) ? new Float(value) : value;
    }
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
      if (!this.#takes(",")) throw new Misfit("Expecting ',' delimiter", this.#at);
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
        throw new Misfit("Expecting property name enclosed in double quotes", this.#at);
      const key = this.#string();
      this.#skip();
      if (!this.#takes(":")) throw new Misfit("Expecting ':' delimiter", this.#at);
      this.#skip();
      entries.set(key, this.#value());
      this.#skip();
      if (this.#takes("}")) return dictFrom(entries);
      if (!this.#takes(",")) throw new Misfit("Expecting ',' delimiter", this.#at);
    }
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    let found = "";
    for (;;) {
      PLAIN.lastIndex = this.#at;
      const plain = PLAIN.exec(this.#text)![0];
      found += plain;
      this.#at += plain.length;
      const one = this.#text[this.#at];
      if (one === undefined) throw new Misfit("Unterminated string starting at", start);
      if (one < " ") throw new Misfit("Invalid control character at", this.#at);
      this.#at += 1;
      if (one === '"') return found;
      found += this.#escape(start);
    }
  }

  #escape(start: number): string {
    const one = this.#text[this.#at];
    if (one === undefined) throw new Misfit("Unterminated string starting at", start);
    if (one === "u") {
      const hex = this.#text.slice(this.#at + 1, this.#at + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw new Misfit("Invalid \\uXXXX escape", this.#at);
      this.#at += 5;
      return String.fromCharCode(Number.parseInt(hex, 16));
    }
    const known = ESCAPES[one];
    if (known === undefined) throw new Misfit("Invalid \\escape", this.#at - 1);
    this.#at += 1;
    return known;
  }
}

/** Numbers that JavaScript would change, keys that it would reorder or take for its own, and words that it does not know. */
const NEEDS_CARE = /\d{16}|\d\.\d|\d[eE][-+\d]|"(?:\d+|__proto__)"\s*:|NaN|Infinity/;

/** json.loads(): whole numbers of any size, floats that stay floats. Throws a JsonFault with Python's words. */
export function readJson(text: string): Value {
  if (!NEEDS_CARE.test(text)) {
    try {
      return JSON.parse(text) as Value;
    } catch {
      // the reader below says what is wrong
    }
  }
  try {
    return new JsonReader(text).all();
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    const before = text.slice(0, error.at).split("\n");
    throw new JsonFault(
      `${error.message}: line ${before.length} column ${before.at(-1)!.length + 1} (char ${error.at})`,
    );
  }
}
