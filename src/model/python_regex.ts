/**
 * Python's regular expressions as JavaScript's. Differences that matter in
 * playbooks: named groups, \A and \Z, inline flags, possessive habits of `$`,
 * escapes that are errors under the `u` flag (so it is not used).
 */
export function toJsRegex(pattern: string, flags = ""): RegExp {
  let source = pattern;
  let wanted = flags;
  const inline = /^\(\?([aiLmsux]+)\)/.exec(source);
  if (inline) {
    source = source.slice(inline[0].length);
    for (const flag of inline[1]!) if ("ims".includes(flag) && !wanted.includes(flag)) wanted += flag;
    if (inline[1]!.includes("x")) source = withoutComments(source);
  }
  source = source
    .replace(/\(\?P<(\w+)>/g, "(?<$1>")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\(\?#[^)]*\)/g, "");
  source = replaceOutsideClasses(source, wanted.includes("m"));
  return new RegExp(source, wanted);
}

function withoutComments(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*$/gm, (part) => (/^(\s|#)/.test(part) ? "" : part));
}

/** \A, \Z, POSIX-like `$` (which in Python also matches before a last newline), and `[]…]`. */
function replaceOutsideClasses(source: string, multiline: boolean): string {
  return source.replace(/\\[\s\S]|\[\^?\]?(?:\\[\s\S]|\[:\w+:\]|[^\]\\])*\]|\$/g, (part) => {
    if (part === "\\A") return multiline ? "(?<![\\s\\S])" : "^";
    if (part === "\\Z") return "(?![\\s\\S])";
    if (part === "$") return multiline ? "$" : "(?=\\n?(?![\\s\\S]))";
    if (part.startsWith("[")) return part.replace(/^\[(\^?)\]/, "[$1\\]");
    return part;
  });
}

/** A replacement text of re.sub, filled in: \1, \g<1>, \g<name>, \n. */
export function expandReplacement(template: string, match: RegExpMatchArray): string {
  return template.replace(/\\(g<(\w+)>|\d{1,2}|[\s\S])/g, (whole, code: string, name: string | undefined) => {
    if (name !== undefined) return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? "";
    if (/^\d/.test(code)) return match[Number(code)] ?? "";
    const known: Record<string, string> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };
    return known[code] ?? whole;
  });
}

/** re.sub */
export function substitute(text: string, pattern: RegExp, template: string, count = 0): string {
  const all = new RegExp(pattern.source, pattern.flags.includes("g") ? pattern.flags : `${pattern.flags}g`);
  let done = 0;
  return text.replace(all, (...found) => {
    const hasGroups = typeof found.at(-1) === "object";
    const groups = hasGroups ? (found.at(-1) as Record<string, string>) : undefined;
    if (count > 0 && done >= count) return found[0];
    done += 1;
    const captures = found.slice(0, hasGroups ? -3 : -2) as unknown as RegExpMatchArray;
    if (groups) captures.groups = groups;
    return expandReplacement(template, captures);
  });
}

export function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
