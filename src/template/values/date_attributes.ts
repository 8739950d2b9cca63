import { DateValue } from "../../model/value.js";
import { makeFloat, toText } from "./python.js";
import { strftime } from "./strftime.js";
import type { TimeDelta } from "./timedelta.js";
import { Callable, type Result } from "./values.js";

/** A moment as Python's datetime without a zone: in the controller's time, or in UTC. `micro`: below the second. */
export function naiveDate(
  moment: Date,
  { utc = false, micro = moment.getMilliseconds() * 1000 } = {},
): DateValue {
  const fraction = micro > 0 ? `.${String(micro).padStart(6, "0")}` : "";
  const shift = utc ? 0 : moment.getTimezoneOffset() * 60_000;
  const text = strftime("%Y-%m-%d %H:%M:%S", moment, utc);
  return new DateValue(`${text}${fraction}`, new Date(moment.getTime() - shift));
}

const method = (name: string, call: (args: Result[]) => Result): Callable => new Callable(name, call);

/** A date without a zone is in the time of the controller. */
function timestampOf({ date, text }: DateValue): number {
  if (/[-+]\d\d:\d\d$/.test(text.slice(10))) return date.getTime() / 1000;
  const local = new Date(date.getTime());
  return (date.getTime() + local.getTimezoneOffset() * 60_000) / 1000;
}

/** The zone's own time, as the text shows it. */
function shownTime({ text }: DateValue): Date {
  return new Date(`${text.slice(0, 10)}T${text.slice(11, 19) || "00:00:00"}Z`);
}

function dateParts(value: DateValue): Record<string, () => Result> {
  const shown = shownTime(value);
  const weekday = (shown.getUTCDay() + 6) % 7;
  const day = value.text.slice(0, 10);
  return {
    date: () => method("date", () => new DateValue(day, new Date(`${day}T00:00:00Z`))),
    day: () => shown.getUTCDate(),
    hour: () => shown.getUTCHours(),
    isoformat: () => method("isoformat", () => value.text.replace(" ", "T")),
    isoweekday: () => method("isoweekday", () => weekday + 1),
    microsecond: () => Number((/\.(\d+)/.exec(value.text)?.[1] ?? "0").padEnd(6, "0")),
    minute: () => shown.getUTCMinutes(),
    month: () => shown.getUTCMonth() + 1,
    second: () => shown.getUTCSeconds(),
    strftime: () => method("strftime", ([format]) => strftime(toText(format ?? ""), shown, true)),
    timestamp: () => method("timestamp", () => makeFloat(timestampOf(value))),
    weekday: () => method("weekday", () => weekday),
    year: () => shown.getUTCFullYear(),
  };
}

function timeParts(value: TimeDelta): Record<string, () => Result> {
  return {
    days: () => value.days,
    microseconds: () => value.fraction,
    seconds: () => value.seconds,
    total_seconds: () => method("total_seconds", () => makeFloat(value.microseconds / 1_000_000)),
  };
}

/** What Python's dates and times between them answer to. */
export function timeAttribute(value: DateValue | TimeDelta, name: string): Result | undefined {
  const parts = value instanceof DateValue ? dateParts(value) : timeParts(value);
  return Object.hasOwn(parts, name) ? parts[name]!() : undefined;
}
