import { quoteText } from "../python_text.js";
import { IDENTIFIER, RegexSource } from "./source.js";

/** A replacement text in parts: text, and numbers of groups. */
export type Replacement = readonly (string | number)[];

const CONTROL: Readonly<Record<string, string>> = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\\": "\\",
};
const OCTAL = /^[0-7]$/;

/** Reads the replacement of `re.sub` for a pattern with these groups. Throws a Fault with Python's message. */
export function parseReplacement(
  template: string,
  pattern: { groups: number; names: ReadonlyMap<string, number> },
): Replacement {
  const source = new RegexSource(template);
  const parts: (string | number)[] = [];
  const text = (more: string) => {
    if (typeof parts.at(-1) === "string") parts[parts.length - 1] += more;
    else parts.push(more);
  };
  const group = (number: number, length: number) => {
    if (number > pattern.groups) throw source.fault(`invalid group reference ${number}`, length);
    parts.push(number);
  };
  for (let token = source.take(); token !== undefined; token = source.take()) {
    if (!token.startsWith("\\")) text(token);
    else if (token === "\\g") readNamed(source, pattern.names, group);
    else if (/^\\\d$/.test(token)) readNumber(source, token, { text, group });
    else text(readControl(source, token));
  }
  return parts;
}

function readControl(source: RegexSource, token: string): string {
  const letter = token.slice(1);
  if (Object.hasOwn(CONTROL, letter)) return CONTROL[letter]!;
  if (/^[A-Za-z]$/.test(letter)) throw source.fault(`bad escape ${token}`, 2);
  return token;
}

/** `\g<name>` and `\g<1>` */
function readNamed(
  source: RegexSource,
  names: ReadonlyMap<string, number>,
  group: (number: number, length: number) => void,
): void {
  if (!source.skip("<")) throw source.fault("missing <");
  const name = source.takeName(">", "group name");
  const length = [...name].length + 1;
  if (IDENTIFIER.test(name)) {
    const number = names.get(name);
    if (number === undefined) throw source.unknownGroup(name);
    return group(number, length);
  }
  if (!/^\d+$/.test(name)) throw source.fault(`bad character in group name ${quoteText(name)}`, length);
  group(Number(name), length);
}

/** `\1`, `\12`, and the octal `\012` and `\101` */
function readNumber(
  source: RegexSource,
  token: string,
  { text, group }: { text(more: string): void; group(number: number, length: number): void },
): void {
  if (token === "\\0") {
    const digits = token.slice(1) + source.takeWhile(2, OCTAL);
    return text(String.fromCharCode(Number.parseInt(digits, 8) & 0xff));
  }
  let whole = token;
  if (source.next !== undefined && /^\d$/.test(source.next)) {
    whole += source.take();
    if (/^\\[0-7]{2}$/.test(whole) && source.next !== undefined && OCTAL.test(source.next)) {
      whole += source.take();
      const code = Number.parseInt(whole.slice(1), 8);
      if (code > 0o377)
        throw source.fault(`octal escape value ${whole} outside of range 0-0o377`, whole.length);
      return text(String.fromCharCode(code));
    }
  }
  group(Number(whole.slice(1)), whole.length - 1);
}

/** The replacement for one match; a group that matched nothing gives no text. */
export function fillReplacement(parts: Replacement, groups: readonly (string | undefined)[]): string {
  return parts.map((part) => (typeof part === "string" ? part : (groups[part] ?? ""))).join("");
}
