import type { Place } from "../model/source.js";

/** The way out of the mistakes that everybody makes once. */
export function hintFor(text: string, at: Place): string | undefined {
  const lines = text.split(/\r?\n/);
  const near = [lines[at.line - 1], lines[at.line - 2]].filter((line) => line !== undefined);
  for (const line of near) {
    if (/^\s*\t/.test(line)) return "indent with spaces: YAML does not allow tabs here";
    const bare = /^\s*(?:- )?[\w.-]+:\s+(\{\{.*)$/.exec(line);
    if (bare) return `a value that starts with {{ must be quoted: "${bare[1]!.trim()}"`;
    if (/^\s*(?:- )?[\w.-]+:\s+[^"'#|>[{&*!].*:\s/.test(line))
      return "the value holds `: ` — quote the whole value, or write it as a block with `|` or `>`";
  }
  return undefined;
}
