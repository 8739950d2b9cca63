import { quoteText } from "../python_text.js";
import type { Node, RegexFlags } from "./nodes.js";
import type { RegexSource } from "./source.js";

/** Thrown where `(?x)` makes the whole pattern verbose, which is then read again. */
export class VerboseAgain extends Error {}

/** What a rule of the grammar needs: the tokens, the groups so far, the flags in force, the rules it leads to. */
export interface Parsing {
  source: RegexSource;
  book: GroupBook;
  flags: Required<RegexFlags>;
  /** inside a group or a choice, where flags for the whole pattern may not stand */
  nested: boolean;
  choice(parsing: Parsing): Node;
  sequence(parsing: Parsing): Node;
}

/** Which groups a pattern has so far. */
export interface GroupBook {
  /** one more than the number of groups that were opened */
  groups: number;
  names: Map<string, number>;
  open: Set<number>;
  /** the group number at which the outermost lookbehind began */
  behindFrom: number | undefined;
  /** groups that `(?(n)…)` names, and where; they may come later */
  laterGroups: Map<number, number>;
  depth: number;
  openGroup(source: RegexSource, name: string | undefined): number;
  checkReference(source: RegexSource, group: number, length: number): void;
  checkBehind(source: RegexSource, group: number): void;
}

export function newBook(): GroupBook {
  const book: GroupBook = {
    groups: 1,
    names: new Map(),
    open: new Set(),
    behindFrom: undefined,
    laterGroups: new Map(),
    depth: 0,
    openGroup: (source, name) => {
      const group = book.groups++;
      if (name !== undefined) {
        const known = book.names.get(name);
        if (known !== undefined)
          throw source.fault(
            `redefinition of group name ${quoteText(name)} as group ${group}; was group ${known}`,
            [...name].length + 1,
          );
        book.names.set(name, group);
      }
      book.open.add(group);
      return group;
    },
    checkReference: (source, group, length) => {
      if (group >= book.groups) throw source.fault(`invalid group reference ${group}`, length - 1);
      if (book.open.has(group)) throw source.fault("cannot refer to an open group", length);
      book.checkBehind(source, group);
    },
    checkBehind: (source, group) => {
      if (book.behindFrom === undefined) return;
      if (book.open.has(group) || group >= book.groups) throw source.fault("cannot refer to an open group");
      if (group >= book.behindFrom)
        throw source.fault("cannot refer to group defined in the same lookbehind subpattern");
    },
  };
  return book;
}

const FLAGS: Readonly<Record<string, keyof RegexFlags | "unicode">> = {
  a: "ascii",
  i: "ignoreCase",
  m: "multiline",
  s: "dotAll",
  u: "unicode",
  x: "verbose",
};

export interface InlineFlags {
  flags: Required<RegexFlags>;
  /** `(?i)`: for the whole pattern */
  global: boolean;
}

const isFlag = (letter: string) => letter === "L" || Object.hasOwn(FLAGS, letter);
const isLetter = (token: string) => /^\p{L}$/u.test(token);

/** What stands between `(?` and `:` or `)`; `first` is its first letter or `-`. */
export function readInlineFlags(
  source: RegexSource,
  first: string,
  before: Required<RegexFlags>,
): InlineFlags {
  const on = new Set<string>();
  const off = new Set<string>();
  let letter: string | undefined = first;
  while (letter !== "-" && letter !== ":" && letter !== ")") {
    if (letter === undefined) throw source.fault("missing -, : or )");
    if (!isFlag(letter))
      throw source.fault(isLetter(letter) ? "unknown flag" : "missing -, : or )", [...letter].length);
    if (letter === "L") throw source.fault("bad inline flags: cannot use 'L' flag with a str pattern");
    on.add(letter);
    if (on.has("a") && on.has("u"))
      throw source.fault("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    letter = source.take();
  }
  if (letter === "-") readRemoved(source, off);
  if ([...on].some((one) => off.has(one))) throw source.fault("bad inline flags: flag turned on and off", 1);
  const flags = { ...before };
  for (const one of on) setFlag(flags, one, true);
  for (const one of off) setFlag(flags, one, false);
  return { flags, global: letter === ")" };
}

function readRemoved(source: RegexSource, off: Set<string>): void {
  let missing = "missing flag";
  for (let letter = source.take(); ; letter = source.take()) {
    if (letter === undefined) throw source.fault(missing);
    if (letter === ":" && off.size > 0) return;
    if (!isFlag(letter)) throw source.fault(isLetter(letter) ? "unknown flag" : missing, [...letter].length);
    if (/^[auL]$/.test(letter))
      throw source.fault("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
    off.add(letter);
    missing = "missing :";
  }
}

function setFlag(flags: Required<RegexFlags>, letter: string, to: boolean): void {
  const name = FLAGS[letter]!;
  if (name === "unicode") flags.ascii = false;
  else flags[name] = to;
}
