import { type Colour, coloured } from "../text/colour.js";
import { cutLong, visible } from "../text/visible.js";
import { cutText, widthOf } from "../text/width.js";

/** A piece of a row, and how it is to look. */
export type Span = string | readonly [text: string, colour: Colour];

/** A row of at most `columns` columns. */
export function paint(spans: readonly Span[], columns: number, colour: boolean): string {
  let left = columns;
  let row = "";
  for (const span of spans) {
    if (left <= 0) break;
    const [written, shade] = typeof span === "string" ? [span] : span;
    const text = visible(cutLong(written)).replaceAll("\r", "");
    const shown = cutText(text, left);
    left -= widthOf(shown);
    row += colour && shade && shown !== "" ? coloured(shown, shade) : shown;
  }
  return row;
}

export function padded(text: string, columns: number): string {
  return text + " ".repeat(Math.max(0, columns - widthOf(text)));
}

/** `4.2s`, `1:05`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)}s`;
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export const textOf = (span: Span): string => (typeof span === "string" ? span : span[0]);

/** A row whose name gives way: what counts stays on the screen. */
export interface NamedRow {
  before: Span[];
  name: Span;
  after: Span[];
}

const MIN_NAME = 8;

export function fitted({ before, name, after }: NamedRow, columns: number): Span[] {
  const taken = [...before, ...after].reduce((sum, span) => sum + widthOf(textOf(span)), 0);
  const shown = cutText(textOf(name), Math.max(MIN_NAME, columns - taken));
  return [...before, typeof name === "string" ? shown : [shown, name[1]], ...after];
}
