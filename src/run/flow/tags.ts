import type { Task } from "../../model/play.js";
import { evaluateDeep } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import { collected, listOf } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";

/** All tags of a task: its own and those of its blocks, role and play. */
export function tagsOf(walk: Walk, task: Task, scope: VariableScope): Set<string> {
  const tags = new Set<string>();
  for (const located of collected(task, walk.batch.play, "tags"))
    for (const written of listOf(located)) {
      const value = evaluateDeep(written, located.at, scope.context);
      for (const tag of [value].flat()) tags.add(typeof tag === "string" ? tag : `${NO_TEXT}${String(tag)}`);
    }
  return tags;
}

/** What is no text is a tag that nobody can ask for. */
const NO_TEXT = "\0";
