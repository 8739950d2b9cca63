const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}\u0000-\u001f\u007f-\u009f]/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const sign of text) width += NONE.test(sign) ? 0 : WIDE.test(sign) ? 2 : 1;
  return width;
}

/** The text cut to `columns`, its last column an ellipsis where something is missing. */
export function cutText(text: string, columns: number): string {
  if (columns <= 0) return "";
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 1;
  for (const sign of text) {
    width += widthOf(sign);
    if (width > columns) break;
    kept += sign;
  }
  return `${kept}…`;
}

/**
 * Lines as Python's textwrap makes them. Ansible drops the spaces around the lines of warnings, and leaves those of
 * deprecations as they are.
 */
export function wrapText(text: string, columns: number, dropsSpaces = false): string {
  const chunks = text.replace(/[\t\n\v\f\r]/g, " ").match(/ +|[^ ]+?-(?=[A-Za-z]{2})|[^ ]+/g) ?? [];
  const lines: string[] = [];
  let line = "";
  for (let chunk of chunks) {
    if (dropsSpaces && line === "" && lines.length > 0 && chunk.trim() === "") continue;
    while (line.length + chunk.length > columns) {
      // a word longer than a line is cut where the line ends, any other one goes to the next line
      const kept = chunk.length > columns ? columns - line.length : 0;
      lines.push(line + chunk.slice(0, kept));
      chunk = dropsSpaces && chunk.trim() === "" ? "" : chunk.slice(kept);
      line = "";
    }
    line += chunk;
  }
  if (line !== "") lines.push(line);
  return (dropsSpaces ? lines.map((one) => one.trimEnd()) : lines).join("\n");
}
