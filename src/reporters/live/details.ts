import type { ResultValues } from "../../model/result.js";
import { pythonJson } from "../text/python_json.js";
import { cutText } from "../text/width.js";
import type { Span } from "./spans.js";

const TAIL = 12;
/** In a summary: all of it stands above. */
const LONGEST = 400;

/**
 * What is needed to understand a failure: what was said, what was run or asked, where it is written, the way out.
 * `most`: lines of an output.
 */
export function detailRows(values: ResultValues, most = TAIL): Span[][] {
  return [
    ...messageRows(values),
    ...ABOUT.flatMap((key) => aboutRows(key, values)),
    ...tail("stderr", values.stderr ?? values.module_stderr, most),
    ...tail("stdout", values.stdout ?? values.module_stdout, most),
    ...named("at", values.at),
    ...named("hint", values.hint),
  ];
}

/** What to do next. */
export const hintRows = (way: string | undefined): Span[][] => named("hint", way);

/** What went wrong in one row: its first line, and of a command the last thing that it complained of. */
export function firstLine(values: ResultValues): string {
  const [first = ""] = linesOf(messageText(values));
  const { rc, stderr } = values;
  const last = typeof rc === "number" && typeof stderr === "string" ? linesOf(stderr).at(-1) : undefined;
  return cutText(last === undefined || first.includes(last) ? first : `${first}: ${last.trim()}`, LONGEST);
}

const linesOf = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

function messageText(values: ResultValues): string {
  const message = values.msg ?? values.censored ?? "";
  return typeof message === "string" ? message : pythonJson(message);
}

function messageRows(values: ResultValues): Span[][] {
  const rc = typeof values.rc === "number" && values.rc !== 0 ? ` (exit status ${values.rc})` : "";
  return `${messageText(values)}${rc}`
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line): Span[] => [`    ${line}`]);
}

/** What a module was at: the command, the address, the condition that did not hold. */
const ABOUT = ["cmd", "url", "status", "assertion", "evaluated_to", "attempts"] as const;

function aboutRows(key: (typeof ABOUT)[number], values: ResultValues): Span[][] {
  const value = key === "attempts" && values.attempts === 1 ? undefined : values[key];
  // a status without an address is a unit's, and long
  if (value === undefined || value === null || (key === "status" && typeof value !== "number")) return [];
  if (key === "cmd" && messageText(values).includes(String(value))) return [];
  const words = Array.isArray(value)
    ? value.join(" ")
    : typeof value === "string"
      ? value
      : pythonJson(value);
  return named(key.replace("_", " "), words);
}

function named(name: string, value: unknown): Span[][] {
  if (typeof value !== "string" || value.trim() === "") return [];
  const [first = "", ...rest] = value.trimEnd().split("\n");
  return [[[`    ${name}: `, "dim"], first], ...rest.map((line): Span[] => [`      ${line}`])];
}

function tail(name: string, output: unknown, most: number): Span[][] {
  if (typeof output !== "string" || output.trim() === "") return [];
  const lines = output.trimEnd().split("\n");
  const shown = lines.slice(-most);
  const cut = lines.length > shown.length ? ` (last ${most} of ${lines.length} lines)` : "";
  return [[[`    ${name}${cut}:`, "dim"]], ...shown.map((line): Span[] => [`      ${line}`])];
}
