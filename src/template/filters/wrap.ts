import { step } from "../../model/patience.js";
import type { Filter } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { index, isText, lacksLength, textWith } from "../values/checks.js";
import { boundMethod } from "../values/methods.js";
import { isTrue, toText, typeName } from "../values/python.js";
import type { Result } from "../values/values.js";

/** Filters that break, cut and indent lines. */

/** str.splitlines() */
export function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

const indent = filter(
  "do_indent(s, width?, first?, blank?)",
  ({ s, width = 4, first = false, blank = false }) => {
    const lead = isText(width) ? width : " ".repeat(Math.max(0, index(width)));
    if (s === null || typeof s === "number" || typeof s === "boolean")
      throw new TypeError(`unsupported operand type(s) for +=: '${typeName(s)}' and 'str'`);
    const lines = linesOf(`${textWith(s!, "splitlines")}\n`);
    const indented = lines.map((line, at) => (at > 0 && (line !== "" || isTrue(blank)) ? lead + line : line));
    return (isTrue(first) ? lead : "") + indented.join("\n");
  },
);

const truncate = filter("do_truncate(_, s, length?, killwords?, end?, leeway?)", (given, machine) => {
  const { s, killwords = false, end = "..." } = given;
  const length = index(given.length ?? 255);
  const leeway = index(given.leeway ?? 5);
  const ending = toText(end);
  if (length < ending.length) return machine.fail(`expected length >= ${ending.length}, got ${length}`);
  if (leeway < 0) return machine.fail(`expected leeway >= 0, got ${leeway}`);
  if (Array.isArray(s) && s.length <= length + leeway) return s as Result;
  if (!isText(s)) throw lacksLength(s!);
  const characters = [...s];
  if (characters.length <= length + leeway) return s;
  const cut = characters.slice(0, length - ending.length).join("");
  const words = cut.lastIndexOf(" ") < 0 ? cut : cut.slice(0, cut.lastIndexOf(" "));
  return (isTrue(killwords) ? cut : words) + ending;
});

interface Wrapping {
  width: number;
  breaksWords: boolean;
  breaksHyphens: boolean;
}

/** A hyphen between letters, with two characters before it, may end a line. */
const HYPHENATED =
  /[^\S\n]+|(?<=[\w!"'&.,?])-{2,}(?=\w)|\S+?(?:-(?:(?<=\p{L}{2}-)|(?<=\p{L}-[\w!"'&.,?]-))(?=\p{L}-?\p{L})|(?=\s|$)|(?<=[\w!"'&.,?])(?=-{2,}\w))/gu;

function chunksOf(line: string, { breaksHyphens }: Wrapping): string[] {
  return line.match(breaksHyphens ? HYPHENATED : /\s+|\S+/g) ?? [];
}

/** The part of a word that is too long for any line which still fits. */
function cutWord(word: string, space: number, { breaksHyphens }: Wrapping): number {
  const hyphen = breaksHyphens ? word.lastIndexOf("-", space - 1) : -1;
  return hyphen > 0 && /[^-]/.test(word.slice(0, hyphen)) ? hyphen + 1 : space;
}

/** textwrap.wrap(): blanks at the ends of lines are dropped. */
function wrapLine(line: string, wrapping: Wrapping): string[] {
  const { width, breaksWords } = wrapping;
  const chunks = chunksOf(line, wrapping);
  const lines: string[] = [];
  for (let at = 0; at < chunks.length; ) {
    step();
    const row: string[] = [];
    let size = 0;
    if (lines.length > 0 && chunks[at]!.trim() === "") at += 1;
    while (at < chunks.length && size + chunks[at]!.length <= width) {
      size += chunks[at]!.length;
      row.push(chunks[at++]!);
    }
    if (at < chunks.length && chunks[at]!.length > width) {
      if (breaksWords) {
        const end = cutWord(chunks[at]!, width - size, wrapping);
        row.push(chunks[at]!.slice(0, end));
        chunks[at] = chunks[at]!.slice(end);
      } else if (row.length === 0) row.push(chunks[at++]!);
    }
    if (row.at(-1)?.trim() === "") row.pop();
    if (row.length > 0) lines.push(row.join(""));
  }
  return lines;
}

const wordwrap = filter(
  "do_wordwrap(_, s, width?, break_long_words?, wrapstring?, break_on_hyphens?)",
  (given, machine) => {
    const wrapping: Wrapping = {
      width: index(given.width ?? 79),
      breaksWords: isTrue(given.break_long_words ?? true),
      breaksHyphens: isTrue(given.break_on_hyphens ?? true),
    };
    const text = textWith(given.s!, "splitlines");
    if (wrapping.width <= 0 && text !== "")
      return machine.fail(`invalid width ${wrapping.width} (must be > 0)`);
    const wrap =
      given.wrapstring === undefined || given.wrapstring === null ? "\n" : toText(given.wrapstring);
    return linesOf(text)
      .map((line) => wrapLine(line, wrapping).join(wrap))
      .join(wrap);
  },
);

const center = filter("do_center(value, width?)", ({ value, width = 80 }) => {
  const columns = index(width);
  return boundMethod(toText(value!), "center")!.call([columns], {}) as Result;
});

export const WRAP_FILTERS: Readonly<Record<string, Filter>> = { center, indent, truncate, wordwrap };
