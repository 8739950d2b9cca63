import { strptime } from "../../model/python_times.js";

/** A text that is no time in its format; the message is Python's. */
class Mismatch extends Error {}

function refuse(message: string): never {
  throw new Mismatch(message);
}

/**
 * A time as `touch -t` takes it, in the host's own time zone, from text in a
 * strptime format: empty for `preserve`, `now` as it is.
 */
export function touchTime(written: string, format: string): { stamp: string; problem?: string } {
  if (written === "preserve") return { stamp: "" };
  if (written === "now") return { stamp: "now" };
  try {
    return { stamp: stampOf(strptime(written, format, refuse).date) };
  } catch (error) {
    if (!(error instanceof Mismatch)) throw error;
    const problem = `Error while obtaining timestamp for time ${written} using format ${format}: ${error.message}`;
    return { stamp: "", problem };
  }
}

/** A zone in the text changes nothing: Python reads it, and takes the time as the host's. */
function stampOf(date: Date): string {
  const [day, time] = date.toISOString().split("T") as [string, string];
  const [hour, minute, second] = time.slice(0, 8).split(":");
  return `${day.replaceAll("-", "")}${hour}${minute}.${second}`;
}
