import { readFileSync } from "node:fs";
import test from "ava";
import { strptime } from "../../src/model/python_times.js";

interface Row {
  text: string;
  format: string;
  /** `isoformat()` of what Python reads, with the offset in minutes where there is one; or what it says */
  is?: string;
  offset?: number | null;
  fails?: string;
}

/** Recorded from Python's datetime.strptime(). */
const ROWS: readonly Row[] = JSON.parse(readFileSync("test/model/python_times.json", "utf8"));

for (const [index, { text, format, is, offset, fails }] of ROWS.entries())
  test(`strptime ${index}: ${JSON.stringify(text)} as ${JSON.stringify(format)}`, (t) => {
    const read = () =>
      strptime(text, format, (message) => {
        throw new Error(message);
      });
    if (fails !== undefined) return void t.throws(read, { message: fails });
    const { date, microsecond, offset: found } = read();
    const seconds = date.toISOString().slice(0, 19);
    t.is(`${seconds}.${String(microsecond).padStart(6, "0")}`, String(is));
    t.is(date.getUTCMilliseconds(), Math.floor(microsecond / 1000));
    t.is(found ?? null, offset ?? null);
  });
