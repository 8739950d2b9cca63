import type { Entry, Keyword, Keywords, Located, Play, Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";

/** The task and its enclosing blocks, innermost first. */
export function chainOf(entry: Entry): Entry[] {
  const chain: Entry[] = [];
  for (let at: Entry | undefined = entry; at; at = at.parent) chain.push(at);
  return chain;
}

/** The innermost value of a keyword, from the task outwards to the play. */
export function inherited(entry: Entry, play: Play, keyword: Keyword): Located | undefined {
  return allInherited(entry, play, keyword)[0];
}

/** Every value of a keyword that a task could have, the innermost first: one that is omitted leaves it to the next. */
export function allInherited(entry: Entry, play: Play, keyword: Keyword): Located[] {
  return [...chainOf(entry).map((at) => at.keywords), play.keywords as Keywords]
    .map((keywords) => keywords[keyword])
    .filter((value) => value !== undefined);
}

/** All values of a keyword that adds up (when, tags, environment, vars), outermost first. */
export function collected(entry: Entry, play: Play, keyword: Keyword): Located[] {
  return allInherited(entry, play, keyword).reverse();
}

/** A keyword's value as a list with the container that knows the places of its items. */
export function listOf(located: Located | undefined): Value[] {
  if (!located) return [];
  return Array.isArray(located.value) ? located.value : [located.value];
}

/** The variable that takes the task's result. */
export function registeredName(task: Task): string | undefined {
  const name = task.keywords.register?.value;
  return typeof name === "string" ? name : undefined;
}

/** The module's name without its collection. */
export function shortName(task: Task): string {
  return task.module.value.split(".").at(-1)!;
}
