import { dictEntries } from "../../model/value.js";
import { asDict, compare, isMapping, repr, toText } from "./python.js";
import { type Result, Tuple, View } from "./values.js";

/** Python's pprint: what does not fit in a line goes on below its opening bracket. */
const WIDTH = 80;

interface Spot {
  indent: number;
  /** characters that follow on the last line */
  after: number;
}

function sortedEntries(value: Result): [Result, Result][] {
  const entries = dictEntries(asDict(value as never)) as [Result, Result][];
  return entries.sort(([a], [b]) => compare(a, b) ?? compare(toText(a), toText(b)) ?? 0);
}

function flat(value: Result): string {
  if (isMapping(value))
    return `{${sortedEntries(value)
      .map(([key, one]) => `${repr(key)}: ${flat(one)}`)
      .join(", ")}}`;
  if (!Array.isArray(value) || value instanceof View) return repr(value);
  const inside = (value as Result[]).map(flat);
  if (value instanceof Tuple) return inside.length === 1 ? `(${inside[0]},)` : `(${inside.join(", ")})`;
  return `[${inside.join(", ")}]`;
}

/** A long text is cut after its blanks, each piece quoted by itself. */
function longText(text: string, { indent, after }: Spot, isTop: boolean): string {
  const at = isTop ? indent + 1 : indent;
  const pieces: string[] = [];
  for (const line of text.match(/[^\n]*\n|[^\n]+/g) ?? []) {
    let piece = "";
    for (const word of line.match(/\s*\S+\s*?(?=\s\S|\s*$)\s?|\s+/g) ?? []) {
      const isFull = repr(piece + word).length > WIDTH - at - after - (isTop ? 1 : 0);
      if (piece !== "" && isFull) {
        pieces.push(repr(piece));
        piece = "";
      }
      piece += word;
    }
    if (piece !== "") pieces.push(repr(piece));
  }
  if (pieces.length <= 1) return repr(text);
  const joined = pieces.join(`\n${" ".repeat(at)}`);
  return isTop ? `(${joined})` : joined;
}

function write(value: Result, spot: Spot, level: number): string {
  const line = flat(value);
  if (line.length <= WIDTH - spot.indent - spot.after) return line;
  if (typeof value === "string") return longText(value, spot, level === 0);
  const inner = spot.indent + 1;
  const pad = `,\n${" ".repeat(inner)}`;
  if (isMapping(value)) {
    const entries = sortedEntries(value);
    const parts = entries.map(([key, one], at) => {
      const name = `${repr(key)}: `;
      const after = at === entries.length - 1 ? spot.after + 1 : 1;
      return name + write(one, { indent: inner + name.length, after }, level + 1);
    });
    return `{${parts.join(pad)}}`;
  }
  if (!Array.isArray(value) || value instanceof View) return line;
  const items = value as Result[];
  const end = value instanceof Tuple ? (items.length === 1 ? ",)" : ")") : "]";
  const parts = items.map((one, at) =>
    write(one, { indent: inner, after: at === items.length - 1 ? spot.after + end.length : 1 }, level + 1),
  );
  return (value instanceof Tuple ? "(" : "[") + parts.join(pad) + end;
}

export function pretty(value: Result): string {
  return write(value, { indent: 0, after: 0 }, 0);
}
