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
    /\*+|\?|\[(!|(?!!))(\][^\]]*|[^\]]+)\]|[^*?[]+|\[/g,
    (all, negated: string, inner: string) => {
      if (all[0] === "*") return "[\\s\\S]*";
      if (all === "?") return "[\\s\\S]";
      return inner === undefined ? escapeRegex(all) : characterClass(inner, negated === "!");
    },
  );
  const pattern = new RegExp(`^${source}$`);
  return (name) => pattern.test(name);
}

/** A range from a later to an earlier character holds nothing. */
function characterClass(inner: string, negated: boolean): string {
  const kept = inner.replace(/([\s\S])-([\s\S])/g, (all, from: string, to: string) =>
    from <= to ? all : "",
  );
  const escaped = kept.replace(/[\\\]^[]/g, "\\$&");
  if (escaped === "") return negated ? "[\\s\\S]" : "(?!)";
  return `[${negated ? "^" : ""}${escaped}]`;
}
