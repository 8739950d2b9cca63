import { escapeRegex } from "../../model/python_regex.js";
import type { Place } from "../../model/source.js";
import { type Lexing, lexInside, syntaxFault, type Token } from "./lex_inside.js";

export { ENDS, syntaxFault, type Token } from "./lex_inside.js";

export interface Syntax {
  blockStart: string;
  blockEnd: string;
  variableStart: string;
  variableEnd: string;
  commentStart: string;
  commentEnd: string;
  trimBlocks: boolean;
  lstripBlocks: boolean;
  /** backslashes in the strings of `{{ … }}` stand for themselves */
  rawStrings: boolean;
  /** what stands for the newlines of the template's own text; not for those of values */
  newline?: string;
}

/** How texts of playbooks are written; template files differ in `rawStrings`. */
export const DEFAULT_SYNTAX: Syntax = {
  blockStart: "{%",
  blockEnd: "%}",
  variableStart: "{{",
  variableEnd: "}}",
  commentStart: "{#",
  commentEnd: "#}",
  trimBlocks: true,
  lstripBlocks: false,
  rawStrings: true,
};

/** Templates that others include or import. */
export const INCLUDED_SYNTAX: Syntax = { ...DEFAULT_SYNTAX, rawStrings: false };

/** The tokens of a bare expression. `raw`: as if it stood in the `{{ … }}` of a playbook. */
export function lexExpression(text: string, at: Place | undefined, raw: boolean): Token[] {
  const tokens: Token[] = [];
  const end = lexInside({ text, at, raw }, 0, undefined, tokens);
  tokens.push({ kind: "end", value: "", at: end });
  return tokens;
}

/** Jinja reads every kind of newline as one, and leaves out the last. */
export function normalisedNewlines(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
}

/** Cuts a template into text and the tokens inside its delimiters, with whitespace control applied. */
export function lexTemplate(text: string, syntax: Syntax, at: Place | undefined): Token[] {
  return new TemplateLexer(text, patternsOf(syntax), at).tokens();
}

/** The delimiters of a syntax, with the signs and the space that belong to them. */
interface Patterns {
  syntax: Syntax;
  /** where something begins: `raw`, a block, a variable or a comment */
  start: RegExp;
  comment: RegExp;
  blockEnd: RegExp;
  variableEnd: RegExp;
  endRaw: RegExp;
}

const known = new WeakMap<Syntax, Patterns>();

function patternsOf(syntax: Syntax): Patterns {
  const before = known.get(syntax);
  if (before) return before;
  const [block, blockEnd, variable, variableEnd, comment, commentEnd] = [
    syntax.blockStart,
    syntax.blockEnd,
    syntax.variableStart,
    syntax.variableEnd,
    syntax.commentStart,
    syntax.commentEnd,
  ].map(escapeRegex) as [string, string, string, string, string, string];
  const newline = syntax.trimBlocks ? "\\n?" : "";
  const end = (mark: string) => `(?:\\+${mark}|-${mark}\\s*|${mark}${newline})`;
  const starts = [
    { mark: comment, name: "comment" },
    { mark: block, name: "block" },
    { mark: variable, name: "variable" },
  ].sort((a, b) => b.mark.length - a.mark.length || (a.name < b.name ? 1 : -1));
  const patterns: Patterns = {
    syntax,
    start: new RegExp(
      [
        `(?<raw>${block}(?<rawSign>[-+]?)\\s*raw\\s*(?:-${blockEnd}\\s*|${blockEnd}))`,
        ...starts.map(({ mark, name }) => `(?<${name}>${mark}(?<${name}Sign>[-+]?))`),
      ].join("|"),
      "g",
    ),
    comment: new RegExp(end(commentEnd), "g"),
    blockEnd: new RegExp(end(blockEnd), "y"),
    variableEnd: new RegExp(`-${variableEnd}\\s*|${variableEnd}`, "y"),
    endRaw: new RegExp(`${block}(?<sign>[-+]?)\\s*endraw\\s*${end(blockEnd)}`, "g"),
  };
  known.set(syntax, patterns);
  return patterns;
}

/** What is told of a start by its sign: `-` strips, `+` keeps. */
interface Start {
  sign: string;
  isVariable: boolean;
}

class TemplateLexer {
  readonly #lexing: Lexing;
  readonly #patterns: Patterns;
  readonly #tokens: Token[] = [];
  #position = 0;
  #atLineStart = true;

  constructor(text: string, patterns: Patterns, at: Place | undefined) {
    this.#lexing = { text, at, raw: false };
    this.#patterns = patterns;
  }

  tokens(): Token[] {
    const { text } = this.#lexing;
    for (;;) {
      const found = this.#find(this.#patterns.start);
      if (!found) break;
      const groups = found.groups!;
      const isVariable = groups.variable !== undefined;
      const sign = groups.rawSign ?? groups.commentSign ?? groups.blockSign ?? groups.variableSign ?? "";
      this.#text(found.index, { sign, isVariable });
      this.#goTo(found.index + found[0].length);
      if (groups.raw !== undefined) this.#raw(found.index);
      else if (groups.comment !== undefined) this.#comment(found.index);
      else this.#inside(found.index, isVariable);
    }
    this.#push(text.slice(this.#position), this.#position);
    this.#tokens.push({ kind: "end", value: "", at: text.length });
    return this.#tokens;
  }

  #find(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#lexing.text);
  }

  #goTo(position: number): void {
    this.#atLineStart = this.#lexing.text[position - 1] === "\n";
    this.#position = position;
  }

  #push(value: string, at: number): void {
    const { newline = "\n" } = this.#patterns.syntax;
    if (value !== "") this.#tokens.push({ kind: "text", value: value.replaceAll("\n", newline), at });
  }

  /** The text up to where something starts. */
  #text(end: number, { sign, isVariable }: Start): void {
    const from = this.#position;
    let value = this.#lexing.text.slice(from, end);
    if (sign === "-") value = value.replace(/\s+$/, "");
    else if (sign !== "+" && this.#patterns.syntax.lstripBlocks && !isVariable) {
      const line = value.lastIndexOf("\n") + 1;
      if ((line > 0 || this.#atLineStart) && /^\s+$/.test(value.slice(line))) value = value.slice(0, line);
    }
    this.#push(value, from);
  }

  #fail(message: string, offset: number): never {
    throw syntaxFault(message, this.#lexing.text, offset, this.#lexing.at);
  }

  #comment(at: number): void {
    const end = this.#find(this.#patterns.comment);
    if (!end) this.#fail("Missing end of comment tag", at);
    this.#goTo(end.index + end[0].length);
  }

  /** `{% raw %} … {% endraw %}`: its text, untouched. */
  #raw(at: number): void {
    const end = this.#find(this.#patterns.endRaw);
    if (!end) this.#fail("Missing end of raw directive", at);
    this.#text(end.index, { sign: end.groups!.sign!, isVariable: false });
    this.#goTo(end.index + end[0].length);
  }

  #inside(at: number, isVariable: boolean): void {
    const { syntax, blockEnd, variableEnd } = this.#patterns;
    const kind = isVariable ? "variable" : "block";
    const mark = isVariable ? syntax.variableEnd : syntax.blockEnd;
    const close = isVariable ? variableEnd : blockEnd;
    this.#tokens.push({
      kind: `${kind}-start`,
      value: isVariable ? syntax.variableStart : syntax.blockStart,
      at,
    });
    const raw = isVariable && syntax.rawStrings;
    const end = lexInside({ ...this.#lexing, raw }, this.#position, close, this.#tokens);
    if (end >= this.#lexing.text.length) return this.#goTo(end);
    close.lastIndex = end;
    const found = close.exec(this.#lexing.text)!;
    this.#tokens.push({ kind: `${kind}-end`, value: mark, at: end });
    this.#goTo(end + found[0].length);
  }
}
