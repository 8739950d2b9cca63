import { Fault } from "../../model/errors.js";
import type { JournalHead } from "../../state/journal_lines.js";
import type { PastRun } from "../../state/journal_read.js";
import { changedSince } from "./changed.js";

/** Can the last run be gone on with? What each of its hosts has done must still be what the playbook says. */
export function checkResumable(past: PastRun | undefined, now: JournalHead): PastRun {
  if (!past)
    throw refused("no earlier run of this playbook over this inventory is known", "run it without --resume");
  if (past.code === 0) throw refused("the last run came to its end", "there is nothing to go on with");
  if (past.head.asked !== now.asked)
    throw refused(
      "the last run was asked for something else (--limit, --tags, --skip-tags, --start-at-task or --extra-vars)",
      "give the options of the last run, or run it without --resume",
    );
  if (past.head.inventory !== now.inventory)
    throw refused("there are other hosts or groups than in the last run", AGAIN);
  const changed = changedSince(past.head.started, past.head.sources);
  if (changed !== undefined) throw refused(`${changed} has changed since the last run`, AGAIN);
  checkKept(past);
  return past;
}

/** A value that later steps may read and that is not in the journal cannot be known again. */
function checkKept({ batches }: PastRun): void {
  for (const { steps } of batches.values())
    for (const [host, done] of steps)
      for (const { step, gone } of done.values())
        if (gone !== undefined)
          throw refused(`what "${step}" gave on ${host} is not in the journal: ${gone}`, AGAIN);
}

const AGAIN = "run it without --resume; `--limit @failed` takes the hosts that failed, from the beginning";

function refused(why: string, hint: string): Fault {
  return new Fault("RESUME_REFUSED", `--resume: ${why}`, { hint });
}
