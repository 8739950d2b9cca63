/**
 * Edits a text whose lines may end as Windows has it: the edit sees `\n` only, and what comes out ends as the text did.
 * A text without any line gets Windows' ends.
 */
export function withFileEnds<T extends { text: string }>(text: string, edit: (text: string) => T): T {
  if (/(?<!\r)\n/.test(text)) return edit(text);
  const edited = edit(text.replaceAll("\r\n", "\n"));
  return { ...edited, text: edited.text.replace(/\r?\n/g, "\r\n") };
}
