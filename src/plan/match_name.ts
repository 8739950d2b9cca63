import { Fault } from "../model/errors.js";
import { escapeRegex, PythonRegex } from "../model/python_regex.js";

export type NameTest = (name: string) => boolean;

/** Does a pattern part stand for names by their shape? Undefined where it is one plain name. */
export function nameTest(part: string): NameTest | undefined {
  if (part.startsWith("~")) return regexTest(part);
  return /[*?[]/.test(part) ? globTest(part) : undefined;
}

function regexTest(part: string): NameTest {
  try {
    const pattern = PythonRegex.of(part.slice(1));
    return (name) => pattern.match(name) !== undefined;
  } catch (cause) {
    throw new Fault("PATTERN_INVALID", `the host pattern ${part} is not a regular expression`, {
      hint: (cause as Error).message,
      cause,
    });
  }
}

/** A shell pattern: `*`, `?`, `[abc]`, `[!a-c]`; brackets with nothing in them are letters. */
function globTest(part: string): NameTest {
  const source = part.replace(
    /\*+|\?|\[(!?\][^\]]*|!?[^\]!][^\]]*|!{2,}[^\]]*)\]|[^*?[]+|\[/g,
    (all, inner?: string) => {
      if (all[0] === "*") return "[\\s\\S]*";
      if (all === "?") return "[\\s\\S]";
      return inner === undefined ? escapeRegex(all) : characterClass(inner);
    },
  );
  const pattern = new RegExp(`^${source}$`);
  return (name) => pattern.test(name);
}

/**
 * What stands in brackets: pieces between the hyphens of ranges. A range from a later to an earlier character holds
 * nothing and goes, as Python does it: before it is looked whether the first character negates.
 */
function characterClass(inner: string): string {
  const pieces = rangePieces(inner);
  for (let at = pieces.length - 1; at > 0; at--) {
    const [before, after] = [pieces[at - 1]!, pieces[at]!];
    if (before.at(-1)! > after[0]!) pieces.splice(at - 1, 2, before.slice(0, -1) + after.slice(1));
  }
  const text = pieces.map((piece) => piece.replace(/[\\\]^[-]/g, "\\$&")).join("-");
  if (text === "") return "(?!)";
  if (text === "!") return "[\\s\\S]";
  return text[0] === "!" ? `[^${text.slice(1)}]` : `[${text}]`;
}

function rangePieces(inner: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  for (let at = inner.indexOf("-", inner[0] === "!" ? 2 : 1); at >= 0; at = inner.indexOf("-", at + 3)) {
    pieces.push(inner.slice(from, at));
    from = at + 1;
  }
  const rest = inner.slice(from);
  if (rest !== "") return [...pieces, rest];
  return [...pieces.slice(0, -1), `${pieces.at(-1) ?? ""}-`];
}
