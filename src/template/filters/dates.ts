import { readFloat } from "../../model/python_numbers.js";
import { type ReadTime, strptime } from "../../model/python_times.js";
import { DateValue } from "../../model/value.js";
import type { Filter } from "../machine/machine.js";
import { filter } from "../machine/signature.js";
import { isText } from "../values/checks.js";
import { isNumber, isTrue, numeric, toText, typeName } from "../values/python.js";
import { strftime } from "../values/strftime.js";

/** A date as Python prints it: microseconds and a zone only where there are any. */
function dateValue({ date, microsecond, offset }: ReadTime): DateValue {
  const two = (value: number): string => String(value).padStart(2, "0");
  const fraction = microsecond === 0 ? "" : `.${String(microsecond).padStart(6, "0")}`;
  const size = Math.abs(offset ?? 0);
  const zone =
    offset === undefined ? "" : `${offset < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  const shown = date
    .toISOString()
    .replace(/^[+-]?0*(?=\d{4})/, "")
    .slice(0, 19)
    .replace("T", " ");
  return new DateValue(`${shown}${fraction}${zone}`, new Date(date.getTime() - (offset ?? 0) * 60_000));
}

const toDatetime = filter("to_datetime(string, format?)", (given, machine) => {
  const { string, format = "%Y-%m-%d %H:%M:%S" } = given;
  for (const [at, one] of [string!, format].entries())
    if (!isText(one))
      throw new TypeError(
        `strptime() argument ${at + 1} must be str, not ${one === null ? "None" : typeName(one)}`,
      );
  return dateValue(strptime(toText(string!), toText(format), machine.fail));
});

const formatTime = filter("strftime(string_format, second?, utc?)", (given, machine) => {
  const { string_format: format, second = null, utc = false } = given;
  let seconds = Date.now() / 1000;
  if (second !== null) {
    const read = isNumber(second) ? Number(numeric(second)) : isText(second) ? readFloat(second) : undefined;
    if (read === undefined) return machine.fail(`Invalid value for epoch value (${toText(second)})`);
    seconds = read;
  }
  if (!isText(format)) throw new TypeError(`strftime() argument 1 must be str, not ${typeName(format!)}`);
  return strftime(format, new Date(Math.floor(seconds) * 1000), isTrue(utc));
});

export const DATE_FILTERS: Readonly<Record<string, Filter>> = {
  strftime: formatTime,
  to_datetime: toDatetime,
};
