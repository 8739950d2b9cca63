import { Fault } from "../model/errors.js";
import { notePlaces, type Place, placeWithin } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { joinWords, splitWords, type Word } from "./words.js";

/** `key=value` text: the options in it, and the rest as free form. */
export interface SplitArgs {
  options: PlainDict;
  free: string;
  /** where the rest begins in the text */
  freeAt: number;
}

/** Options that command-like modules take out of their free form. */
const COMMAND_OPTIONS: ReadonlySet<string> = new Set([
  "creates",
  "removes",
  "chdir",
  "executable",
  "warn",
  "stdin",
  "stdin_add_newline",
  "strip_empty_ends",
  "expand_argument_vars",
]);

/**
 * Splits `a=1 b="x y" c={{ d e }}`. For free-form modules only the few known
 * options are taken out, and the rest is left as it was written.
 */
export function splitArgs(text: string, freeForm: boolean, at?: Place): SplitArgs {
  const words = splitWords(text);
  if (!words)
    throw new Fault(
      "PLAYBOOK_INVALID",
      "failed at splitting arguments, either an unbalanced jinja2 block or quotes",
      { at, hint: "a quote or {{ in this text is not closed; write the arguments as a mapping" },
    );
  const options: PlainDict = {};
  const free: Word[] = [];
  const places = new Map<string, Place>();
  for (const word of words) {
    const option = optionOf(word, freeForm);
    if (option) {
      options[option.key] = option.value;
      if (at) places.set(option.key, placeWithin(at, text, word.at + option.valueAt));
    } else free.push(hasOnlyEscapedEquals(word.text) ? { ...word, text: unescapeEquals(word.text) } : word);
  }
  if (at)
    notePlaces(options, {
      self: at,
      value: (key) => places.get(key as string),
      key: () => undefined,
    });
  return { options, free: joinWords(free), freeAt: free[0]?.at ?? 0 };
}

interface Option {
  key: string;
  value: string;
  valueAt: number;
}

/** The first `=` that is not escaped and has something before it. */
const EQUALS = /(?<=[^\\])=/s;

function hasOnlyEscapedEquals(text: string): boolean {
  return text.includes("=") && !EQUALS.test(decodeEscapes(text));
}

function unescapeEquals(text: string): string {
  return decodeEscapes(text).replaceAll("\\=", "=");
}

function optionOf(word: Word, freeForm: boolean): Option | undefined {
  const text = decodeEscapes(word.text);
  const equals = EQUALS.exec(text)?.index;
  if (equals === undefined) return undefined;
  const key = text.slice(0, equals);
  if (freeForm && !COMMAND_OPTIONS.has(key)) return undefined;
  const written = text.slice(equals + 1);
  const value = unquote(written.trim());
  return { key: key.trim(), value, valueAt: equals + 1 + (/^["']/.test(written) ? 1 : 0) };
}

/** A text between one pair of quotes, or the text itself. */
function unquote(text: string): string {
  const quote = text[0];
  const quoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return quoted && text.at(-2) !== "\\" ? text.slice(1, -1) : text;
}

const ESCAPE = /\\(?:U([0-9a-fA-F]{8})|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\'"abfnrtv]))/g;
const SHORT: Record<string, string> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

function decodeEscapes(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_all, long, short, byte, letter: string | undefined) => {
    const code = (long ?? short ?? byte) as string | undefined;
    return code === undefined ? (SHORT[letter!] ?? letter!) : String.fromCodePoint(Number.parseInt(code, 16));
  });
}
