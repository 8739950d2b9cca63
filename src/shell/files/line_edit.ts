import { PythonRegex } from "../../model/python_regex.js";
import type { Edited } from "./edit.js";

/** The arguments of lineinfile that say what is done with the lines. */
export interface LineWish {
  state: "present" | "absent";
  regexp?: string | undefined;
  search_string?: string | undefined;
  line?: string | undefined;
  backrefs: boolean;
  insertafter?: string | undefined;
  insertbefore?: string | undefined;
  firstmatch: boolean;
}

/** `edit_line` of POSIX hosts for those that have no awk: one line is made so, or lines are removed. Lines end with `\n`. */
export function editedLines(text: string, wish: LineWish): Edited {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  if (wish.state === "absent") {
    const kept = lines.filter((line) => !matches(line, wish));
    const found = lines.length - kept.length;
    const msg = found > 0 ? `${found} line(s) removed` : "";
    return { text: kept.join(""), msg, changed: found > 0, more: { found } };
  }
  const msg = place(lines, wish);
  return { text: lines.join(""), msg, changed: msg !== "" };
}

const bare = (line: string): string => line.replace(/[\r\n]+$/, "");

function matches(line: string, { regexp, search_string, line: wanted }: LineWish): boolean {
  if (regexp !== undefined) return PythonRegex.of(regexp).test(line);
  if (search_string !== undefined) return line.includes(search_string);
  return bare(line) === wanted;
}

function place(lines: string[], wish: LineWish): string {
  const line = wish.line ?? "";
  const isLooked = wish.regexp !== undefined || wish.search_string !== undefined;
  const found = lines.flatMap((one, index) => (isLooked && matches(one, wish) ? [index] : []));
  let at = wish.firstmatch ? found[0] : found.at(-1);
  const fresh = at !== undefined && wish.backrefs ? filled(lines[at]!, wish, line) : line;
  let to: number | undefined;
  if (at === undefined) ({ at, to } = spot(lines, wish));
  if (at !== undefined) {
    const whole = fresh.endsWith("\n") ? fresh : `${fresh}\n`;
    if (lines[at] === whole) return "";
    lines[at] = whole;
    return "line replaced";
  }
  if (wish.backrefs) return "";
  if (wish.insertafter === "BOF" || wish.insertbefore === "BOF") to = 0;
  if (to !== undefined && wish.insertafter !== undefined && to < lines.length && bare(lines[to]!) === line)
    return "";
  const where = to ?? lines.length;
  const last = lines.length - 1;
  if (where > last && last >= 0 && !/[\r\n]$/.test(lines[last]!)) lines[last] += "\n";
  lines.splice(where, 0, `${line}\n`);
  return "line added";
}

/** The last line that is the wanted one, and where a new one goes. */
function spot(lines: readonly string[], wish: LineWish): { at: number | undefined; to: number | undefined } {
  const { insertafter, insertbefore } = wish;
  const pattern =
    insertafter !== undefined
      ? /^(BOF|EOF)$/.test(insertafter)
        ? undefined
        : insertafter
      : insertbefore === "BOF"
        ? undefined
        : insertbefore;
  const regex = pattern === undefined ? undefined : PythonRegex.of(pattern);
  let at: number | undefined;
  let to: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (bare(line) === wish.line) at = index;
    else if (regex?.test(line)) {
      to = insertafter !== undefined ? index + 1 : index;
      if (wish.firstmatch) break;
    }
  }
  return { at, to };
}

function filled(line: string, { regexp }: LineWish, replacement: string): string {
  const regex = PythonRegex.of(regexp!);
  const match = regex.search(line);
  return match ? regex.expand(match, replacement) : replacement;
}
