import type { ClassName, Folding, SetItem } from "./nodes.js";

/** The classes of characters as parts of a JavaScript class under the `v` flag, as Python has them for text. */
const UNICODE: Readonly<Record<"d" | "s" | "w", string>> = {
  d: "\\p{Nd}",
  s: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",
  w: "\\p{L}\\p{N}_",
};
const ASCII: Readonly<Record<"d" | "s" | "w", string>> = {
  d: "0-9",
  s: "\\t-\\r\\x20",
  w: "a-zA-Z0-9_",
};

/** `s` has four more characters in text than in bytes, all of them ASCII. */
const IN_ASCII_TEXT = { ...ASCII, s: "\\t-\\r\\x1c-\\x20" };

/** How classes are written: as for bytes, and more shortly for a text that is only ASCII. */
export interface ClassStyle {
  ascii: boolean;
  asciiText?: boolean;
}

/** What a class stands for, to be put between `[` and `]`. */
export function classSource(name: ClassName, { ascii, asciiText }: ClassStyle): string {
  const lower = name.toLowerCase() as "d" | "s" | "w";
  const source = (ascii ? ASCII : asciiText ? IN_ASCII_TEXT : UNICODE)[lower];
  return name === lower ? source : `[^${source}]`;
}

/** A code point as JavaScript writes it in and outside of classes. */
export function codeSource(code: number): string {
  const text = String.fromCodePoint(code);
  return /^[A-Za-z0-9_]$/.test(text) ? text : `\\u{${code.toString(16)}}`;
}

export function itemSource(item: SetItem, asciiText = false): string {
  if ("class" in item) return classSource(item.class, { ascii: item.ascii, asciiText });
  return item.from === item.to ? codeSource(item.from) : `${codeSource(item.from)}-${codeSource(item.to)}`;
}

/** Does a character belong? Asked with code points. */
export type CharacterTest = (code: number) => boolean;

/** What is known of a set's characters; sets are few, and the same ones come again. */
const TESTS = new Map<string, CharacterTest>();
const TABLE = 0x3000;

/** The test for a set. Each character is asked once. */
export function setTest(set: { negate: boolean; items: readonly SetItem[] } & Folding): CharacterTest {
  const folds = set.ignoreCase;
  const only = set.items.length === 1 ? set.items[0]! : undefined;
  if (only && "from" in only && only.from === only.to && !folds) {
    const code = only.from;
    return set.negate ? (one) => one !== code : (one) => one === code;
  }
  const items = folds && set.ascii ? set.items.flatMap(asciiFolded) : set.items;
  const flags = folds && !set.ascii ? "vi" : "v";
  const source = `^[${set.negate ? "^" : ""}${items.map((item) => itemSource(item)).join("")}]$`;
  let test = TESTS.get(flags + source);
  if (!test) {
    test = memorised(new RegExp(source, flags));
    if (TESTS.size >= 1000) TESTS.clear();
    TESTS.set(flags + source, test);
  }
  return test;
}

function memorised(pattern: RegExp): CharacterTest {
  const known = new Uint8Array(TABLE);
  return (code) => {
    if (code >= TABLE) return pattern.test(String.fromCodePoint(code));
    if (known[code] === 0) known[code] = pattern.test(String.fromCodePoint(code)) ? 2 : 1;
    return known[code] === 2;
  };
}

/** A range with the other case of its ASCII letters. */
export function asciiFolded(item: SetItem): SetItem[] {
  if ("class" in item) return [item];
  const found: SetItem[] = [item];
  for (let code = Math.max(item.from, 65); code <= Math.min(item.to, 122); code++) {
    if (code <= 90) found.push({ from: code + 32, to: code + 32 });
    else if (code >= 97) found.push({ from: code - 32, to: code - 32 });
  }
  return found;
}

const WORD: Readonly<Record<"ascii" | "unicode", RegExp>> = {
  ascii: /^[a-zA-Z0-9_]$/,
  unicode: /^[\p{L}\p{N}_]$/u,
};

export function isWord(code: number | undefined, ascii: boolean): boolean {
  if (code === undefined) return false;
  return WORD[ascii ? "ascii" : "unicode"].test(String.fromCodePoint(code));
}
