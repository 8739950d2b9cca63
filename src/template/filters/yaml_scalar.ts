/** What libyaml finds out about a text before it chooses how to write it. */
export interface ScalarTraits {
  isMultiline: boolean;
  plainInFlow: boolean;
  plainInBlock: boolean;
  singleQuoted: boolean;
  block: boolean;
}

/** Texts that YAML 1.1 reads as something else: they have to be quoted. */
const RESOLVED = new RegExp(
  [
    "~|null|Null|NULL|",
    "yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF",
    "[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+",
    "[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+",
    "[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?",
    "[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*",
    "[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)",
    "\\d{4}-\\d\\d-\\d\\d",
    "\\d{4}-\\d\\d?-\\d\\d?(?:[Tt]|[ \\t]+)\\d\\d?:\\d\\d:\\d\\d(?:\\.\\d*)?(?:[ \\t]*(?:Z|[-+]\\d\\d?(?::\\d\\d)?))?",
    "<<|=|[!&*]",
  ]
    .map((one) => `(?:${one})`)
    .join("|")
    .replace(/^/, "^(?:")
    .concat(")$"),
);

export const isResolved = (text: string): boolean => RESOLVED.test(text);

export const isBreak = (one: string | undefined): boolean =>
  one === "\n" || one === "\r" || one === "\x85" || one === "\u2028" || one === "\u2029";

/** Characters beyond the first plane count as unprintable, as in libyaml. */
export function isPrintable(one: string): boolean {
  const code = one.codePointAt(0)!;
  if (code === 0x0a || (code >= 0x20 && code <= 0x7e)) return true;
  if (code < 0xa0 || code === 0xfeff || code === 0xfffe || code === 0xffff || code > 0xffff) return false;
  return code < 0xd800 || code > 0xdfff;
}

const isBlank = (one: string | undefined): boolean =>
  one === undefined || one === " " || one === "\t" || one === "\0" || isBreak(one);

interface Indicators {
  flow: boolean;
  block: boolean;
}

function indicatorsAtStart(one: string, next: string | undefined): Indicators {
  if ("#,[]{}&*!|>'\"%@`".includes(one)) return { flow: true, block: true };
  if (one === "?" || one === ":") return { flow: true, block: isBlank(next) };
  const isDash = one === "-" && isBlank(next);
  return { flow: isDash, block: isDash };
}

function indicatorsInside(one: string, next: string | undefined, before: string | undefined): Indicators {
  if (",?[]{}".includes(one)) return { flow: true, block: false };
  if (one === ":") return { flow: true, block: isBlank(next) };
  const isComment = one === "#" && isBlank(before);
  return { flow: isComment, block: isComment };
}

function indicatorsOf(characters: readonly string[]): Indicators {
  const starts = /^(?:---|\.\.\.)/.test(characters.slice(0, 3).join(""));
  const found: Indicators = { flow: starts, block: starts };
  for (const [at, one] of characters.entries()) {
    const next = characters[at + 1];
    const { flow, block } =
      at === 0 ? indicatorsAtStart(one, next) : indicatorsInside(one, next, characters[at - 1]);
    found.flow ||= flow;
    found.block ||= block;
  }
  return found;
}

/** Where blanks and line breaks stand. */
function spacesOf(characters: readonly string[]) {
  const [first, last] = [characters[0], characters.at(-1)];
  const pairs = characters.map((one, at) => [one, characters[at + 1]] as const);
  return {
    isEdged: first === " " || last === " " || isBreak(first) || isBreak(last),
    endsWithSpace: last === " ",
    breakThenSpace: pairs.some(([one, next]) => isBreak(one) && next === " "),
    spaceThenBreak: pairs.some(([one, next]) => one === " " && isBreak(next)),
  };
}

export function traitsOf(text: string): ScalarTraits {
  if (text === "")
    return { isMultiline: false, plainInFlow: false, plainInBlock: true, singleQuoted: true, block: false };
  const characters = [...text];
  const { flow, block } = indicatorsOf(characters);
  const spaces = spacesOf(characters);
  const isMultiline = characters.some(isBreak);
  const isSpecial = !characters.every(isPrintable);
  const isPlain =
    !spaces.isEdged && !spaces.breakThenSpace && !spaces.spaceThenBreak && !isSpecial && !isMultiline;
  return {
    isMultiline,
    plainInFlow: isPlain && !flow,
    plainInBlock: isPlain && !block,
    singleQuoted: !spaces.breakThenSpace && !spaces.spaceThenBreak && !isSpecial,
    block: !spaces.endsWithSpace && !spaces.spaceThenBreak && !isSpecial,
  };
}
