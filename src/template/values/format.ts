import { type Dict, dictGet, isDict } from "../../model/value.js";
import { formatNumber } from "./number_format.js";
import { padded } from "./percent.js";
import { isNumber, numeric, repr, toText } from "./python.js";
import type { Kwargs, Result } from "./values.js";

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
      return applySpec(
        conversion === "r" ? repr(value) : conversion === "s" ? toText(value) : value,
        spec ?? "",
      );
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
    const style = { precision: precision ? Number(precision) : undefined, isFull: alternate === "#" };
    if (type === "%") text = `${formatNumber(number * 100, { ...style, type: "f" })}%`;
    else if (type || precision) text = formatNumber(numeric(value), { ...style, type: type || "g" });
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
  return filler === "0" ? padded(text, { flags: "0", width: wide, type: "d" }) : text.padStart(wide, filler);
}
