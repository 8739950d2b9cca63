import { Fault } from "./errors.js";

/** One word: quoted parts, escaped characters, and anything that is neither. */
const WORD = /(?:"(?:\\[\s\S]|[^"\\])*"|'[^']*'|\\[\s\S]|[^\s"'\\])+/y;

/** Splits as a POSIX shell does, without expanding anything; empty words are left out. Fault: USAGE. */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    const end = at + (word?.length ?? 0);
    if (word === undefined || (end < text.length && !/\s/.test(text[end]!)))
      throw new Fault("USAGE", `a quote has no end: ${text.slice(at)}`);
    words.push(unquoted(word));
    at = end;
  }
  return words.filter((word) => word.trim() !== "");
}

function unquoted(word: string): string {
  return word.replace(
    /"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|\\([\s\S])/g,
    (_, double?: string, single?: string, escaped?: string) =>
      double?.replace(/\\(["\\])/g, "$1") ?? single ?? escaped!,
  );
}
