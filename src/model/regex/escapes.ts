import type { Anchor, ClassName } from "./nodes.js";
import type { RegexSource } from "./source.js";

/** What an escape stands for. */
export type Escape =
  | { kind: "character"; code: number }
  | { kind: "class"; name: ClassName }
  | { kind: "anchor"; where: Anchor }
  | { kind: "group"; number: number; length: number };

const CONTROL: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, "\\": 92 };
const ANCHORS: Readonly<Record<string, Anchor>> = { A: "start", Z: "very-end", b: "word", B: "not-word" };
const HEX = /^[0-9a-fA-F]$/;
const OCTAL = /^[0-7]$/;
const DIGIT = /^[0-9]$/;
const LETTER = /^[A-Za-z]$/;

const character = (code: number): Escape => ({ kind: "character", code });

/** `token`, a backslash and its character, with what else belongs to it. `inSet`: within `[…]`. */
export function readEscape(source: RegexSource, token: string, inSet: boolean): Escape {
  const letter = token.slice(1);
  const where = inSet ? undefined : ANCHORS[letter];
  if (where) return { kind: "anchor", where };
  if (Object.hasOwn(CONTROL, letter)) return character(CONTROL[letter]!);
  if (/^[dDsSwW]$/.test(letter)) return { kind: "class", name: letter as ClassName };
  if (letter === "x") return hexadecimal(source, token, 2);
  if (letter === "u") return hexadecimal(source, token, 4);
  if (letter === "U") return hexadecimal(source, token, 8);
  if (letter === "N") throw named(source);
  if (inSet && OCTAL.test(letter)) return octal(source, token + source.takeWhile(2, OCTAL));
  if (letter === "0") return octal(source, token + source.takeWhile(2, OCTAL));
  if (DIGIT.test(letter) && !inSet) return groupOrOctal(source, token);
  if (LETTER.test(letter) || DIGIT.test(letter)) throw source.fault(`bad escape ${token}`, 2);
  return character(letter.codePointAt(0)!);
}

function hexadecimal(source: RegexSource, token: string, digits: number): Escape {
  const whole = token + source.takeWhile(digits, HEX);
  if (whole.length !== digits + 2) throw source.fault(`incomplete escape ${whole}`, whole.length);
  const code = Number.parseInt(whole.slice(2), 16);
  if (code > 0x10ffff) throw source.fault(`bad escape ${whole}`, whole.length);
  return character(code);
}

function octal(source: RegexSource, whole: string): Escape {
  const code = Number.parseInt(whole.slice(1), 8);
  if (code > 0o377) throw source.fault(`octal escape value ${whole} outside of range 0-0o377`, whole.length);
  return character(code);
}

/** `\1` is a group; three octal digits are a character. */
function groupOrOctal(source: RegexSource, token: string): Escape {
  let whole = token;
  if (source.next !== undefined && DIGIT.test(source.next)) {
    whole += source.take();
    if (/^\\[0-7]{2}$/.test(whole) && source.next !== undefined && OCTAL.test(source.next))
      return octal(source, whole + source.take());
  }
  return { kind: "group", number: Number(whole.slice(1)), length: whole.length };
}

/** Names of characters are not known here. */
function named(source: RegexSource) {
  if (!source.skip("{")) return source.fault("missing {");
  const name = source.takeName("}", "character name");
  return source.fault(`undefined character name '${name}'`, name.length + 4);
}
