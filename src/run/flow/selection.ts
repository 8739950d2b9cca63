import type { Entry, Task } from "../../model/play.js";
import { selected } from "../../plan/select.js";
import type { Walk } from "../hosts/state.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import { tagsOf } from "./tags.js";

/** Do its tags let the task run? Handlers run whatever theirs are. */
export async function isTagged(walk: Walk, task: Task, scope: VariableScope): Promise<boolean> {
  if (walk.handling) return true;
  const { tags, skipTags } = walk.batch.run.settings;
  return selected(await settled(() => tagsOf(walk, task, scope)), tags, skipTags);
}

/** Do the tags leave any task of these? What cannot be evaluated is told when it runs. */
export async function someSelected(walk: Walk, entries: readonly Entry[]): Promise<boolean> {
  for (const entry of entries) {
    if (entry.kind === "block") {
      if (await someSelected(walk, [...entry.body, ...entry.rescue, ...entry.always])) return true;
    } else if (await isTagged(walk, entry, taskScope(walk, entry)).catch(() => true)) return true;
  }
  return false;
}
