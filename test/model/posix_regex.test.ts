import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import test from "ava";
import { toPosixRegex } from "../../src/model/posix_regex.js";

/** Python's patterns, and in which of the lines each is found (1) or not (0); null: Python refuses it. */
interface Recorded {
  lines: string[];
  patterns: [pattern: string, found: string | null][];
}

const { lines, patterns } = JSON.parse(readFileSync("test/model/posix_regex.json", "utf8")) as Recorded;

/** What awk finds with all patterns at once: a line of 0 and 1 for each. */
function foundByAwk(translated: readonly string[]): string[] {
  const literal = (text: string) =>
    `"${text.replace(/[\\"]/g, "\\$&").replace(/[\n\t\r\f\v]/g, (one) => ESCAPES[one]!)}"`;
  const tests = translated
    .map((one, at) => `{ found[${at}] = found[${at}] (($0 "\\n") ~ ${literal(one)} ? 1 : 0) }`)
    .join("\n");
  const program = `${tests}\nEND { for (i = 0; i < ${translated.length}; i++) print found[i] }`;
  const { stdout, stderr } = spawnSync("awk", [program], {
    input: lines.map((line) => `${line}\n`).join(""),
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  return stderr ? [stderr] : stdout.trimEnd().split("\n");
}
const ESCAPES: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\t": "\\t",
  "\r": "\\r",
  "\f": "\\f",
  "\v": "\\v",
};

test("a pattern for awk finds the lines that Python finds", (t) => {
  const made = patterns.flatMap(([pattern, found]) => {
    const posix = toPosixRegex(pattern);
    return posix === undefined || found === null ? [] : [{ pattern, found, posix }];
  });
  const answers = foundByAwk(made.map(({ posix }) => posix));
  t.deepEqual(
    made.map(({ pattern }, at) => [pattern, answers[at]]),
    made.map(({ pattern, found }) => [pattern, found]),
  );
});

test("what Python refuses is no pattern for awk", (t) => {
  for (const [pattern, found] of patterns)
    if (found === null) t.is(toPosixRegex(pattern), undefined, pattern);
});

/** Those that the controller has to match itself; all others go to the host. */
const OURS = new Set(JSON.parse(readFileSync("test/model/posix_regex_not.json", "utf8")) as string[]);

test("common patterns are matched by the host", (t) => {
  for (const [pattern] of patterns) t.is(toPosixRegex(pattern) === undefined, OURS.has(pattern), pattern);
});
