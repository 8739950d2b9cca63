/**
 * The POSIX extended regular expression that matches the same lines as a Python one, for awk under
 * LC_ALL=C: both look at bytes. Undefined where that is not plain to see; such patterns are
 * matched by the controller.
 *
 * Whether a pattern matches is the same for both ways of choosing among matches (Python takes the
 * first alternative, POSIX the longest), so greed does not matter. What a pattern matches is not
 * asked here. The line is given with its newline, which `.` does not match and `$` may precede.
 */
export function toPosixRegex(pattern: string): string | undefined {
  let posix = "";
  let depth = 0;
  let before: Kind = "start";
  for (const [token] of pattern.matchAll(TOKEN)) {
    const part = translated(token);
    if (!part || !MAY_FOLLOW[part.kind].includes(before)) return undefined;
    if (part.kind === "open") depth += 1;
    if (part.kind === "close") depth -= 1;
    if (depth < 0) return undefined;
    posix += part.text;
    before = part.kind;
  }
  return depth === 0 && CAN_END.includes(before) ? posix : undefined;
}

type Kind = "start" | "open" | "or" | "begin" | "atom" | "repeat" | "end" | "close";

const CAN_END: readonly Kind[] = ["atom", "repeat", "end", "close"];
const BRANCH: readonly Kind[] = ["start", "open", "or"];

/** What may stand before a part: no empty branches, nothing before `^` or behind `$`, no double repetition. */
const MAY_FOLLOW: Readonly<Record<Kind, readonly Kind[]>> = {
  start: [],
  open: [...BRANCH, "begin", "atom", "repeat", "close"],
  or: CAN_END,
  begin: BRANCH,
  atom: [...BRANCH, "begin", "atom", "repeat", "close"],
  repeat: ["atom", "close"],
  end: [...BRANCH, "begin", "atom", "repeat", "close"],
  close: CAN_END,
};

/** An escape, a bracket expression, the opening of a group, a repetition, or one character. */
const TOKEN = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|\(\?:|\(\?|[*+?]\??|\{\d*,?\d*\}|[\s\S]/g;

/** Members of a bracket expression; awk wants no backslash there. */
const CLASSES: Readonly<Record<string, string>> = {
  d: "0-9",
  s: " \t\n\r\f\v",
  w: "A-Za-z0-9_",
  t: "\t",
};

function translated(token: string): { kind: Kind; text: string } | undefined {
  if (token === "^") return { kind: "begin", text: "^" };
  if (token === "$") return { kind: "end", text: "\n?$" };
  if (token === "(" || token === "(?:") return { kind: "open", text: "(" };
  if (token === "|") return { kind: "or", text: "|" };
  if (token === ")") return { kind: "close", text: ")" };
  if (/^[*+?]/.test(token)) return { kind: "repeat", text: token[0]! };
  const text = atom(token);
  return text === undefined ? undefined : { kind: "atom", text };
}

function atom(token: string): string | undefined {
  if (token === ".") return "[^\n]";
  if (token.startsWith("[")) return bracket(token);
  if (token.startsWith("\\")) return escaped(token[1]!);
  if (token.length > 1) return undefined;
  if (token === "{" || token === "}") return `[${token}]`;
  return /[ -~]/.test(token) && token !== "[" ? token : undefined;
}

function escaped(character: string): string | undefined {
  const isClass = CLASSES[character];
  if (isClass !== undefined) return `[${isClass}]`;
  const isNegated = CLASSES[character.toLowerCase()];
  if (isNegated !== undefined && "DSW".includes(character)) return `[^${isNegated}]`;
  if (character === "\\" || character === "^") return `\\${character}`;
  return /[!-/:-@[\]_`{-~]/.test(character) ? `[${character}]` : undefined;
}

function bracket(token: string): string | undefined {
  const [, not, members] = /^\[(\^?)(.*)\]$/s.exec(token) ?? [];
  if (members === undefined || !/^(?:[ -Z_-~]|[ -Z_-~]\^|\\[dswt]|\\[!-,./:-@_`{-~])+$/.test(members))
    return undefined;
  if (/\\[dsw]-|-\\/.test(members)) return undefined;
  return `[${not}${members.replace(/\\(.)/g, (_, character: string) => CLASSES[character] ?? character)}]`;
}
