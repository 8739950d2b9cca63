import { DateValue } from "../../model/value.js";

const SECOND = 1_000_000;
const DAY = 86_400;

/** Python's timedelta: what lies between two dates. */
export class TimeDelta {
  readonly microseconds: number;

  constructor(microseconds: number) {
    this.microseconds = microseconds;
  }

  get days(): number {
    return Math.floor(this.microseconds / (SECOND * DAY));
  }

  get seconds(): number {
    return Math.floor((this.microseconds - this.days * DAY * SECOND) / SECOND);
  }

  /** the part below a second */
  get fraction(): number {
    return this.microseconds - (this.days * DAY + this.seconds) * SECOND;
  }

  /** `-2 days, 12:00:00` */
  get text(): string {
    const { days, seconds, fraction } = this;
    const two = (value: number) => String(value).padStart(2, "0");
    const time = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const lead = days === 0 ? "" : `${days} day${Math.abs(days) === 1 ? "" : "s"}, `;
    return `${lead}${time}${fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`}`;
  }

  get repr(): string {
    const { days, seconds, fraction } = this;
    const parts = [
      ...(days === 0 ? [] : [`days=${days}`]),
      ...(seconds === 0 ? [] : [`seconds=${seconds}`]),
      ...(fraction === 0 ? [] : [`microseconds=${fraction}`]),
    ];
    return `datetime.timedelta(${parts.length === 0 ? "0" : parts.join(", ")})`;
  }
}

/** Microseconds since 1970; those below a millisecond stand in the text only. */
function instant({ date, text }: DateValue): number {
  const below = /\.\d{3}(\d{1,3})/.exec(text)?.[1] ?? "";
  return date.getTime() * 1000 + Number(below.padEnd(3, "0").slice(0, 3) || 0);
}

const hasZone = ({ text }: DateValue): boolean => /[-+]\d\d:\d\d$/.test(text.slice(10));

export function between(later: DateValue, earlier: DateValue): TimeDelta {
  if (hasZone(later) !== hasZone(earlier))
    throw new TypeError("can't subtract offset-naive and offset-aware datetimes");
  return new TimeDelta(instant(later) - instant(earlier));
}

/** A date some time later; of a day without a time only days count. */
export function shifted(date: DateValue, by: number): DateValue {
  const zone = hasZone(date) ? date.text.slice(-6) : "";
  const added = date.isDay ? Math.floor(by / (SECOND * DAY)) * SECOND * DAY : by;
  const total = instant(date) + added;
  const moved = new Date(Math.floor(total / 1000));
  const local = new Date(moved.getTime() + offsetOf(zone));
  const fraction = ((total % SECOND) + SECOND) % SECOND;
  const [day, time] = local.toISOString().slice(0, 19).split("T") as [string, string];
  if (date.isDay) return new DateValue(day, moved);
  const below = fraction === 0 ? "" : `.${String(fraction).padStart(6, "0")}`;
  return new DateValue(`${day} ${time}${below}${zone}`, moved);
}

function offsetOf(zone: string): number {
  const found = /^([-+])(\d\d):(\d\d)$/.exec(zone);
  if (!found) return 0;
  return (found[1] === "-" ? -1 : 1) * (Number(found[2]) * 60 + Number(found[3])) * 60_000;
}

/** repr(): `datetime.datetime(2020, 1, 2, 3, 4)` */
export function dateRepr(value: DateValue): string {
  const [, zone] = /([-+]\d\d:\d\d)$/.exec(value.text.slice(10)) ?? [];
  const numbers = (
    value.text.replace(/[-+]\d\d:\d\d$/, (found) => (zone ? "" : found)).match(/\d+/g) ?? []
  ).map(Number);
  if (value.isDay) return `datetime.date(${numbers.slice(0, 3).join(", ")})`;
  const [year, month, day, hour = 0, minute = 0, second = 0] = numbers;
  const fraction = fractionOf(value);
  const rest = fraction > 0 ? [second, fraction] : second > 0 ? [second] : [];
  const tz =
    zone === undefined
      ? ""
      : `, tzinfo=${zone === "+00:00" ? "datetime.timezone.utc" : `datetime.timezone(${new TimeDelta(offsetOf(zone) * 1000).repr})`}`;
  return `datetime.datetime(${[year, month, day, hour, minute, ...rest].join(", ")}${tz})`;
}

/** The microseconds of a time, below its second. */
function fractionOf({ text }: DateValue): number {
  const digits = /\.(\d+)/.exec(text)?.[1] ?? "";
  return Number(digits.padEnd(6, "0").slice(0, 6) || 0);
}
