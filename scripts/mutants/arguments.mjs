// The words of `npm run mutants`.
import { readdirSync } from "node:fs";

export const HELP = `usage: npm run mutants -- --room R [--count N] [--seed S] [--least PERCENT] [--longest SECONDS] [--file PART] [--only N,N] [--show]

Makes N small changes of meaning in src/R, one at a time and in a copy, and runs the tests nearest to each.
A change that no test turns red survives, and is listed with its place.

  --room R          the folder below src/
  --count N         so many changes (40)
  --seed S          which of all possible ones: the same seed takes the same (1)
  --least PERCENT   ends with 1 where fewer are killed (85)
  --longest SECONDS tests that take longer are left out; what only they would turn red survives (600)
  --file PART       only of files whose path has this in it
  --only N,N        of the sample, only those with these numbers: to try survivors again
  --show            lists the sample with its changes, and runs nothing
  --help            this text

What is changed, and what is left out because no test could see it: scripts/mutants/kinds.mjs, left_out.mjs.`;

const NUMBERS = { "--count": 40, "--seed": 1, "--least": 85, "--longest": 600 };
const WITH_VALUE = ["--room", "--only", "--file", ...Object.keys(NUMBERS)];
const FLAGS = ["--show", "--help"];

/** A wrong word of the command line; the message says what would be right. */
export class Usage extends Error {}

export function readArguments(words) {
  const found = new Map();
  const left = words.flatMap((word) => word.split(/(?<=^--\w+)=(.*)/s).slice(0, 2));
  while (left.length > 0) {
    const name = left.shift();
    if (FLAGS.includes(name)) found.set(name, true);
    else if (!WITH_VALUE.includes(name)) throw unknown("option", name, [...WITH_VALUE, ...FLAGS]);
    else if (left.length === 0) throw new Usage(`${name} needs a value`);
    else found.set(name, left.shift());
  }
  if (found.has("--help")) return { help: true };
  const numbers = Object.entries(NUMBERS).map(([name, usual]) => [
    name.slice(2),
    wholeNumber(name, found.get(name) ?? usual),
  ]);
  return {
    room: roomOf(found.get("--room")),
    ...Object.fromEntries(numbers),
    file: found.get("--file") ?? "",
    only: found
      .get("--only")
      ?.split(",")
      .map((word) => wholeNumber("--only", word)),
    show: found.has("--show"),
  };
}

function wholeNumber(name, word) {
  if (!/^\d{1,6}$/.test(word)) throw new Usage(`${name} takes whole numbers, not "${word}"`);
  return Number(word);
}

function roomOf(name) {
  const rooms = readdirSync("src", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  if (name === undefined) throw new Usage(`--room is missing: one of ${rooms.join(", ")}`);
  if (!rooms.includes(name)) throw unknown("room", name, rooms);
  return name;
}

function unknown(what, name, known) {
  const near = known
    .map((one) => ({ one, far: distance(name, one) }))
    .filter(({ far }) => far <= 3)
    .sort((a, b) => a.far - b.far)[0];
  return new Usage(
    `there is no ${what} "${name}": ${near ? `did you mean ${near.one}?` : `there are ${known.join(", ")}`}`,
  );
}

/** How many letters have to be put in, left out or changed. */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...from].entries()) {
    const next = [at + 1];
    for (let j = 1; j <= to.length; j += 1)
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (letter === to[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[to.length];
}
