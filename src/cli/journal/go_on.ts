import { whoText } from "../../model/host_ranges.js";
import type { PastRun } from "../../state/journal_read.js";

const SHOWN = 5;

/**
 * What to do after a run that has left something: the one command that goes on with it. `words`: as it was called.
 * The hosts that failed begin again, so that what was wrong may be mended in the playbook too; where others were left
 * before their end, all go on where they were.
 */
export function goOnText(past: PastRun, words: readonly string[]): string {
  const { code, lost, left } = past;
  const command = (...more: string[]): string =>
    ["tera", ...withoutGoingOn(words), ...more].map(quoted).join(" ");
  const flush = left.length > 0 ? ["--flush-pending"] : [];
  const handlers = left.length > 0 ? `handlers that were notified and have not run: ${names(past)}\n` : "";
  if (code === 0 && left.length === 0) return "";
  if (code === 0) return `${handlers}to run them:\n  ${command(...limitOf(words), ...flush)}\n`;
  if (past.isCut !== false || lost.size === 0)
    return `${handlers}to go on, each host after its last task:\n  ${command(...limitOf(words), "--resume")}\n`;
  const who = lost.size === 1 ? "host" : `${lost.size} hosts`;
  return `${handlers}to run it again for the ${who} that failed:\n  ${command("--limit", "@failed", ...flush)}\n`;
}

function names({ left }: PastRun): string {
  const byName = new Map<string, string[]>();
  for (const { name, host } of left) byName.set(name, [...(byName.get(name) ?? []), host]);
  const shown = [...byName].slice(0, SHOWN).map(([name, hosts]) => `${name} (${whoText(hosts)})`);
  return `${shown.join(", ")}${byName.size > SHOWN ? ", …" : ""}`;
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
