import type { ScalarTag, Tags } from "yaml";
import { DateValue, Float, type Value } from "../model/value.js";

/** A scalar that is data whatever it looks like (`!unsafe`); resolved to the place's mark by the reader. */
export class UnsafeText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** `!vault`: decrypted when it is read. */
export class VaultText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP =
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::\d{2})?))?$/;
const INTEGER = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const OCTAL = /^[-+]?0[0-7_]+$/;
const HEX = /^[-+]?0x[0-9a-fA-F_]+$/;
const BINARY = /^[-+]?0b[01_]+$/;
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const FLOAT = /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)(?:[eE][-+][0-9]+)?$/;
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/;
const SPECIAL = /^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/;

const CONSTANTS = new Map<string, boolean | null>([
  ...["yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((text) => [text, true] as const),
  ...["no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((text) => [text, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((text) => [text, null] as const),
]);

/** A plain scalar as PyYAML reads it (YAML 1.1 with its own omissions: `y`, `1e3` and `0o7` are text). */
export function plainScalar(text: string): unknown {
  const constant = CONSTANTS.get(text);
  if (constant !== undefined) return constant;
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.replace(/_/g, "");
  if (INTEGER.test(text)) return wholeNumber(digits);
  if (OCTAL.test(text)) return radix(digits, 8, 0);
  if (HEX.test(text)) return radix(digits, 16, 2);
  if (BINARY.test(text)) return radix(digits, 2, 2);
  if (FLOAT.test(text)) return floatNumber(Number(digits));
  if (SEXAGESIMAL.test(text)) return sexagesimal(digits);
  if (SEXAGESIMAL_FLOAT.test(text)) return floatNumber(sexagesimal(digits));
  if (SPECIAL.test(text)) return special(text);
  if (DATE.test(text) || TIMESTAMP.test(text)) return dateValue(text);
  return text;
}

function wholeNumber(digits: string): number | bigint {
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : BigInt(digits);
}

function radix(digits: string, base: number, prefix: number): number {
  const negative = digits.startsWith("-");
  const value = Number.parseInt(digits.replace(/^[-+]/, "").slice(prefix), base);
  return negative ? -value : value;
}

function floatNumber(value: number): number | Float {
  return Number.isInteger(value) ? new Float(value) : value;
}

function sexagesimal(digits: string): number {
  const negative = digits.startsWith("-");
  const value = digits
    .replace(/^[-+]/, "")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
  return negative ? -value : value;
}

function special(text: string): number {
  if (/nan/i.test(text)) return Number.NaN;
  return text.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const STAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt]|[ \t]+)(\d{1,2}):(\d{2}):(\d{2})(?:\.(\d*))?[ \t]*(Z|([-+])(\d{1,2})(?::(\d{2}))?)?$/;

/** The text is what Python's str() of the date says. A day that no calendar has stays text. */
function dateValue(text: string): DateValue | string {
  if (DATE.test(text)) return dated(text, text, `${text}T00:00:00Z`);
  const [, year, month, day, hour, minute, second, fraction = "", zone, sign, hours, minutes = "00"] =
    STAMP.exec(text)!;
  const two = (part: string | undefined) => part!.padStart(2, "0");
  const offset = zone === undefined ? "" : zone === "Z" ? "+00:00" : `${sign}${two(hours)}:${minutes}`;
  const micro = fraction.slice(0, 6).padEnd(6, "0");
  const time = `${two(hour)}:${minute}:${second}${Number(micro) > 0 ? `.${micro}` : ""}`;
  const date = `${year}-${two(month)}-${two(day)}`;
  return dated(text, `${date} ${time}${offset}`, `${date}T${time}${offset || "Z"}`);
}

function dated(written: string, text: string, iso: string): DateValue | string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? written : new DateValue(text, date);
}

/** A scalar with a tag of its own: `!!str 8080`, `!!int "8080"`. */
export function typedScalar(text: string, tag: string): Value {
  if (tag.endsWith(":str")) return text;
  const value = plainScalar(text) as Value;
  if (tag.endsWith(":float") && typeof value === "number") return floatNumber(value);
  if (tag.endsWith(":null")) return null;
  return value;
}

/** Of PyYAML's, those for lists of pairs are left out: no file of Ansible's has them. */
const KNOWN_TAGS = new Set([
  "!",
  ..."unsafe vault vault-encrypted".split(" ").map((name) => `!${name}`),
  ..."null bool int float binary timestamp set str seq map python/unicode"
    .split(" ")
    .map((name) => `tag:yaml.org,2002:${name}`),
]);

/** Is a tag one that PyYAML and Ansible know? */
export function isKnownTag(tag: string): boolean {
  return KNOWN_TAGS.has(tag);
}

const plain: ScalarTag = {
  tag: "tag:yaml.org,2002:str",
  default: true,
  resolve: (text: string) => text,
};

const boxed = (tag: string, make: (text: string) => unknown): ScalarTag => ({
  tag,
  resolve: (text: string) => make(text),
});

/** Tags of Ansible's YAML; what plain scalars mean is decided by `plainScalar`, where quoting is known. */
export function ansibleTags(base: Tags): Tags {
  const unsafe = boxed("!unsafe", (text) => new UnsafeText(text));
  const vault = boxed("!vault", (text) => new VaultText(text));
  const encrypted = boxed("!vault-encrypted", (text) => new VaultText(text));
  return [...base, plain, unsafe, vault, encrypted];
}
