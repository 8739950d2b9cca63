export const DEFAULT_WORD = "World";
export const MAX_CODE_POINTS = 256;
/** A code point takes at most four bytes of UTF-8. */
export const MAX_BYTES = 4 * MAX_CODE_POINTS;

export type Parsed = { word: string } | { problem: string };

/** What may be shown: no control characters, not empty, not long. */
export function parseWord(given: string): Parsed {
  const word = given.replace(/\p{Cc}/gu, "");
  if (word === "") return { problem: "data must contain a string" };
  const length = [...word].length;
  if (length > MAX_CODE_POINTS)
    return { problem: `the word must have at most ${MAX_CODE_POINTS} characters` };
  return { word };
}

/** The text, or undefined where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
