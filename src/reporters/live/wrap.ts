import { widthOf } from "../text/width.js";
import { type Span, textOf } from "./spans.js";

const HANGING = 2;
/** A longer row is output of a program that nobody reads as lines. */
const LONGEST = 5000;

/**
 * A row as rows of at most `columns`, broken between words, what follows indented. A word that is longer than that
 * stays whole: addresses and paths are there to be copied.
 */
export function wrapRow(row: readonly Span[], columns: number): Span[][] {
  const text = row.map(textOf).join("");
  if (text.length > LONGEST || widthOf(text) <= columns) return [[...row]];
  const margin = /^ */.exec(text)![0].length + HANGING;
  if (margin > columns / 2) return [[...row]];
  const rows: Span[][] = [[]];
  let width = 0;
  let isStart = true;
  for (const { word, shade } of words(row)) {
    const wide = widthOf(word);
    const isSpace = word.trim() === "";
    if (width + wide > columns && !isStart) {
      if (textOf(rows.at(-1)!.at(-1)!).trim() === "") rows.at(-1)!.pop();
      rows.push([" ".repeat(margin)]);
      width = margin;
      isStart = true;
      if (isSpace) continue;
    }
    if (isSpace && isStart && rows.length > 1) continue;
    rows.at(-1)!.push(shade === undefined ? word : [word, shade]);
    width += wide;
    if (!isSpace) isStart = false;
  }
  return rows;
}

function words(row: readonly Span[]) {
  return row.flatMap((span) => {
    const shade = typeof span === "string" ? undefined : span[1];
    return (textOf(span).match(/\s+|\S+/g) ?? []).map((word) => ({ word, shade }));
  });
}
