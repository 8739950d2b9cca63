/** What Python escapes in the repr() of a text: separators but the space, control and unassigned characters. */
const NOT_PRINTED = /\\|(?! )[\p{Z}\p{C}]/gu;

/** repr() of a text. */
export function quoteText(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replace(NOT_PRINTED, (character) => {
    if (character === "\\") return "\\\\";
    if (character === "\n") return "\\n";
    if (character === "\r") return "\\r";
    if (character === "\t") return "\\t";
    const code = character.codePointAt(0)!;
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, "0")}`;
    if (code < 0x10000) return `\\u${code.toString(16).padStart(4, "0")}`;
    return `\\U${code.toString(16).padStart(8, "0")}`;
  });
  return mark + (mark === "'" ? body.replace(/'/g, "\\'") : body) + mark;
}
