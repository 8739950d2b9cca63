import { readFloat, smallest } from "../../model/python_numbers.js";
import type { Filter, Machine } from "../machine/machine.js";
import { filter, type Given } from "../machine/signature.js";
import { isText } from "../values/checks.js";
import { isNumber, isTrue, numeric, toText, typeName } from "../values/python.js";
import type { Result } from "../values/values.js";

/** Sizes for people: `1.50 KB`, `10M`. */

const UNITS = "YZEPTGMKB";
const LARGE_NAMES: Readonly<Record<string, string>> = {
  B: "",
  K: "kilo",
  M: "mega",
  G: "giga",
  T: "tera",
  P: "peta",
  E: "exa",
  Z: "zetta",
  Y: "yotta",
};

const powerOf = (unit: string): number => UNITS.length - 1 - UNITS.indexOf(unit);

const humanReadable = filter("human_readable(size, isbits?, unit?)", ({ size, isbits, unit }, machine) => {
  const failing = (what: string): never => machine.fail(`human_readable() failed on bad input: ${what}`);
  const isBits = isTrue(isbits ?? false);
  if (!isNumber(size!))
    return failing(`'>=' not supported between instances of '${typeName(size!)}' and 'int'`);
  const bytes = Number(numeric(size));
  const wanted = unit === undefined || unit === null ? undefined : toText(unit).toUpperCase();
  const found =
    [...UNITS].find((one) => (wanted === undefined ? bytes >= 1024 ** powerOf(one) : wanted === one)) ?? "B";
  const name = found === "B" ? (isBits ? "bits" : "Bytes") : found + (isBits ? "b" : "B");
  return `${(bytes / 1024 ** powerOf(found)).toFixed(2)} ${name}`;
});

/** Is it the unit's short or long name, in bytes or bits? A single letter always is. */
function isUnit(unit: string, isBits: boolean): boolean {
  if (unit.length === 1) return true;
  const key = unit[0]!.toUpperCase();
  const short = key === "B" ? (isBits ? "b" : "B") : key + (isBits ? "b" : "B");
  return unit === short || unit.toLowerCase() === LARGE_NAMES[key] + (isBits ? "bit" : "byte");
}

function bytesOf(given: Given, machine: Machine): Result {
  const failing = (): never =>
    machine.fail(`human_to_bytes() can't interpret following string: ${toText(given.size!)}`);
  const read = /^(\d*\.?\d+)(?:\s*([A-Za-z]+))?\s*$/.exec(toText(given.size!));
  if (!read) return failing();
  const amount = Number(read[1]);
  const unit: Result = read[2] ?? given.default_unit ?? null;
  if (unit === null) return smallest(BigInt(Math.round(amount)));
  if (!isText(unit))
    return machine.fail(
      `human_to_bytes() failed on bad input: '${typeName(unit)}' object is not subscriptable`,
    );
  const key = unit.charAt(0).toUpperCase();
  if (key === "" || !UNITS.includes(key) || !isUnit(unit, isTrue(given.isbits ?? false))) return failing();
  return smallest(BigInt(Math.round(amount * 1024 ** powerOf(key))));
}

const PREFIXES = "kMGTPEZY";

const filesizeformat = filter("do_filesizeformat(value, binary?)", ({ value, binary }, machine) => {
  const read = isText(value) ? readFloat(value) : isNumber(value!) ? Number(numeric(value)) : undefined;
  if (read === undefined && isText(value))
    return machine.fail(`could not convert string to float: '${value}'`);
  if (read === undefined)
    throw new TypeError(`float() argument must be a string or a real number, not '${typeName(value!)}'`);
  const isBinary = isTrue(binary ?? false);
  const base = isBinary ? 1024 : 1000;
  if (read === 1) return "1 Byte";
  if (read < base) return `${Math.trunc(read)} Bytes`;
  const fits = [...PREFIXES].findIndex((_, at) => read < base ** (at + 2));
  const power = fits < 0 ? PREFIXES.length - 1 : fits;
  const prefix = isBinary ? `${PREFIXES[power]!.toUpperCase()}i` : PREFIXES[power]!;
  return `${((base * read) / base ** (power + 2)).toFixed(1)} ${prefix}B`;
});

export const SIZE_FILTERS: Readonly<Record<string, Filter>> = {
  filesizeformat,
  human_readable: humanReadable,
  human_to_bytes: filter("human_to_bytes(size, default_unit?, isbits?)", bytesOf),
};
