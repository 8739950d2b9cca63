import type { Entry, Play, Task } from "../../model/play.js";
import { selected } from "../../plan/select.js";
import { isTemplate } from "../../template/render.js";
import type { RunSettings } from "../hosts/settings.js";
import { chainOf, collected } from "../vars/keywords.js";

/** Does the task run on every host that comes to it? Not where something may leave it out, or make good of its failure. */
export function runsInAnyCase(task: Task, play: Play, settings: RunSettings): boolean {
  if (task.argsTemplate || isTemplate(task.module.value)) return false;
  return isReachedInAnyCase(task, play, settings) && collected(task, play, "when").length === 0;
}

/** The same but for its own and its blocks' conditions. */
export function isReachedInAnyCase(task: Task, play: Play, settings: RunSettings): boolean {
  if (settings.startAtTask !== undefined) return false;
  const tags = new Set(collected(task, play, "tags").flatMap(({ value }) => [value].flat().map(String)));
  if (!selected(tags, settings.tags, settings.skipTags)) return false;
  return !isFailureForeseen(task, play) && !chainOf(task).some((entry) => entry.keywords.failed_when);
}

/** Does somebody provide for the failure of the entry? Then it may well be wrong on purpose. */
export function isFailureForeseen(entry: Entry, play: Play): boolean {
  if (play.keywords.ignore_errors) return true;
  return chainOf(entry).some(
    (one) => one.keywords.ignore_errors || (one.kind === "block" && one.rescue.length > 0),
  );
}
