import { readEscape } from "./escapes.js";
import { newBook, type Parsing, VerboseAgain } from "./groups.js";
import type { Node, Parsed, RegexFlags, SetItem } from "./nodes.js";
import { parseGroup } from "./parse_group.js";
import { RegexSource, regexFault } from "./source.js";
import { checkLookbehinds } from "./width.js";

const MAX_DEPTH = 200;
/** Python's limit of repetitions. */
const MAX_REPEAT = 4294967295;

/** The tree of a pattern. Throws a Fault with Python's message. */
export function parseRegex(pattern: string, flags: RegexFlags): Parsed {
  const all: Required<RegexFlags> = {
    ignoreCase: false,
    multiline: false,
    dotAll: false,
    verbose: false,
    ascii: false,
    ...flags,
  };
  try {
    return parseWhole(pattern, all);
  } catch (error) {
    if (error instanceof VerboseAgain) return parseWhole(pattern, { ...all, verbose: true });
    throw error;
  }
}

function parseWhole(pattern: string, flags: Required<RegexFlags>): Parsed {
  const source = new RegexSource(pattern);
  const book = newBook();
  const body = parseChoice({
    source,
    book,
    flags,
    nested: false,
    choice: parseChoice,
    sequence: parseSequence,
  });
  if (source.next !== undefined) throw source.fault("unbalanced parenthesis");
  for (const [group, position] of book.laterGroups)
    if (group >= book.groups) {
      source.position = position;
      throw source.fault(`invalid group reference ${group}`);
    }
  checkLookbehinds(body);
  return { body, flags, groups: book.groups - 1, names: book.names };
}

function parseChoice(parsing: Parsing): Node {
  const { source, book } = parsing;
  if (++book.depth > MAX_DEPTH) throw source.fault("the regular expression is nested too deeply");
  const options: Node[] = [];
  do options.push(parseSequence({ ...parsing, nested: parsing.nested || options.length > 0 }));
  while (source.skip("|"));
  book.depth -= 1;
  return options.length === 1 ? options[0]! : { kind: "choice", options };
}

/** One branch, up to `|`, `)` or the end. Global flags at the start change `parsing.flags`. */
function parseSequence(parsing: Parsing): Node {
  const { source, flags } = parsing;
  const items: Node[] = [];
  for (;;) {
    const token = source.next;
    if (token === undefined || token === "|" || token === ")") return { kind: "sequence", items };
    source.take();
    if (flags.verbose && skipsVerbose(source, token)) continue;
    if (/^[*+?]$/.test(token) || (token === "{" && isCount(source)))
      items.push(repeated(source, token, items.pop()));
    else {
      const item = parseItem(parsing, token, items.length === 0);
      if (item) items.push(item);
    }
  }
}

function skipsVerbose(source: RegexSource, token: string): boolean {
  if (/^[ \t\n\r\v\f]$/.test(token)) return true;
  if (token !== "#") return false;
  for (let next = source.take(); next !== undefined && next !== "\n"; ) next = source.take();
  return true;
}

function parseItem(parsing: Parsing, token: string, first: boolean): Node | undefined {
  const { flags } = parsing;
  switch (token) {
    case ".":
      return { kind: "any", newline: flags.dotAll };
    case "^":
      return { kind: "at", where: flags.multiline ? "line-start" : "start", ascii: flags.ascii };
    case "$":
      return { kind: "at", where: flags.multiline ? "line-end" : "end", ascii: flags.ascii };
    case "[":
      return parseSet(parsing);
    case "(":
      return parseGroup(parsing, first);
    default:
      return token.startsWith("\\") ? fromEscape(parsing, token) : literal(parsing, token.codePointAt(0)!);
  }
}

function fromEscape(parsing: Parsing, token: string): Node {
  const { source, book, flags } = parsing;
  const found = readEscape(source, token, false);
  switch (found.kind) {
    case "character":
      return literal(parsing, found.code);
    case "class":
      return {
        ...folding(parsing),
        kind: "set",
        negate: false,
        items: [{ class: found.name, ascii: flags.ascii }],
      };
    case "anchor":
      return { kind: "at", where: found.where, ascii: flags.ascii };
    default:
      book.checkReference(source, found.number, found.length);
      return { ...folding(parsing), kind: "back", group: found.number };
  }
}

const folding = ({ flags }: Parsing) => ({ ignoreCase: flags.ignoreCase, ascii: flags.ascii });

function literal(parsing: Parsing, code: number): Node {
  return { ...folding(parsing), kind: "set", negate: false, items: [{ from: code, to: code }] };
}

/** Is the brace the start of a count such as {2,}? Then it has been left unread. */
function isCount(source: RegexSource): boolean {
  const { position, characters } = source;
  return /^(?:\d+(?:,\d*)?|,\d*)\}/.test(characters.slice(position, position + 30).join(""));
}

function repeated(source: RegexSource, token: string, item: Node | undefined): Node {
  const here = source.position;
  const back = () => source.position - here + 1;
  const [min, max] =
    token === "{"
      ? readCount(source, here)
      : token === "?"
        ? [0, 1]
        : [token === "+" ? 1 : 0, Number.POSITIVE_INFINITY];
  if (!item || item.kind === "at") throw source.fault("nothing to repeat", back());
  if (item.kind === "repeat") throw source.fault("multiple repeat", back());
  const mode = source.skip("?") ? "lazy" : source.skip("+") ? "possessive" : "greedy";
  return { kind: "repeat", min, max, mode, body: item };
}

function readCount(source: RegexSource, here: number): [number, number] {
  const low = source.takeWhile(30, /^\d$/);
  const comma = source.skip(",");
  const high = comma ? source.takeWhile(30, /^\d$/) : low;
  source.skip("}");
  const min = Number(low || 0);
  const max = high === "" ? Number.POSITIVE_INFINITY : Number(high);
  if (min >= MAX_REPEAT || (max >= MAX_REPEAT && high !== ""))
    throw regexFault("the repetition number is too large");
  if (max < min) throw source.fault("min repeat greater than max repeat", source.position - here);
  return [min, max];
}

function parseSet(parsing: Parsing): Node {
  const { source } = parsing;
  const here = source.position - 1;
  const negate = source.skip("^");
  const items: SetItem[] = [];
  const part = (): SetItem => {
    const text = source.take();
    if (text === undefined) throw source.fault("unterminated character set", source.position - here);
    return setItem(parsing, text);
  };
  for (let first = true; ; first = false) {
    if (!first && source.skip("]")) break;
    const from = source.position;
    const item = part();
    if (!source.skip("-")) {
      items.push(item);
      continue;
    }
    if (source.next === "]") {
      source.take();
      items.push(item, { from: 45, to: 45 });
      break;
    }
    const to = part();
    const shown = source.characters.slice(from, source.position);
    if ("class" in item || "class" in to || to.from < item.from)
      throw source.fault(`bad character range ${shown.join("")}`, shown.length);
    items.push({ from: item.from, to: to.from });
  }
  return { ...folding(parsing), kind: "set", negate, items };
}

function setItem({ source, flags }: Parsing, text: string): SetItem {
  if (!text.startsWith("\\")) {
    const code = text.codePointAt(0)!;
    return { from: code, to: code };
  }
  const found = readEscape(source, text, true);
  if (found.kind === "class") return { class: found.name, ascii: flags.ascii };
  if (found.kind !== "character") throw source.fault(`bad escape ${text}`, text.length);
  return { from: found.code, to: found.code };
}
