import { Fault } from "../model/errors.js";
import { type Place, placeWithin } from "../model/source.js";

export interface Token {
  kind:
    | "text"
    | "name"
    | "string"
    | "integer"
    | "float"
    | "operator"
    | "block-start"
    | "block-end"
    | "variable-start"
    | "variable-end"
    | "end";
  value: string;
  at: number;
}

export interface Syntax {
  blockStart: string;
  blockEnd: string;
  variableStart: string;
  variableEnd: string;
  commentStart: string;
  commentEnd: string;
  trimBlocks: boolean;
  lstripBlocks: boolean;
}

export const DEFAULT_SYNTAX: Syntax = {
  blockStart: "{%",
  blockEnd: "%}",
  variableStart: "{{",
  variableEnd: "}}",
  commentStart: "{#",
  commentEnd: "#}",
  trimBlocks: true,
  lstripBlocks: false,
};

export function syntaxFault(message: string, text: string, offset: number, at: Place | undefined): Fault {
  return new Fault("TEMPLATE_SYNTAX", `template error while templating string: ${message}`, {
    at: at && placeWithin(at, text, offset),
  });
}

const OPERATORS = /\/\/|\*\*|==|!=|>=|<=|[-+*/%~|.,:()[\]{}<>=]/y;
const NUMBER =
  /0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\d[\d_]*\.\d[\d_]*(?:[eE][-+]?\d+)?|\d[\d_]*[eE][-+]?\d+|\d[\d_]*/y;
const NAME = /[\p{L}_][\p{L}\p{N}_]*/uy;
const STRING = /'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"/y;

/** The tokens of a bare expression. */
export function lexExpression(text: string, at: Place | undefined): Token[] {
  const tokens: Token[] = [];
  const end = lexInside(text, 0, undefined, tokens, at);
  tokens.push({ kind: "end", value: "", at: end });
  return tokens;
}

/** Tokens from `from` up to the closing delimiter; returns the offset of the delimiter (or of the end). */
function lexInside(
  text: string,
  from: number,
  close: string | undefined,
  tokens: Token[],
  at: Place | undefined,
): number {
  let position = from;
  const depth: string[] = [];
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  while (position < text.length) {
    const character = text[position]!;
    if (/\s/.test(character)) {
      position += 1;
      continue;
    }
    if (close !== undefined && depth.length === 0) {
      const start = /[-+]/.test(character) ? position + 1 : position;
      if (text.startsWith(close, start)) return position;
    }
    const string = take(STRING);
    if (string !== undefined) {
      tokens.push({ kind: "string", value: unescapeText(string.slice(1, -1)), at: position });
      position += string.length;
      continue;
    }
    const number = take(NUMBER);
    if (number !== undefined) {
      const isFloat = !/^0[xXoObB]/.test(number) && /[.eE]/.test(number);
      tokens.push({ kind: isFloat ? "float" : "integer", value: number.replace(/_/g, ""), at: position });
      position += number.length;
      continue;
    }
    const name = take(NAME);
    if (name !== undefined) {
      tokens.push({ kind: "name", value: name, at: position });
      position += name.length;
      continue;
    }
    const operator = take(OPERATORS);
    if (operator === undefined) throw syntaxFault(`unexpected char '${character}'`, text, position, at);
    if ("([{".includes(operator)) depth.push(operator);
    if (")]}".includes(operator)) {
      const open = depth.pop();
      if (open === undefined || "([{".indexOf(open) !== ")]}".indexOf(operator))
        throw syntaxFault(`unexpected '${operator}'`, text, position, at);
    }
    tokens.push({ kind: "operator", value: operator, at: position });
    position += operator.length;
  }
  if (close !== undefined)
    throw syntaxFault(`unexpected end of template, expected '${close}'`, text, position, at);
  return position;
}

const ESCAPES: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  "0": "\0",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
};

/** Python's escapes: those it does not know keep their backslash. */
function unescapeText(body: string): string {
  if (!body.includes("\\")) return body;
  return body.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g,
    (whole, code: string) => {
      if (code.length > 1) return String.fromCodePoint(Number.parseInt(code.slice(1), 16));
      return ESCAPES[code] ?? whole;
    },
  );
}

/** Cuts a template into text and the tokens inside its delimiters, with whitespace control applied. */
export function lexTemplate(text: string, syntax: Syntax, at: Place | undefined): Token[] {
  const tokens: Token[] = [];
  const starts = [
    { open: syntax.commentStart, kind: "comment" as const },
    { open: syntax.blockStart, kind: "block" as const },
    { open: syntax.variableStart, kind: "variable" as const },
  ].sort((a, b) => b.open.length - a.open.length);
  let position = 0;
  let trimNext: "no" | "line" | "all" = "no";
  const pushText = (raw: string, from: number, before: "no" | "line" | "all"): void => {
    let value = raw;
    let start = from;
    if (trimNext === "all") {
      const trimmed = value.replace(/^\s+/, "");
      start += value.length - trimmed.length;
      value = trimmed;
    } else if (trimNext === "line" && /^\r?\n/.test(value)) {
      const length = value.startsWith("\r") ? 2 : 1;
      value = value.slice(length);
      start += length;
    }
    if (before === "all") value = value.replace(/\s+$/, "");
    else if (before === "line") value = stripLineStart(value, start === 0 || text[start - 1] === "\n");
    if (value !== "") tokens.push({ kind: "text", value, at: start });
  };
  while (position <= text.length) {
    const next = nextStart(text, position, starts);
    if (!next) {
      pushText(text.slice(position), position, "no");
      break;
    }
    const after = next.at + next.open.length;
    const sign = text[after];
    const strips = next.kind !== "variable" && syntax.lstripBlocks && sign !== "+" ? "line" : "no";
    pushText(text.slice(position, next.at), position, sign === "-" ? "all" : strips);
    const inside = sign === "-" || sign === "+" ? after + 1 : after;
    if (next.kind === "comment") {
      const close = text.indexOf(syntax.commentEnd, inside);
      if (close < 0) throw syntaxFault("missing end of comment tag", text, next.at, at);
      trimNext = text[close - 1] === "-" ? "all" : syntax.trimBlocks ? "line" : "no";
      position = close + syntax.commentEnd.length;
      continue;
    }
    const raw = next.kind === "block" ? rawBlock(text, inside, syntax) : undefined;
    if (raw) {
      trimNext = raw.trimStart ? "all" : syntax.trimBlocks ? "line" : "no";
      pushText(raw.body, raw.at, raw.trimEnd ? "all" : "no");
      trimNext = raw.trimAfter ? "all" : syntax.trimBlocks ? "line" : "no";
      position = raw.end;
      continue;
    }
    const close = next.kind === "block" ? syntax.blockEnd : syntax.variableEnd;
    tokens.push({ kind: `${next.kind}-start`, value: next.open, at: next.at });
    const end = lexInside(text, inside, close, tokens, at);
    const signed = /[-+]/.test(text[end]!) && text.startsWith(close, end + 1);
    tokens.push({ kind: `${next.kind}-end`, value: close, at: end });
    const control = signed ? text[end] : undefined;
    trimNext =
      control === "-" ? "all" : next.kind === "block" && syntax.trimBlocks && control !== "+" ? "line" : "no";
    position = end + (signed ? 1 : 0) + close.length;
  }
  tokens.push({ kind: "end", value: "", at: text.length });
  return tokens;
}

function stripLineStart(value: string, atLineStart: boolean): string {
  const line = value.lastIndexOf("\n");
  if (line < 0 && !atLineStart) return value;
  return /^[ \t]*$/.test(value.slice(line + 1)) ? value.slice(0, line + 1) : value;
}

type Start = { open: string; kind: "comment" | "block" | "variable" };

function nextStart(
  text: string,
  from: number,
  starts: readonly Start[],
): (Start & { at: number }) | undefined {
  let found: (Start & { at: number }) | undefined;
  for (const start of starts) {
    const at = text.indexOf(start.open, from);
    if (at >= 0 && (found === undefined || at < found.at)) found = { ...start, at };
  }
  return found;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** `{% raw %} … {% endraw %}`: its text, untouched. */
function rawBlock(text: string, inside: number, syntax: Syntax) {
  const open = new RegExp(`\\s*raw\\s*([-+]?)${escaped(syntax.blockEnd)}`, "y");
  open.lastIndex = inside;
  const opened = open.exec(text);
  if (!opened) return undefined;
  const at = inside + opened[0].length;
  const close = new RegExp(
    `${escaped(syntax.blockStart)}([-+]?)\\s*endraw\\s*([-+]?)${escaped(syntax.blockEnd)}`,
    "g",
  );
  close.lastIndex = at;
  const closed = close.exec(text);
  if (!closed) return undefined;
  return {
    body: text.slice(at, closed.index),
    at,
    end: closed.index + closed[0].length,
    trimStart: opened[1] === "-",
    trimEnd: closed[1] === "-",
    trimAfter: closed[2] === "-",
  };
}
