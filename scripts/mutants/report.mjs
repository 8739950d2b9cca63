// What is said of mutants.
import { readFileSync } from "node:fs";

/** path:line:column of where the change is. */
export function placeOf({ path, start }) {
  const before = readFileSync(path, "utf8").slice(0, start).split("\n");
  return `${path}:${before.length}:${before.at(-1).length + 1}`;
}

/** The change, as lines that go and lines that come. */
export function diffOf({ path, start, end, by }) {
  const text = readFileSync(path, "utf8");
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const to = text.indexOf("\n", end) < 0 ? text.length : text.indexOf("\n", end);
  const old = text.slice(from, to).split("\n");
  const made = (text.slice(from, start) + by + text.slice(end, to)).split("\n");
  while (old.length > 1 && old[0] === made[0]) shiftBoth(old, made);
  while (old.length > 1 && made.length > 1 && old.at(-1) === made.at(-1)) popBoth(old, made);
  return [...shown("-", old), ...shown("+", made)].join("\n");
}

function shiftBoth(...lists) {
  for (const list of lists) list.shift();
}

function popBoth(...lists) {
  for (const list of lists) list.pop();
}

const LONGEST = 6;

function shown(sign, lines) {
  const few = lines.length > LONGEST ? [...lines.slice(0, LONGEST), "…"] : lines;
  return few.map((line) => `    ${sign} ${line}`);
}

export function summary(room, results) {
  const killed = results.filter(({ ended }) => ended !== "green").length;
  const share = results.length === 0 ? 100 : (100 * killed) / results.length;
  return {
    share,
    line: `${room}: ${results.length} tried, ${killed} killed, ${results.length - killed} survived: ${share.toFixed(0)} %`,
  };
}
