import { DAYS, MONTHS } from "../../model/python_times.js";

const DAY = 86_400_000;

/** The parts of a point in time, as a clock in its zone shows them. */
class Clock {
  readonly #at: Date;
  readonly epoch: number;
  readonly zone: string;
  readonly zoneName: string;

  constructor(date: Date, utc: boolean) {
    const minutes = utc ? 0 : -date.getTimezoneOffset();
    this.#at = new Date(date.getTime() + minutes * 60_000);
    this.epoch = Math.floor(date.getTime() / 1000);
    const size = Math.abs(minutes);
    this.zone = `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}${two(size % 60)}`;
    this.zoneName = utc || minutes === 0 ? "UTC" : zoneName(date);
  }

  get year(): number {
    return this.#at.getUTCFullYear();
  }
  get month(): number {
    return this.#at.getUTCMonth() + 1;
  }
  get day(): number {
    return this.#at.getUTCDate();
  }
  get hour(): number {
    return this.#at.getUTCHours();
  }
  get minute(): number {
    return this.#at.getUTCMinutes();
  }
  get second(): number {
    return this.#at.getUTCSeconds();
  }
  get millisecond(): number {
    return this.#at.getUTCMilliseconds();
  }
  get weekday(): number {
    return this.#at.getUTCDay();
  }
  get dayOfYear(): number {
    return Math.floor((this.#at.getTime() - Date.UTC(this.year, 0, 1)) / DAY) + 1;
  }
  /** weeks since the year's first Sunday or Monday */
  week(first: 0 | 1): number {
    return Math.floor((this.dayOfYear + 6 - ((this.weekday - first + 7) % 7)) / 7);
  }
  /** the year and week of ISO 8601: those of the week's Thursday */
  iso(): { year: number; week: number } {
    const thursday = new Date(this.#at.getTime() + (4 - (this.weekday || 7)) * DAY);
    const year = thursday.getUTCFullYear();
    return { year, week: Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / DAY / 7) + 1 };
  }
}

function zoneName(date: Date): string {
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date);
  return parts.find((part) => part.type === "timeZoneName")?.value ?? "";
}

const two = (value: number): string => String(value).padStart(2, "0");
const blank = (value: number): string => String(value).padStart(2, " ");

const CODES: Readonly<Record<string, (clock: Clock) => string>> = {
  "%": () => "%",
  A: (clock) => DAYS[clock.weekday]!,
  a: (clock) => DAYS[clock.weekday]!.slice(0, 3),
  B: (clock) => MONTHS[clock.month - 1]!,
  b: (clock) => MONTHS[clock.month - 1]!.slice(0, 3),
  C: (clock) => two(Math.floor(clock.year / 100)),
  c: (clock) => expand("%a %b %e %H:%M:%S %Y", clock),
  D: (clock) => expand("%m/%d/%y", clock),
  d: (clock) => two(clock.day),
  e: (clock) => blank(clock.day),
  F: (clock) => expand("%Y-%m-%d", clock),
  f: (clock) => `${String(clock.millisecond).padStart(3, "0")}000`,
  G: (clock) => String(clock.iso().year),
  g: (clock) => two(clock.iso().year % 100),
  H: (clock) => two(clock.hour),
  h: (clock) => expand("%b", clock),
  I: (clock) => two(clock.hour % 12 || 12),
  j: (clock) => String(clock.dayOfYear).padStart(3, "0"),
  k: (clock) => blank(clock.hour),
  l: (clock) => blank(clock.hour % 12 || 12),
  M: (clock) => two(clock.minute),
  m: (clock) => two(clock.month),
  n: () => "\n",
  P: (clock) => (clock.hour < 12 ? "am" : "pm"),
  p: (clock) => (clock.hour < 12 ? "AM" : "PM"),
  R: (clock) => expand("%H:%M", clock),
  r: (clock) => expand("%I:%M:%S %p", clock),
  S: (clock) => two(clock.second),
  s: (clock) => String(clock.epoch),
  T: (clock) => expand("%H:%M:%S", clock),
  t: () => "\t",
  U: (clock) => two(clock.week(0)),
  u: (clock) => String(clock.weekday || 7),
  V: (clock) => two(clock.iso().week),
  W: (clock) => two(clock.week(1)),
  w: (clock) => String(clock.weekday),
  X: (clock) => expand("%H:%M:%S", clock),
  x: (clock) => expand("%m/%d/%y", clock),
  Y: (clock) => String(clock.year),
  y: (clock) => two(clock.year % 100),
  Z: (clock) => clock.zoneName,
  z: (clock) => clock.zone,
};

/** glibc's flags: no padding, blanks, zeros, capitals. */
function flagged(text: string, flag: string, width: number): string {
  const [, number] = /^[ 0]*(\d+)$/.exec(text) ?? [];
  let found = text;
  if (number !== undefined && flag === "-") found = number;
  if (number !== undefined && flag === "_") found = number.padStart(text.length);
  if (number !== undefined && flag === "0") found = number.padStart(text.length, "0");
  if (flag === "^") found = text.toUpperCase();
  if (flag === "#") found = text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
  const isNumber = number !== undefined && flag !== "_";
  return flag === "-" ? found : found.padStart(width, isNumber || flag === "0" ? "0" : " ");
}

function expand(format: string, clock: Clock): string {
  return format.replace(
    /%([-_0^#]?)(\d*)[EO]?([a-zA-Z%])/g,
    (whole, flag: string, width: string, code: string) => {
      const write = Object.hasOwn(CODES, code) ? CODES[code]! : undefined;
      return write ? flagged(write(clock), flag, Number(width)) : whole;
    },
  );
}

/** C's strftime, in UTC or in the time of the controller. */
export function strftime(format: string, date: Date, utc: boolean): string {
  return expand(format, new Clock(date, utc));
}
