import type { PastRun } from "../../state/journal_read.js";

const SHOWN = 5;

/** What to do after a run that has left something: the commands that go on with it. `words`: as it was called. */
export function goOnText({ code, lost, left }: PastRun, words: readonly string[]): string {
  const lines: string[] = [];
  const command = (...more: string[]): string =>
    ["tera", ...withoutGoingOn(words), ...more].map(quoted).join(" ");
  if (code !== 0) {
    if (lost.size > 0) lines.push(`failed hosts again, from the beginning: ${command("--limit", "@failed")}`);
    lines.push(`all hosts, each after its last task: ${[command(...limitOf(words)), "--resume"].join(" ")}`);
  }
  if (left.length > 0) {
    const names = [...new Set(left.map(({ name, host }) => `${name} (${host})`))];
    const more = names.length > SHOWN ? ", ..." : "";
    lines.push(`handlers that were notified and have not run: ${names.slice(0, SHOWN).join(", ")}${more}`);
    if (code === 0) lines.push(`they run with: ${command(...limitOf(words), "--flush-pending")}`);
    else lines.push("--flush-pending runs them with the next run; --resume runs them too");
  }
  return lines.map((line) => `to go on: ${line}\n`).join("");
}

const OURS = new Set(["--resume", "--flush-pending"]);

/** The words without a limit, and without what says how to go on. */
function withoutGoingOn(words: readonly string[]): string[] {
  return words.filter((word, index) => !OURS.has(word) && !isLimit(word) && !isLimitWord(words[index - 1]));
}

const isLimitWord = (word: string | undefined): boolean => word === "-l" || word === "--limit";
const isLimit = (word: string): boolean => isLimitWord(word) || /^(-l.|--limit=)/.test(word);

function limitOf(words: readonly string[]): string[] {
  return words.filter((word, index) => isLimit(word) || isLimitWord(words[index - 1]));
}

const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
