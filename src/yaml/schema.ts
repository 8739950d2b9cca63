import type { CollectionTag, ScalarTag, Tags } from "yaml";
import { DateValue, Float } from "../model/value.js";

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
  /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t]+)\d{1,2}:\d{2}:\d{2}(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d{1,2}(?::?\d{2})?))?$/;
const INTEGER = /^[-+]?(?:0|[1-9][0-9_]*)$/;
const OCTAL = /^[-+]?0[0-7_]+$/;
const HEX = /^[-+]?0x[0-9a-fA-F_]+$/;
const BINARY = /^[-+]?0b[01_]+$/;
const SEXAGESIMAL = /^[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+$/;
const FLOAT = /^[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?$|^[-+]?\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?$/;
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

function dateValue(text: string): DateValue {
  return new DateValue(
    text.replace(/[Tt]/, " "),
    new Date(DATE.test(text) ? `${text}T00:00:00Z` : text.replace(" ", "T")),
  );
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
  const unsafeMap: CollectionTag = { tag: "!unsafe", collection: "map" };
  const unsafeSeq: CollectionTag = { tag: "!unsafe", collection: "seq" };
  return [...base, plain, unsafe, vault, encrypted, unsafeMap, unsafeSeq];
}
