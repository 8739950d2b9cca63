import { dictGet } from "../../model/value.js";
import { charactersBefore, lengthOf, sliceText } from "./code_points.js";
import { formatPositional } from "./format.js";
import { asDict, isMapping, isNumber, typeName } from "./python.js";
import { type TextCall, textArgument, wholeArgument } from "./text_arguments.js";
import { splitLines, splitText, splitTextFromEnd } from "./text_split.js";
import { type Result, Tuple, Undefined, undefinedFault } from "./values.js";

/** How many arguments it takes, at least and at most, and what it does. */
export interface TextMethod {
  least: number;
  most: number;
  run(call: TextCall): Result;
}

const method = (least: number, most: number, run: (call: TextCall) => Result): TextMethod => ({
  least,
  most,
  run,
});

/** The part that `start` and `end` of a search leave, and where it begins. */
function searched({ self, args }: TextCall): { part: string; from: number } {
  if (args.length < 2) return { part: self, from: 0 };
  const size = lengthOf(self);
  const counted = (value: number) => Math.max(value < 0 ? value + size : value, 0);
  const from = counted(wholeArgument(args[1], 0));
  const to = Math.min(counted(wholeArgument(args[2], size)), size);
  return { part: sliceText(self, from, Math.max(from, to)), from };
}

const finder = (last: boolean, must: boolean): TextMethod =>
  method(1, 3, (call) => {
    const { part, from } = searched(call);
    const wanted = textArgument(call.args[0]);
    // behind the end nothing is found, not even an empty text
    const at = from > lengthOf(call.self) ? -1 : last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
    if (at < 0 && must) throw new TypeError("substring not found");
    return at < 0 ? -1 : from + charactersBefore(part, at);
  });

const affixed = (name: string, has: (text: string, affix: string) => boolean): TextMethod =>
  method(1, 3, (call) => {
    const { part } = searched(call);
    const affix = call.args[0]!;
    const all = affix instanceof Tuple ? [...affix] : [affix];
    return all.some((one) => {
      if (typeof one === "string") return has(part, one);
      if (one instanceof Undefined) throw undefinedFault(one);
      throw new TypeError(`${name} first arg must be str or a tuple of str, not ${typeName(one)}`);
    });
  });

/** Fills up to a width; `share` says how much of it stands before. */
const padder = (share: (missing: number, width: number) => number): TextMethod =>
  method(1, 2, ({ self, args }) => {
    const width = wholeArgument(args[0], 0);
    const fill =
      args[1] === undefined ? " " : textArgument(args[1], "The fill character must be a unicode character");
    if (lengthOf(fill) !== 1) throw new TypeError("The fill character must be exactly one character long");
    const missing = Math.max(0, width - lengthOf(self));
    const before = share(missing, width);
    return fill.repeat(before) + self + fill.repeat(missing - before);
  });

/** Removes characters (white space, where none are named) from the ends. */
const stripper = (name: string, ends: { start: boolean; end: boolean }): TextMethod =>
  method(0, 1, ({ self, args }) => {
    const given = args[0] ?? null;
    const characters = given === null ? undefined : new Set([...strippedBy(given, name)]);
    const goes = (one: string) => (characters ? characters.has(one) : SPACE.test(one));
    const all = [...self];
    let [from, to] = [0, all.length];
    while (ends.start && from < to && goes(all[from]!)) from += 1;
    while (ends.end && to > from && goes(all[to - 1]!)) to -= 1;
    return all.slice(from, to).join("");
  });

function strippedBy(given: Result, name: string): string {
  if (typeof given !== "string" && !(given instanceof Undefined))
    throw new TypeError(`${name} arg must be None or str`);
  return textArgument(given);
}

/** What Python takes for white space. */
const SPACE = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/u;

/** Characters by their numbers: another number, a text, or nothing. */
function translated({ self, args }: TextCall): Result {
  const table = args[0]!;
  if (!isMapping(table)) throw new TypeError(`'${typeName(table)}' object is not subscriptable`);
  const one = (letter: string): string => {
    const found = dictGet(asDict(table), letter.codePointAt(0)!);
    if (found === undefined) return letter;
    if (found === null) return "";
    return isNumber(found as Result) ? String.fromCodePoint(Number(found)) : textArgument(found as Result);
  };
  return [...self].map(one).join("");
}

const is = (pattern: RegExp): TextMethod => method(0, 0, ({ self }) => pattern.test(self));
const mapped = (change: (text: string) => string): TextMethod => method(0, 0, ({ self }) => change(self));

const capitalize = (text: string): string => {
  const [first = ""] = text;
  return titled(first) + text.slice(first.length).toLowerCase();
};

/** Digraphs such as `ǆ` have a third case for titles. */
const titled = (letter: string): string =>
  /^[\u01c4-\u01cc\u01f1-\u01f3]$/.test(letter) ? TITLES[letter]! : upperFirst(letter);
/** `ß` is `Ss`: of what becomes several letters only the first is large. */
const upperFirst = (letter: string): string => {
  const [first = "", ...rest] = letter.toUpperCase();
  return first + rest.join("").toLowerCase();
};
const TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  ["Ǆǅǆ", "Ǉǈǉ", "Ǌǋǌ", "Ǳǲǳ"].flatMap((three) => [...three].map((one) => [one, three[1]!])),
);

const partition = (last: boolean): TextMethod =>
  method(1, 1, ({ self, args }) => {
    const separator = textArgument(args[0]);
    if (separator === "") throw new TypeError("empty separator");
    const at = last ? self.lastIndexOf(separator) : self.indexOf(separator);
    if (at < 0) return Tuple.make(last ? ["", "", self] : [self, "", ""]);
    return Tuple.make([self.slice(0, at), separator, self.slice(at + separator.length)]);
  });

function replaced({ self, args }: TextCall): string {
  const [from, to] = args
    .slice(0, 2)
    .map((one, at) => textArgument(one, `replace() argument ${at + 1} must be str`)) as [string, string];
  const limit = wholeArgument(args[2], -1);
  const parts = from === "" ? ["", ...self, ""] : self.split(from);
  const count = limit < 0 ? parts.length - 1 : Math.min(limit, parts.length - 1);
  return (
    parts.slice(0, count + 1).join(to) +
    (count + 1 < parts.length ? from + parts.slice(count + 1).join(from) : "")
  );
}

function count(call: TextCall): number {
  const { part } = searched(call);
  const wanted = textArgument(call.args[0]);
  return wanted === "" ? lengthOf(part) + 1 : part.split(wanted).length - 1;
}

function joined({ self, args }: TextCall, items: readonly Result[]): string {
  const texts = items.map((item, index) => {
    if (typeof item === "string") return item;
    if (item instanceof Undefined) throw undefinedFault(item);
    throw new TypeError(`sequence item ${index}: expected str instance, ${typeName(item)} found`);
  });
  return args.length > 0 ? texts.join(self) : "";
}

function expanded(text: string, size: number): string {
  let column = 0;
  return [...text]
    .map((one) => {
      if (one === "\n" || one === "\r") column = 0;
      else if (one !== "\t") column += 1;
      if (one !== "\t") return one;
      const width = size > 0 ? size - (column % size) : 0;
      column += width;
      return " ".repeat(width);
    })
    .join("");
}

const zeros = ({ self, args }: TextCall): string => {
  const [, sign, digits] = /^([-+]?)([\s\S]*)$/.exec(self)!;
  return sign + "0".repeat(Math.max(0, wholeArgument(args[0], 0) - lengthOf(self))) + digits;
};

/** The methods that need a list of what an iterable holds get it from `iterate`. */
export function textMethods(iterate: (value: Result) => Result[]): Readonly<Record<string, TextMethod>> {
  return {
    capitalize: mapped(capitalize),
    casefold: mapped((text) => text.replace(/[ßẞ]/g, "ss").toLowerCase().replace(/ς/g, "σ")),
    center: padder((missing, width) => Math.floor(missing / 2) + (missing & width & 1)),
    count: method(1, 3, count),
    decode: mapped((text) => text),
    encode: method(0, 2, ({ self }) => self),
    endswith: affixed("endswith", (text, end) => text.endsWith(end)),
    expandtabs: method(0, 1, ({ self, args, kwargs }) =>
      expanded(self, wholeArgument(args[0] ?? kwargs.tabsize, 8)),
    ),
    find: finder(false, false),
    format: method(0, Number.POSITIVE_INFINITY, ({ self, args, kwargs }) =>
      formatPositional(self, args, kwargs),
    ),
    index: finder(false, true),
    isalnum: is(/^[\p{L}\p{N}]+$/u),
    isalpha: is(/^\p{L}+$/u),
    isascii: is(/^[\0-\x7f]*$/),
    isdecimal: is(/^\p{Nd}+$/u),
    isdigit: is(/^[\p{Nd}\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468]+$/u),
    isidentifier: is(/^[\p{XID_Start}_]\p{XID_Continue}*$/u),
    islower: method(0, 0, ({ self }) => /\p{Ll}/u.test(self) && !/[\p{Lu}\p{Lt}]/u.test(self)),
    isnumeric: is(/^\p{N}+$/u),
    isprintable: is(/^(?:[^\p{Z}\p{C}]| )*$/u),
    isspace: is(SPACE),
    istitle: is(/^[^\p{L}]*(?:[\p{Lu}\p{Lt}][\p{Ll}\p{M}]*(?:[^\p{L}]+|$))+$/u),
    isupper: method(0, 0, ({ self }) => /\p{Lu}/u.test(self) && !/[\p{Ll}\p{Lt}]/u.test(self)),
    join: method(1, 1, (call) => joined(call, iterate(call.args[0]!))),
    ljust: padder(() => 0),
    lower: mapped((text) => text.toLowerCase()),
    lstrip: stripper("lstrip", { start: true, end: false }),
    partition: partition(false),
    removeprefix: method(1, 1, ({ self, args }) => {
      const prefix = textArgument(args[0], "removeprefix() argument must be str");
      return self.startsWith(prefix) ? self.slice(prefix.length) : self;
    }),
    removesuffix: method(1, 1, ({ self, args }) => {
      const suffix = textArgument(args[0], "removesuffix() argument must be str");
      return suffix !== "" && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self;
    }),
    replace: method(2, 3, replaced),
    rfind: finder(true, false),
    rindex: finder(true, true),
    rjust: padder((missing) => missing),
    rpartition: partition(true),
    rsplit: method(0, 2, splitTextFromEnd),
    rstrip: stripper("rstrip", { start: false, end: true }),
    split: method(0, 2, splitText),
    splitlines: method(0, 1, splitLines),
    startswith: affixed("startswith", (text, start) => text.startsWith(start)),
    strip: stripper("strip", { start: true, end: true }),
    swapcase: mapped((text) =>
      [...text].map((one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join(""),
    ),
    translate: method(1, 1, translated),
    title: mapped((text) => text.replace(/\p{L}+/gu, capitalize)),
    upper: mapped((text) => text.toUpperCase()),
    zfill: method(1, 1, zeros),
  };
}

/** Runs a method with as many arguments as it takes. */
export function callTextMethod(name: string, { least, most, run }: TextMethod, call: TextCall): Result {
  const given = call.args.length + Object.keys(call.kwargs).length;
  if (most === 0 && given > 0) throw new TypeError(`str.${name}() takes no arguments (${given} given)`);
  if (given > most) throw new TypeError(`${name} expected at most ${most} arguments, got ${given}`);
  if (given < least)
    throw new TypeError(`${name} expected at least ${least} argument${least === 1 ? "" : "s"}, got ${given}`);
  return run(call);
}
