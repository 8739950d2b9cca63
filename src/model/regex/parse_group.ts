import { quoteText } from "../python_text.js";
import { type Parsing, readInlineFlags, VerboseAgain } from "./groups.js";
import type { Node } from "./nodes.js";
import { IDENTIFIER } from "./source.js";

const lengthOf = (text: string) => [...text].length;

/** What an opening parenthesis begins; undefined for comments and flags. `first`: nothing stands before it. */
export function parseGroup(parsing: Parsing, first: boolean): Node | undefined {
  const { source } = parsing;
  const start = source.position - 1;
  if (!source.skip("?")) return capturing(parsing, start, undefined);
  const letter = source.take();
  switch (letter) {
    case undefined:
      throw source.fault("unexpected end of pattern");
    case "P":
      return pythonGroup(parsing, start);
    case ":":
      return { kind: "group", index: undefined, body: closed(parsing, start) };
    case "#":
      return comment(parsing, start);
    case "=":
    case "!":
      return look(parsing, start, { behind: false, negate: letter === "!" });
    case "<":
      return lookBehind(parsing, start);
    case "(":
      return conditional(parsing, start);
    case ">":
      return { kind: "atomic", body: closed(parsing, start) };
    default:
      return flagged(parsing, start, { letter, first });
  }
}

/** The body of a group, and its closing parenthesis. */
function closed(parsing: Parsing, start: number): Node {
  const { source } = parsing;
  const body = parsing.choice({ ...parsing, nested: true });
  if (!source.skip(")")) throw source.fault("missing ), unterminated subpattern", source.position - start);
  return body;
}

function capturing(parsing: Parsing, start: number, name: string | undefined): Node {
  const index = parsing.book.openGroup(parsing.source, name);
  const body = closed(parsing, start);
  parsing.book.open.delete(index);
  return { kind: "group", index, body };
}

function groupName({ source }: Parsing, close: string): string {
  const name = source.takeName(close, "group name");
  if (!IDENTIFIER.test(name))
    throw source.fault(`bad character in group name ${quoteText(name)}`, lengthOf(name) + 1);
  return name;
}

/** `(?P<name>…)` and `(?P=name)` */
function pythonGroup(parsing: Parsing, start: number): Node {
  const { source, book, flags } = parsing;
  if (source.skip("<")) return capturing(parsing, start, groupName(parsing, ">"));
  if (!source.skip("=")) {
    const letter = source.take();
    if (letter === undefined) throw source.fault("unexpected end of pattern");
    throw source.fault(`unknown extension ?P${letter}`, lengthOf(letter) + 2);
  }
  const name = groupName(parsing, ")");
  const group = book.names.get(name);
  if (group === undefined) throw source.fault(`unknown group name ${quoteText(name)}`, lengthOf(name) + 1);
  if (book.open.has(group)) throw source.fault("cannot refer to an open group", lengthOf(name) + 1);
  book.checkBehind(source, group);
  return { kind: "back", group, ignoreCase: flags.ignoreCase, ascii: flags.ascii };
}

function comment({ source }: Parsing, start: number): undefined {
  for (;;) {
    const token = source.take();
    if (token === undefined) throw source.fault("missing ), unterminated comment", source.position - start);
    if (token === ")") return undefined;
  }
}

function look(parsing: Parsing, start: number, how: { behind: boolean; negate: boolean }): Node {
  return { kind: "look", ...how, body: closed(parsing, start) };
}

function lookBehind(parsing: Parsing, start: number): Node {
  const { source, book } = parsing;
  const letter = source.take();
  if (letter === undefined) throw source.fault("unexpected end of pattern");
  if (letter !== "=" && letter !== "!")
    throw source.fault(`unknown extension ?<${letter}`, lengthOf(letter) + 2);
  const outer = book.behindFrom;
  book.behindFrom ??= book.groups;
  const node = look(parsing, start, { behind: true, negate: letter === "!" });
  book.behindFrom = outer;
  return node;
}

/** `(?(1)yes|no)` */
function conditional(parsing: Parsing, start: number): Node {
  const { source, book } = parsing;
  const name = source.takeName(")", "group name");
  const group = conditionGroup(parsing, name);
  if (!book.laterGroups.has(group)) book.laterGroups.set(group, source.position - lengthOf(name) - 1);
  book.checkBehind(source, group);
  const inner = { ...parsing, nested: true };
  const then = parsing.sequence(inner);
  const otherwise: Node = source.skip("|") ? parsing.sequence(inner) : { kind: "sequence", items: [] };
  if (source.next === "|") throw source.fault("conditional backref with more than two branches");
  if (!source.skip(")")) throw source.fault("missing ), unterminated subpattern", source.position - start);
  return { kind: "if", group, then, otherwise };
}

function conditionGroup({ source, book }: Parsing, name: string): number {
  const back = lengthOf(name) + 1;
  if (IDENTIFIER.test(name)) {
    const group = book.names.get(name);
    if (group === undefined) throw source.fault(`unknown group name ${quoteText(name)}`, back);
    return group;
  }
  if (!/^\d+$/.test(name)) throw source.fault(`bad character in group name ${quoteText(name)}`, back);
  if (Number(name) === 0) throw source.fault("bad group number", back);
  if (Number(name) >= 2 ** 31) throw source.fault(`invalid group reference ${name}`, back);
  return Number(name);
}

/** `(?i)` for the whole pattern, `(?i:…)` for a group. */
function flagged(parsing: Parsing, start: number, { letter, first }: { letter: string; first: boolean }) {
  const { source } = parsing;
  if (letter !== "-" && !/^[aiLmsux]$/.test(letter))
    throw source.fault(`unknown extension ?${letter}`, lengthOf(letter) + 1);
  const { flags, global } = readInlineFlags(source, letter, parsing.flags);
  if (!global) {
    const body = closed({ ...parsing, flags }, start);
    return { kind: "group", index: undefined, body } satisfies Node;
  }
  if (parsing.nested || !first)
    throw source.fault("global flags not at the start of the expression", source.position - start);
  if (flags.verbose && !parsing.flags.verbose) throw new VerboseAgain();
  Object.assign(parsing.flags, flags);
  return undefined;
}
