/** Python counts characters as code points, JavaScript as halves of them where they are beyond 0xffff. */
const PAIRED = /[\ud800-\udbff][\udc00-\udfff]/;

/** The number of characters of a text. */
export function lengthOf(text: string): number {
  if (!PAIRED.test(text)) return text.length;
  let count = 0;
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) count += 1;
  return count;
}

/** The characters of a text; for a plain text that is the text itself. */
export function charactersOf(text: string): string | string[] {
  return PAIRED.test(text) ? [...text] : text;
}

/** The part of a text between two characters, as Python's slices with a step of one. */
export function sliceText(text: string, start: number, end: number): string {
  const characters = charactersOf(text);
  return typeof characters === "string"
    ? characters.slice(start, end)
    : characters.slice(start, end).join("");
}

/** How many characters stand before a place of JavaScript's. */
export function charactersBefore(text: string, at: number): number {
  return at <= 0 ? at : lengthOf(text.slice(0, at));
}
