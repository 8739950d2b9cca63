import { DateValue } from "../../model/value.js";
import { timeAttribute } from "./date_attributes.js";
import { formatNumber } from "./number_format.js";
import { isFloat, isNumber, makeFloat, numeric, repr, toText, typeName } from "./python.js";
import type { Callable, Result } from "./values.js";

/** What stands behind the colon of `{:…}`: [[fill]align][sign][#][0][width][grouping][.precision][type] */
interface Spec {
  fill: string | undefined;
  align: string | undefined;
  sign: string;
  isFull: boolean;
  isZeroed: boolean;
  width: number;
  /** between groups of digits: "," or "_" */
  grouping: string;
  precision: number | undefined;
  type: string;
}

const SPEC = /^(?:([\s\S])?([<>^=]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/u;

/** Throws TypeError, with Python's words here and below. */
function readSpec(text: string, of: string, usual = ""): Spec {
  const found = SPEC.exec(text);
  if (!found) throw new TypeError(`Invalid format specifier '${text}' for object of type '${of}'`);
  const [, fill, align, sign, full, zero, width, grouping, precision, type] = found;
  checkGrouping(grouping!, type || usual);
  return {
    fill,
    align,
    sign: sign!,
    isFull: full !== "",
    isZeroed: zero !== "",
    width: Number(width),
    grouping: grouping!,
    precision: precision === undefined ? undefined : Number(precision),
    type: type!,
  };
}

function checkGrouping(grouping: string, type: string): void {
  const isTaken = grouping === "" || (grouping === "_" ? /^[bdeEfFgGoxX%]?$/ : /^[deEfFgG%]?$/).test(type);
  if (!isTaken) throw new TypeError(`Cannot specify '${grouping}' with '${type}'.`);
}

/** format(value, spec) */
export function formatValue(value: Result, text: string): string {
  if (text === "") return toText(value);
  if (value instanceof DateValue) return toText(dateText(value, text));
  if (typeof value === "string") return formatText(value, readSpec(text, "str", "s"));
  if (typeof value === "boolean") return formatWhole(BigInt(value), readSpec(text, "bool"), "bool");
  if (!isNumber(value))
    throw new TypeError(`unsupported format string passed to ${typeName(value)}.__format__`);
  const spec = readSpec(text, typeName(value));
  return isFloat(value)
    ? formatFloat(Number(numeric(value)), spec, "float")
    : formatWhole(BigInt(numeric(value)), spec, "int");
}

const dateText = (date: DateValue, format: string): Result =>
  (timeAttribute(date, "strftime") as Callable).call([format], {});

const unknown = (type: string, name: string): TypeError =>
  new TypeError(`Unknown format code '${type}' for object of type '${name}'`);

function formatText(text: string, spec: Spec): string {
  if (spec.type !== "" && spec.type !== "s") throw unknown(spec.type, "str");
  if (spec.sign === " ") throw new TypeError("Space not allowed in string format specifier");
  if (spec.sign !== "") throw new TypeError("Sign not allowed in string format specifier");
  if (spec.isFull) throw new TypeError("Alternate form (#) not allowed in string format specifier");
  if (spec.grouping !== "") throw new TypeError(`Cannot specify '${spec.grouping}' with 's'.`);
  if (spec.align === "=") throw new TypeError("'=' alignment not allowed in string format specifier");
  const shown = [...text].slice(0, spec.precision ?? Number.POSITIVE_INFINITY).join("");
  return padded(shown, spec.isZeroed ? { ...spec, fill: spec.fill ?? "0" } : spec, "<");
}

const GROUP_SIZES: Readonly<Record<string, number>> = { b: 4, o: 4, x: 4, X: 4 };

function formatWhole(value: bigint, spec: Spec, name: string): string {
  const type = spec.type === "" || spec.type === "n" ? "d" : spec.type;
  if (/^[eEfFgG%]$/.test(type)) return formatFloat(Number(value), spec, name);
  if (!/^[bcdoxX]$/.test(type)) throw unknown(type, name);
  if (spec.precision !== undefined) throw new TypeError("Precision not allowed in integer format specifier");
  if (type === "c") return character(value, spec);
  const digits = formatNumber(value < 0n ? -value : value, { type });
  const prefix = spec.isFull && type !== "d" ? `0${type}` : "";
  return signed({ digits, prefix, rest: "", isNegative: value < 0n }, spec);
}

function character(value: bigint, spec: Spec): string {
  if (spec.sign !== "") throw new TypeError("Sign not allowed with integer format specifier 'c'");
  if (spec.isFull) throw new TypeError("Alternate form (#) not allowed with integer format specifier 'c'");
  if (value < 0n || value >= 0x110000n) throw new RangeError("%c arg not in range(0x110000)");
  return signed(
    { digits: "", prefix: "", rest: String.fromCodePoint(Number(value)), isNegative: false },
    spec,
  );
}

function formatFloat(value: number, spec: Spec, name: string): string {
  if (!/^[eEfFgGn%]?$/.test(spec.type)) throw unknown(spec.type, name);
  const shown = floatDigits(Math.abs(value), spec);
  const [, digits, rest] = /^(\d*)([\s\S]*)$/.exec(shown)!;
  const isNegative = value < 0 || Object.is(value, -0);
  return signed({ digits: digits!, prefix: "", rest: rest!, isNegative }, spec);
}

function floatDigits(value: number, { type, precision, isFull }: Spec): string {
  const style = { precision, isFull };
  if (type === "%") return `${formatNumber(value * 100, { ...style, type: "f" })}%`;
  if (type !== "") return formatNumber(value, { ...style, type: type === "n" ? "g" : type });
  if (precision === undefined) return pointed(repr(makeFloat(value)), isFull);
  return shortest(value, precision, isFull);
}

/** Without a type: as `g`, but a number that is written in full keeps a digit behind its point. */
function shortest(value: number, precision: number, isFull: boolean): string {
  const digits = Math.max(1, precision);
  const general = formatNumber(value, { type: "g", precision: digits });
  if (!/^\d+$/.test(general)) return formatNumber(value, { type: "g", precision: digits, isFull });
  // a point and a zero are a digit more than there may be
  if (general.length < digits)
    return isFull ? formatNumber(value, { type: "g", precision: digits, isFull }) : `${general}.0`;
  return pointed(
    formatNumber(value, { type: "e", precision: digits - 1 })
      .replace(/(\.\d*?)0+(?=e)/, "$1")
      .replace(".e", "e"),
    isFull,
  );
}

/** `#`: a point always stands there. */
const pointed = (text: string, isFull: boolean): string => (isFull ? text.replace(/^\d+(?=e)/, "$&.") : text);

interface Digits {
  digits: string;
  prefix: string;
  /** point and fraction, exponent, `%`; all of what is no number */
  rest: string;
  isNegative: boolean;
}

function signed({ digits, prefix, rest, isNegative }: Digits, spec: Spec): string {
  const sign = isNegative ? "-" : spec.sign === "-" ? "" : spec.sign;
  const head = sign + prefix;
  const fill = spec.fill ?? (spec.isZeroed ? "0" : " ");
  const align = spec.align ?? (spec.isZeroed ? "=" : ">");
  if (align !== "=") return padded(head + grouped(digits, spec) + rest, { ...spec, fill, align }, ">");
  const room = spec.width - [...head].length - [...rest].length;
  const body = fill === "0" ? grouped(digits, spec, room) : grouped(digits, spec);
  return head + fill.repeat(Math.max(0, room - body.length)) + body + rest;
}

/** Digits in groups; `room`: filled up with zeros to so many characters. */
function grouped(digits: string, { grouping, type }: Spec, room = 0): string {
  if (grouping === "" || digits === "") return digits.padStart(room, "0");
  const size = GROUP_SIZES[type] ?? 3;
  const inGroups = (text: string): string =>
    text.replace(new RegExp(`\\B(?=(?:[0-9a-fA-F]{${size}})+$)`, "g"), grouping);
  let filled = digits;
  while (inGroups(filled).length < room) filled = `0${filled}`;
  return inGroups(filled);
}

function padded(
  text: string,
  { width, fill = " ", align }: Pick<Spec, "width" | "fill" | "align">,
  usual: string,
): string {
  const missing = Math.max(0, width - [...text].length);
  const direction = align ?? usual;
  const before = direction === "<" ? 0 : direction === "^" ? Math.floor(missing / 2) : missing;
  return fill.repeat(before) + text + fill.repeat(missing - before);
}
