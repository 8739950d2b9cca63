/** What the host said, by name, as text. */
export type Said = Record<string, string>;
export type Facts = Record<string, unknown>;

export const lines = (text: string | undefined): string[] =>
  (text ?? "").split("\n").filter((line) => line !== "");

/** Does one of the patterns fit the whole text? Without any, all do. */
export function fits(text: string, patterns: readonly string[] | undefined): boolean {
  return !patterns?.length || patterns.some((pattern) => patternOf(pattern).test(text));
}

/** Python's fnmatch: `*`, `?`, `[seq]` and `[!seq]`. */
function patternOf(pattern: string): RegExp {
  const source = pattern.replace(/\[(!?)(\]?[^\]]*)\]|[\s\S]/g, (one, not?: string, set?: string) => {
    if (set !== undefined && set !== "") return `[${not ? "^" : ""}${set.replace(/[\\[\]^]/g, "\\$&")}]`;
    if (one === "*") return "[\\s\\S]*";
    return one === "?" ? "[\\s\\S]" : one.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
  });
  return new RegExp(`^(?:${source})$`);
}
