import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolders, writeWhole } from "../disk/disk.js";
import type { PastTimes } from "../model/reporter.js";

/** How long a run of the same kind took; undefined where there was none, or its file is none of ours. */
export function readTimes(path: string, asked: string): PastTimes | undefined {
  try {
    const found = JSON.parse(readFileSync(path, "utf8")) as Partial<PastTimes & { asked: string }>;
    const { seconds, reached } = found;
    if (found.asked !== asked || typeof seconds !== "number" || typeof reached !== "object" || !reached)
      return undefined;
    return Object.values(reached).every((one) => typeof one === "number") ? { seconds, reached } : undefined;
  } catch {
    return undefined;
  }
}

/** Only an estimate hangs on it: where it cannot be written, there is none next time. */
export function writeTimes(path: string, asked: string, times: PastTimes): void {
  try {
    makeFolders(dirname(path), 0o700);
    writeWhole(path, JSON.stringify({ asked, ...times }), 0o600);
  } catch {
    // no home, a full disk: the run itself is not the worse for it
  }
}
