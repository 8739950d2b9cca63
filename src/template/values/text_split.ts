import { type TextCall, textArgument, wholeArgument } from "./text_arguments.js";
import type { Result } from "./values.js";

interface Splitting {
  /** undefined: runs of white space */
  separator: string | undefined;
  limit: number;
}

function asked({ args, kwargs }: TextCall): Splitting {
  const given = args[0] ?? kwargs.sep ?? null;
  const separator = given === null ? undefined : textArgument(given, "must be str or None");
  if (separator === "") throw new TypeError("empty separator");
  return { separator, limit: wholeArgument(args[1] ?? kwargs.maxsplit, -1) };
}

export function splitText(call: TextCall): Result {
  const { separator, limit } = asked(call);
  if (separator === undefined) return words(call.self, limit);
  const parts = call.self.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

export function splitTextFromEnd(call: TextCall): Result {
  const { separator, limit } = asked(call);
  if (separator === undefined) return wordsFromEnd(call.self, limit);
  const parts = call.self.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  const cut = parts.length - limit;
  return [parts.slice(0, cut).join(separator), ...parts.slice(cut)];
}

function words(text: string, limit: number): string[] {
  const all = text.trim() === "" ? [] : text.trim().split(/\s+/);
  if (limit < 0 || all.length <= limit) return all;
  let rest = text.trimStart();
  for (let count = 0; count < limit; count++) rest = rest.slice(all[count]!.length).trimStart();
  return [...all.slice(0, limit), ...(rest === "" ? [] : [rest])];
}

function wordsFromEnd(text: string, limit: number): string[] {
  const all = text.trim() === "" ? [] : text.trim().split(/\s+/);
  if (limit < 0 || all.length <= limit) return all;
  let rest = text.trimEnd();
  for (let count = 1; count <= limit; count++)
    rest = rest.slice(0, rest.length - all.at(-count)!.length).trimEnd();
  return [...(rest === "" ? [] : [rest]), ...(limit === 0 ? [] : all.slice(-limit))];
}

/** What Python takes for the end of a line. */
const LINE = /[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]*(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]|$)/g;

export function splitLines({ self, args, kwargs }: TextCall): Result {
  const keep = args[0] ?? kwargs.keepends ?? false;
  const lines = (self.match(LINE) ?? []).filter((line) => line !== "");
  return keep
    ? lines
    : lines.map((line) => line.replace(/(?:\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])$/, ""));
}
