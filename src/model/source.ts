/** A place in a source text. Lines and columns count from 1; line 0: what has no lines, as the command line. */
export interface Place {
  path: string;
  line: number;
  column: number;
  /**
   * How a scalar's text continues: the column (from 1) at which every further
   * line of the text starts. Unset for text that stands on one line.
   */
  indent?: number;
}

/**
 * Values read from YAML are plain data; where each one stood is kept beside
 * them, by container: `placeOf(vars, "port")` is the place of that value,
 * `keyPlaceOf(vars, "port")` of its key, `placeOf(list, 0)` of an item.
 */
interface Places {
  self: Place;
  value(key: string | number): Place | undefined;
  key(key: string): Place | undefined;
}

const places = new WeakMap<object, Places>();
const texts = new Map<string, string>();

/** Remembers where the children of `container` stood. Called by readers of files only. */
export function notePlaces(container: object, at: Places): void {
  places.set(container, at);
}

export function placeOf(container: object, key?: string | number): Place | undefined {
  const found = places.get(container);
  return key === undefined ? found?.self : (found?.value(key) ?? found?.self);
}

export function keyPlaceOf(container: object, key: string): Place | undefined {
  const found = places.get(container);
  return found?.key(key) ?? found?.self;
}

/** Gives a copy or a part of a container the places of the original. */
export function inheritPlaces<T extends object>(copy: T, original: object): T {
  const found = places.get(original);
  if (found) places.set(copy, found);
  return copy;
}

/** Keeps the text of a file for quoting it in messages. */
export function noteText(path: string, text: string): void {
  texts.set(path, text);
}

/** What was encrypted is never quoted. */
export function forgetText(path: string): void {
  texts.delete(path);
}

/** The place of `offset` within a text that starts at `start`. */
export function placeWithin(start: Place, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split("\n").length - 1;
  if (line === 0) return { ...start, column: start.column + offset };
  const column = offset - before.lastIndexOf("\n") - 1 + (start.indent ?? 1);
  return { ...start, line: start.line + line, column };
}

export function formatPlace(at: Place): string {
  if (at.line === 0) return at.path;
  return `${at.path}:${at.line}:${at.column}`;
}

/** So much of a line is quoted: it must not wrap on a terminal, or the caret points at nothing. */
const QUOTED = 68;

/** The source line with a caret under the column, or "" where the text is not at hand. Of a long line the part around it. */
export function quoteSource(at: Place): string {
  const whole = texts.get(at.path)?.split(/\r?\n/)[at.line - 1];
  if (whole === undefined) return "";
  const { line, column } = around(whole, at.column - 1);
  const number = String(at.line);
  const lead = line.slice(0, column).replace(/[^\t]/g, " ");
  return `${number} | ${line}\n${" ".repeat(number.length)} | ${lead}^`;
}

function around(line: string, column: number): { line: string; column: number } {
  if (line.length <= QUOTED) return { line, column };
  const start =
    column < QUOTED - 8 ? 0 : Math.max(0, Math.min(column - QUOTED / 2, line.length - QUOTED + 2));
  const end = Math.min(line.length, start + QUOTED - (start > 0 ? 2 : 1));
  const before = start > 0 ? "…" : "";
  const cut = `${before}${line.slice(start, end)}${end < line.length ? "…" : ""}`;
  return { line: cut, column: column - start + before.length };
}
