import { type Dict, dictGet, isDict } from "../model/value.js";
import { isNumber, numeric, repr, toText } from "./python.js";
import type { Kwargs, Result } from "./values.js";

/** Python's `'%s …' % values`. */
export function formatPercent(format: string, values: Result): string {
  const list = Array.isArray(values) ? (values as Result[]) : [values];
  let next = 0;
  return format.replace(
    /%(?:\((\w+)\))?([-+ #0]*)(\*|\d+)?(?:\.(\d+))?([sdifFgGexXorcu%])/g,
    (
      _whole,
      key: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      type: string,
    ) => {
      if (type === "%") return "%";
      const wide = width === "*" ? Number(list[next++]) : Number(width ?? 0);
      const value =
        key !== undefined && isDict(values) ? (dictGet(values as Dict, key) ?? null) : (list[next++] ?? null);
      return pad(
        formatOne(value, type, flags, precision === undefined ? undefined : Number(precision)),
        flags,
        wide,
      );
    },
  );
}

function formatOne(value: Result, type: string, flags: string, precision: number | undefined): string {
  if (type === "s") return precision === undefined ? toText(value) : toText(value).slice(0, precision);
  if (type === "r") return repr(value);
  if (type === "c") return typeof value === "number" ? String.fromCodePoint(value) : toText(value);
  const number = isNumber(value) ? Number(numeric(value)) : Number(value);
  const sign = number >= 0 && flags.includes("+") ? "+" : number >= 0 && flags.includes(" ") ? " " : "";
  return sign + formatNumber(number, type, precision, flags.includes("#"));
}

function formatNumber(
  number: number,
  type: string,
  precision: number | undefined,
  prefixed: boolean,
): string {
  switch (type) {
    case "x":
      return (prefixed ? "0x" : "") + Math.trunc(number).toString(16);
    case "X":
      return (prefixed ? "0X" : "") + Math.trunc(number).toString(16).toUpperCase();
    case "o":
      return (prefixed ? "0o" : "") + Math.trunc(number).toString(8);
    case "b":
      return (prefixed ? "0b" : "") + Math.trunc(number).toString(2);
    case "f":
    case "F":
      return number.toFixed(precision ?? 6);
    case "e":
      return number.toExponential(precision ?? 6).replace(/e([-+])(\d)$/, "e$10$2");
    case "g":
    case "G":
      return String(Number(number.toPrecision(precision || 6)));
    default:
      return String(Math.trunc(number));
  }
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (flags.includes("0") && /^[-+ ]?\d/.test(text)) {
    const sign = /^[-+ ]/.test(text) ? text[0]! : "";
    return sign + text.slice(sign.length).padStart(width - sign.length, "0");
  }
  return text.padStart(width);
}

/** Python's `'{} {name}'.format(…)`. */
export function formatPositional(format: string, args: Result[], kwargs: Kwargs): string {
  let next = 0;
  return format.replace(
    /\{\{|\}\}|\{([^{}:!]*)(?:!([rs]))?(?::([^{}]*))?\}/g,
    (whole, field: string, conversion: string, spec: string) => {
      if (whole === "{{") return "{";
      if (whole === "}}") return "}";
      const [head, ...path] = (field ?? "")
        .split(/\.|\[|\]\.?/)
        .filter((part, index) => index === 0 || part !== "");
      let value: Result =
        head === ""
          ? (args[next++] ?? null)
          : /^\d+$/.test(head!)
            ? (args[Number(head)] ?? null)
            : (kwargs[head!] ?? null);
      for (const part of path) value = member(value, part);
      if (conversion === "r") return repr(value);
      return applySpec(value, spec ?? "");
    },
  );
}

function member(value: Result, part: string): Result {
  if (Array.isArray(value)) return (value[Number(part)] as Result) ?? null;
  return isDict(value) ? ((dictGet(value as Dict, part) as Result) ?? null) : null;
}

function applySpec(value: Result, spec: string): string {
  const parsed = /^(?:(.)?([<>^=]))?([-+ ]?)(#?)(0?)(\d*)(,?)(?:\.(\d+))?([bcdeEfFgGosxX%]?)$/.exec(spec);
  if (!parsed || spec === "") return toText(value);
  const [, fill, align, sign, alternate, zero, width, comma, precision, type] = parsed;
  let text: string;
  if (isNumber(value) && type !== "s") {
    const number = Number(numeric(value));
    if (type === "%") text = `${(number * 100).toFixed(precision ? Number(precision) : 6)}%`;
    else if (type || precision)
      text = formatNumber(number, type || "g", precision ? Number(precision) : undefined, alternate === "#");
    else text = toText(value);
    if (comma) text = text.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    if (number >= 0 && sign && sign !== "-") text = sign + text;
  } else text = precision ? toText(value).slice(0, Number(precision)) : toText(value);
  const wide = Number(width || 0);
  const filler = fill ?? (zero ? "0" : " ");
  const direction = align ?? (isNumber(value) ? ">" : "<");
  if (direction === "<") return text.padEnd(wide, filler);
  if (direction === "^") {
    const missing = Math.max(0, wide - text.length);
    return filler.repeat(Math.floor(missing / 2)) + text + filler.repeat(Math.ceil(missing / 2));
  }
  return filler === "0" ? pad(text, "0", wide) : text.padStart(wide, filler);
}
