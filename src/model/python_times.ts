export const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
export const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

type Fail = (message: string) => never;

/** A point in time as it was read: microseconds count, a zone may be missing. */
export interface ReadTime {
  date: Date;
  microsecond: number;
  /** minutes east of Greenwich */
  offset: number | undefined;
}

const names = (list: readonly string[], size?: number): string =>
  [...list]
    .map((one) => one.slice(0, size))
    .sort((a, b) => b.length - a.length)
    .join("|");

/** What each directive takes; those without a value only have to be there. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  a: names(DAYS, 3),
  A: names(DAYS),
  b: names(MONTHS, 3),
  B: names(MONTHS),
  d: "3[0-1]|[1-2]\\d|0[1-9]|[1-9]| [1-9]",
  f: "\\d{1,6}",
  H: "2[0-3]|[0-1]\\d|\\d",
  I: "1[0-2]|0[1-9]|[1-9]| [1-9]",
  j: "36[0-6]|3[0-5]\\d|[1-2]\\d\\d|0[1-9]\\d|00[1-9]|[1-9]\\d|0[1-9]|[1-9]",
  m: "1[0-2]|0[1-9]|[1-9]",
  M: "[0-5]\\d|\\d",
  p: "am|pm",
  S: "6[0-1]|[0-5]\\d|\\d",
  U: "5[0-3]|[0-4]\\d|\\d",
  w: "[0-6]",
  W: "5[0-3]|[0-4]\\d|\\d",
  y: "\\d\\d",
  Y: "\\d\\d\\d\\d",
  z: "[+-]\\d\\d:?[0-5]\\d(?::?[0-5]\\d(?:\\.\\d{1,6})?)?|z",
  Z: "utc|gmt|[a-z]{3,4}",
};

/** Directives that stand for others. */
const COMPOUND: Readonly<Record<string, string>> = {
  c: "%a %b %d %H:%M:%S %Y",
  x: "%m/%d/%y",
  X: "%H:%M:%S",
};

function patternOf(format: string, fail: Fail): { pattern: RegExp; order: string[] } {
  const order: string[] = [];
  let source = "";
  const whole = format.replace(/%([cxX])/g, (_, code: string) => COMPOUND[code]!);
  for (let at = 0; at < whole.length; at++) {
    const one = whole[at]!;
    if (one !== "%") {
      source += /\s/.test(one)
        ? source.endsWith("\\s+")
          ? ""
          : "\\s+"
        : one.replace(/[\\.^$*+?(){}[\]|]/, "\\$&");
      continue;
    }
    at += 1;
    const code = whole[at];
    if (code === undefined) return fail(`stray % in format '${format}'`);
    if (code === "%") source += "%";
    else if (Object.hasOwn(DIRECTIVES, code)) {
      order.push(code);
      source += `(${DIRECTIVES[code]})`;
    } else return fail(`'${code}' is a bad directive in format '${format}'`);
  }
  return { pattern: new RegExp(source, "iy"), order };
}

function offsetOf(zone: string): number {
  if (zone === "Z") return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)/.exec(zone)!;
  const east = Number(hours) * 60 + Number(minutes);
  return sign === "-" ? 0 - east : east;
}

type Parts = Readonly<Record<string, string | undefined>>;

function yearOf({ Y, y }: Parts): number {
  if (Y !== undefined) return Number(Y);
  if (y === undefined) return 1900;
  return Number(y) + (Number(y) <= 68 ? 2000 : 1900);
}

function monthOf({ m, b, B }: Parts): number {
  if (m !== undefined) return Number(m);
  const name = (b ?? B)?.toLowerCase();
  if (name === undefined) return 1;
  return MONTHS.findIndex((one) => one.toLowerCase().startsWith(name)) + 1;
}

function hourOf({ H, I, p }: Parts): number {
  if (H !== undefined) return Number(H);
  if (I === undefined) return 0;
  return (Number(I) % 12) + (p?.toLowerCase() === "pm" ? 12 : 0);
}

/** datetime.strptime(). Faults are told in Python's words. */
export function strptime(text: string, format: string, fail: Fail): ReadTime {
  const { pattern, order } = patternOf(format, fail);
  const match = pattern.exec(text);
  // the only letter whose case counts
  if (!match || match.slice(1).includes("z"))
    return fail(`time data '${text}' does not match format '${format}'`);
  if (match[0].length < text.length) return fail(`unconverted data remains: ${text.slice(match[0].length)}`);
  const parts: Parts = Object.fromEntries(order.map((code, at) => [code, match[at + 1]]));
  const year = yearOf(parts);
  // whoever says the day of the year means it
  const isByDay = parts.j !== undefined;
  const month = isByDay ? 1 : monthOf(parts);
  const day = Number((isByDay ? parts.j : parts.d) ?? 1);
  if (!isByDay && day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return fail("day is out of range for month");
  const microsecond = parts.f === undefined ? 0 : Number(parts.f.padEnd(6, "0"));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hourOf(parts), Number(parts.M ?? 0), Number(parts.S ?? 0), Math.floor(microsecond / 1000));
  return { date, microsecond, offset: parts.z === undefined ? undefined : offsetOf(parts.z) };
}
