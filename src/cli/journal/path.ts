import { journalPath, stateFolder } from "../../state/folder.js";
import { type PastRun, readJournal } from "../../state/journal_read.js";
import type { RunOptions } from "../options/run_options.js";

/** The journal of runs like this one. */
export function journalOf({ playbooks, inventory }: RunOptions): string {
  return journalPath(stateFolder(process.env), playbooks, inventory);
}

export function pastRun(options: RunOptions): PastRun | undefined {
  return options.adhoc ? undefined : readJournal(journalOf(options));
}
