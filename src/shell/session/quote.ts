import type { RemotePath, ShellValue } from "../../model/script.js";
import { Secret } from "../../model/secret.js";

/** A word that every POSIX shell reads back as this text. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}

/** A path in which the host fills in `~`, `~user` and `$NAME`; everything else is literal. */
function quotePath({ path }: RemotePath): string {
  if (!/^~|\$/.test(path)) return quote(path);
  const home = /^~([\w.-]*)(?=\/|$)/.exec(path);
  const rest = home ? path.slice(home[0].length) : path;
  const lead = home ? (home[1] ? `"$(t_home ${home[1]})"` : '"$HOME"') : "";
  const parts = rest.split(/(\$\w+|\$\{\w+\})/).filter((part) => part !== "");
  return (
    lead +
    parts
      .map((part) => {
        const name = /^\$\{?(\w+)\}?$/.exec(part)?.[1];
        return name && !/^\d/.test(name) ? `"\${${name}-\\$${name}}"` : quote(part);
      })
      .join("")
  );
}

/** A value as the right side of an assignment. Bytes with NUL cannot be one: they travel as files. */
export function assignment(value: ShellValue): string {
  if (value === null || value === undefined || value === false) return "";
  if (value === true) return "1";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return quote(value);
  if (value instanceof Secret) return quote(value.reveal());
  if (Buffer.isBuffer(value)) return quote(value.toString());
  if ("path" in value) return quotePath(value);
  // lists are lines; the newline between two quoted words is quoted too
  return value
    .map((item) =>
      typeof item === "string"
        ? quote(item)
        : item instanceof Secret
          ? quote(item.reveal())
          : quotePath(item),
    )
    .join("'\n'");
}

/** Words for `eval "set -- …"`: arguments that may hold anything, newlines too. */
export function quoteWords(words: readonly string[]): string {
  return words.map(quote).join(" ");
}
