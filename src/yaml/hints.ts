import type { Place } from "../model/source.js";

/** A mistake that everybody makes once: how its line looks, and the way out. */
interface Mistake {
  looks: RegExp;
  /** of the parser's error; unset: any */
  code?: string;
  hint: (found: RegExpExecArray, line: string) => string;
}

const KEY = /^\s*(?:- +)*[\w.-]+:/.source;

/** Mistakes within one value: they are what they look like, whatever the lines around are. */
const VALUES: Mistake[] = [
  {
    looks: new RegExp(`${KEY}\\s+(\\{\\{.*)$`),
    hint: (found) => `a value that starts with {{ must be quoted: ${quoted(found[1]!.trim())}`,
  },
  {
    looks: /[{,]\s*[\w.-]+:\s+(\{\{[^}]*\}\}[^,}]*)/,
    hint: (found) => `a value that starts with {{ must be quoted: ${quoted(found[1]!.trim())}`,
  },
  {
    looks: new RegExp(`${KEY}\\s+(["'])(?:(?!\\1).)*$`),
    code: "MISSING_CHAR",
    hint: (found) =>
      `write a ${found[1]} at its end; a text over several lines is better a block, with | or >`,
  },
  {
    looks: new RegExp(`${KEY}\\s+((["'])[^"']*\\2\\s*[^\\s#:,}\\]].*)$`),
    hint: (found) =>
      found[2] === "'" && found[1]!.trim().endsWith("'")
        ? "inside single quotes write a single quote twice: 'it''s'"
        : `a value that starts with a quote must end with it: quote it as a whole: ${quoted(found[1]!.trim())}`,
  },
];

const MISTAKES: Mistake[] = [
  { looks: /^\s*\t/, hint: () => "indent with spaces: YAML does not allow tabs here" },
  {
    looks: new RegExp(`${KEY}\\s+[^"'#|>[{&*!].*:(\\s|$)`),
    hint: () => "the value holds `: ` — quote the whole value, or write it as a block with `|` or `>`",
  },
  {
    looks: new RegExp(`${KEY}\\s+([@%\`].*)$`),
    hint: (found) => `quote a value that starts with ${found[1]![0]}: ${quoted(found[1]!.trim())}`,
  },
  {
    looks: /\\/,
    code: "BAD_DQ_ESCAPE",
    hint: () => "in double quotes a backslash starts an escape: double it, or use single quotes",
  },
  {
    looks: /^\s*(?:- +)*[\w.-]+:[^\s:/]/,
    hint: () => "a colon needs a space after it",
  },
];

function quoted(text: string): string {
  return text.includes('"') ? `'${text.replace(/'/g, "''")}'` : `"${text}"`;
}

/** The way out of a mistake at a place, if its line or the one before looks like one that we know. */
export function hintFor(text: string, at: Place, code?: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const [here, above] = [lines[at.line - 1], lines[at.line - 2]];
  return (
    hintIn(here, VALUES, code) ??
    deeperIndent(lines, at, code) ??
    hintIn(here, MISTAKES, code) ??
    hintIn(above, [...VALUES, ...MISTAKES], code)
  );
}

function hintIn(
  line: string | undefined,
  mistakes: readonly Mistake[],
  code: string | undefined,
): string | undefined {
  if (line === undefined) return undefined;
  for (const mistake of mistakes) {
    const found = mistake.code === undefined || mistake.code === code ? mistake.looks.exec(line) : null;
    if (found) return mistake.hint(found, line);
  }
  return undefined;
}

/** `- name: x` and below it a key at another column. */
function deeperIndent(lines: string[], at: Place, code: string | undefined): string | undefined {
  if (code !== "BLOCK_AS_IMPLICIT_KEY" && code !== "BAD_INDENT" && code !== "UNEXPECTED_TOKEN")
    return undefined;
  const atKey = /^( *(?:- +)*)[\w.-]+:/;
  const here = atKey.exec(lines[at.line - 1] ?? "");
  if (code === "BLOCK_AS_IMPLICIT_KEY") {
    const next = atKey.exec(lines[at.line] ?? "");
    if (!here || !next || next[1]!.length === here[1]!.length || next[1]!.includes("-")) return undefined;
    return `line ${at.line + 1} must start at column ${here[1]!.length + 1} to belong to line ${at.line}, or line ${at.line} must end with its colon`;
  }
  const before = atKey.exec(lines[at.line - 2] ?? "");
  if (!here || !before?.[1]?.includes("-") || here[1]!.length === before[1].length) return undefined;
  return `line ${at.line} must start at column ${before[1].length + 1} to belong to line ${at.line - 1}`;
}
