const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** What the letters of a strptime format stand for. */
const PARTS: Readonly<Record<string, [string, keyof Moment]>> = {
  Y: ["(\\d{4})", "year"],
  y: ["(\\d{2})", "shortYear"],
  m: ["(\\d{1,2})", "month"],
  d: ["(\\d{1,2})", "day"],
  H: ["(\\d{1,2})", "hour"],
  M: ["(\\d{1,2})", "minute"],
  S: ["(\\d{1,2})", "second"],
  b: ["([A-Za-z]{3})", "monthName"],
  B: ["([A-Za-z]+)", "monthName"],
};

interface Moment {
  year: string;
  shortYear?: string;
  month: string;
  monthName?: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
}

/**
 * A time as `touch -t` takes it, in the host's own time zone, from text in a
 * strptime format: empty for `preserve`, `now` as it is.
 */
export function touchTime(written: string, format: string): { stamp: string; problem?: string } {
  if (written === "preserve") return { stamp: "" };
  if (written === "now") return { stamp: "now" };
  const problem = `Error while obtaining timestamp for time ${written} using format ${format}: time data '${written}' does not match format '${format}'`;
  const names: (keyof Moment)[] = [];
  const pattern = format.replace(/%(.)|[.*+?^${}()|[\]\\]/g, (part, letter?: string) => {
    const known = letter === undefined ? undefined : PARTS[letter];
    if (known) names.push(known[1]);
    return known ? known[0] : `\\${part.at(-1)}`;
  });
  const found = new RegExp(`^${pattern}$`).exec(written);
  if (!found) return { stamp: "", problem };
  const moment: Moment = { year: "1900", month: "1", day: "1", hour: "0", minute: "0", second: "0" };
  for (const [index, name] of names.entries()) moment[name] = found[index + 1]!;
  if (moment.shortYear !== undefined)
    moment.year = `${Number(moment.shortYear) > 68 ? "19" : "20"}${moment.shortYear}`;
  if (moment.monthName !== undefined)
    moment.month = String(MONTHS.indexOf(moment.monthName.slice(0, 3).toLowerCase()) + 1);
  const two = (text: string) => text.padStart(2, "0");
  const { year, month, day, hour, minute, second } = moment;
  return { stamp: `${year}${two(month)}${two(day)}${two(hour)}${two(minute)}.${two(second)}` };
}
