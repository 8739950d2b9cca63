import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeFolders } from "../../disk/disk.js";
import type { Event } from "../../model/event.js";
import { dumpWhole } from "../../reporters/text/dump.js";

/** `--tree FOLDER`: each host's result as JSON in a file of its name. Gives warnings where one cannot be written. */
export function treeFiles(folder: string | undefined, verbosity: number): (event: Event) => Event[] {
  return (event) => {
    if (folder === undefined || event.type !== "task-result" || event.result.status === "skipped") return [];
    const path = join(resolve(folder), event.host.replaceAll("/", "_"));
    try {
      makeFolders(resolve(folder));
      writeFileSync(path, dumpWhole(event.result.values, event.task.module, verbosity));
      return [];
    } catch (error) {
      const text = `Unable to write to ${event.host}'s file: ${(error as Error).message}`;
      return [{ type: "message", level: "warning", text }];
    }
  };
}
