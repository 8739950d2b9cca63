import test from "ava";
import { touchTime } from "../../../src/shell/files/touch_time.js";

/** [the text, its format, the time as `touch -t` takes it, or what Python's strptime says of it] */
const TIMES: readonly [written: string, format: string, stamp: string, problem?: string][] = [
  ["preserve", "%Y", ""],
  ["now", "%Y", "now"],
  ["200001012359.59", "%Y%m%d%H%M.%S", "200001012359.59"],
  ["2024-02-29 1:2:3", "%Y-%m-%d %H:%M:%S", "202402290102.03"],
  ["2023-02-29", "%Y-%m-%d", "", "day is out of range for month"],
  ["2024-13-01", "%Y-%m-%d", "", "time data '2024-13-01' does not match format '%Y-%m-%d'"],
  ["2024-00-01", "%Y-%m-%d", "", "time data '2024-00-01' does not match format '%Y-%m-%d'"],
  ["2024-12-32", "%Y-%m-%d", "", "unconverted data remains: 2"],
  ["24:00", "%H:%M", "", "time data '24:00' does not match format '%H:%M'"],
  ["23:60", "%H:%M", "", "unconverted data remains: 0"],
  ["59", "%S", "190001010000.59"],
  ["62", "%S", "", "unconverted data remains: 2"],
  ["5 Feb 99", "%d %b %y", "199902050000.00"],
  ["5 feb 68", "%d %b %y", "206802050000.00"],
  ["5 FEBRUARY 69", "%d %B %y", "196902050000.00"],
  ["5 Fex 2024", "%d %b %Y", "", "time data '5 Fex 2024' does not match format '%d %b %Y'"],
  ["5 Feber 2024", "%d %B %Y", "", "time data '5 Feber 2024' does not match format '%d %B %Y'"],
  ["2024   5", "%Y %m", "202405010000.00"],
  ["2023 05", "%Y  %m", "202305010000.00"],
  ["100%", "%H0%%", "190001011000.00"],
  ["2024-5-6T7", "%Y-%m-%dT%H", "202405060700.00"],
  ["x2024", "%Y", "", "time data 'x2024' does not match format '%Y'"],
  ["2024x", "%Y", "", "unconverted data remains: x"],
  ["a.2024", "a.%Y", "202401010000.00"],
  ["aa2024", "a.%Y", "", "time data 'aa2024' does not match format 'a.%Y'"],
  ["(2024)", "(%Y)", "202401010000.00"],
  ["11 PM", "%I %p", "190001012300.00"],
  ["12 am", "%I %p", "190001010000.00"],
  ["13 AM", "%I %p", "", "time data '13 AM' does not match format '%I %p'"],
  ["060 2024", "%j %Y", "202402290000.00"],
  ["Mon 2024", "%a %Y", "202401010000.00"],
  ["Monday 2024", "%A %Y", "202401010000.00"],
  ["2024.123456", "%Y.%f", "202401010000.00"],
  ["24", "%Y", "", "time data '24' does not match format '%Y'"],
  [" 2024", "%Y", "", "time data ' 2024' does not match format '%Y'"],
  ["2024", "%Q", "", "'Q' is a bad directive in format '%Q'"],
  ["UTC 2024", "%Z %Y", "202401010000.00"],
  ["+0000 2024", "%z %Y", "202401010000.00"],
  ["Thu Feb  5 03:04:05 2024", "%c", "202402050304.05"],
  ["02/05/24", "%x", "202402050000.00"],
  ["03:04:05", "%X", "190001010304.05"],
  [" 1 2024", "%d %Y", "202401010000.00"],
  ["0999", "%Y", "099901010000.00"],
  ["yesterday", "%Y%m%d%H%M.%S", "", "time data 'yesterday' does not match format '%Y%m%d%H%M.%S'"],
];

for (const [written, format, stamp, problem] of TIMES)
  test(`${JSON.stringify(written)} as ${JSON.stringify(format)} is ${problem ?? stamp}`, (t) => {
    const lead = `Error while obtaining timestamp for time ${written} using format ${format}: `;
    t.deepEqual(
      touchTime(written, format),
      problem === undefined ? { stamp } : { stamp, problem: lead + problem },
    );
  });
