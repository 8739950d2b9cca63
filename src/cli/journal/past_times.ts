import { createHash } from "node:crypto";
import type { Event } from "../../model/event.js";
import { type PastTimes, pastKey } from "../../model/reporter.js";
import { readTimes, writeTimes } from "../../state/times.js";
import type { RunOptions } from "../options/run_options.js";
import { journalOf } from "./path.js";

const pathOf = (options: RunOptions): string => journalOf(options).replace(/\.jsonl$/, ".times.json");

/** What else has to be the same for a run to take as long. */
function askedBy({ check, limit, tags, skipTags, startAtTask }: RunOptions): string {
  const asked = [check, limit ?? null, tags, skipTags, startAtTask ?? null];
  return createHash("sha256").update(JSON.stringify(asked)).digest("hex").slice(0, 16);
}

export function pastTimes(options: RunOptions): PastTimes | undefined {
  return options.adhoc ? undefined : readTimes(pathOf(options), askedBy(options));
}

/** Hears a run, and keeps when it came how far if all of it went well. */
export function keepTimes(options: RunOptions): (event: Event) => Event[] {
  const reached: Record<string, number> = {};
  const begun = performance.now();
  let play = 0;
  return (event) => {
    if (options.adhoc || options.resume) return [];
    if (event.type === "play-start") play += 1;
    if (event.type === "task-result")
      reached[pastKey(play, event.task)] = Math.round(performance.now() - begun) / 1000;
    if (event.type === "run-end" && event.code === 0 && play > 0)
      writeTimes(pathOf(options), askedBy(options), { seconds: event.seconds, reached });
    return [];
  };
}
