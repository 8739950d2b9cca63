import { Fault } from "../../model/errors.js";
import { type Place, placeWithin } from "../../model/source.js";
import { unescapePython } from "../values/escapes.js";

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

export function syntaxFault(
  message: string,
  text: string,
  offset: number,
  at: Place | undefined,
  hint?: string,
): Fault {
  return new Fault("TEMPLATE_SYNTAX", `template error while templating string: ${message}`, {
    at: at && placeWithin(at, text, offset),
    hint,
  });
}

/** How what is open is closed. */
export const ENDS: Partial<Record<Token["kind"], string>> = {
  "block-end": "close it with %}",
  "variable-end": "close it with }}",
};

/** The text that is cut into tokens, and how. */
export interface Lexing {
  text: string;
  at: Place | undefined;
  /** backslashes in strings stand for themselves, as in the expressions of playbooks */
  raw: boolean;
}

const SPACE = /\s+/y;
const FLOAT = /(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?[eE][-+]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/y;
const INTEGER = /0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?\d)*|0(?:_?0)*/y;
const NAME = /[\p{L}\p{N}_]+/uy;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;
const STRING = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'|"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const RAW_STRING = /'[^']*'|"[^"]*"/y;
const OPERATOR = /\/\/|\*\*|==|!=|>=|<=|[-+*/%~|.,:;()[\]{}<>=]/y;
const CLOSERS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
const OPENERS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };

/**
 * The tokens of an expression from `from` on, up to the text that `close`
 * matches (or up to the end of the text); returns where they end.
 */
export function lexInside(lexing: Lexing, from: number, close: RegExp | undefined, tokens: Token[]): number {
  const { text } = lexing;
  const brackets: string[] = [];
  let position = from;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  while (position < text.length) {
    if (brackets.length === 0 && close && take(close) !== undefined) return position;
    const space = take(SPACE);
    if (space !== undefined) {
      position += space.length;
      continue;
    }
    const token = tokenAt(lexing, position, take);
    if (token.token.kind === "operator") balance(lexing, position, token.token.value, brackets);
    tokens.push(token.token);
    position += token.length;
  }
  return position;
}

function tokenAt(
  lexing: Lexing,
  at: number,
  take: (pattern: RegExp) => string | undefined,
): { token: Token; length: number } {
  const { text } = lexing;
  const number = text[at - 1] === "." ? undefined : take(FLOAT);
  if (number !== undefined)
    return { token: { kind: "float", value: number.replace(/_/g, ""), at }, length: number.length };
  const integer = take(INTEGER);
  if (integer !== undefined)
    return { token: { kind: "integer", value: integer.replace(/_/g, ""), at }, length: integer.length };
  const name = take(NAME);
  if (name !== undefined) {
    if (!IDENTIFIER.test(name)) throw syntaxFault("Invalid character in identifier", text, at, lexing.at);
    return { token: { kind: "name", value: name, at }, length: name.length };
  }
  const string = take(lexing.raw ? RAW_STRING : STRING);
  if (string !== undefined) {
    const body = string.slice(1, -1);
    return {
      token: { kind: "string", value: lexing.raw ? body : unescapePython(body), at },
      length: string.length,
    };
  }
  const operator = take(OPERATOR);
  if (operator === undefined)
    throw syntaxFault(`unexpected char ${JSON.stringify(text[at])} at ${at}`, text, at, lexing.at);
  return { token: { kind: "operator", value: operator, at }, length: operator.length };
}

function balance({ text, at }: Lexing, position: number, operator: string, brackets: string[]): void {
  if (Object.hasOwn(OPENERS, operator)) brackets.push(operator);
  if (!Object.hasOwn(CLOSERS, operator)) return;
  const open = brackets.pop();
  if (open === undefined) throw syntaxFault(`unexpected '${operator}'`, text, position, at);
  if (open !== CLOSERS[operator])
    throw syntaxFault(`unexpected '${operator}', expected '${OPENERS[open]}'`, text, position, at);
}
