import type { Block, Entry, Keyword, Keywords, Located, Play, Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";

/** The task and its enclosing blocks, innermost first. */
export function chainOf(entry: Entry): Entry[] {
  const chain: Entry[] = [];
  for (let at: Entry | undefined = entry; at; at = at.parent) chain.push(at);
  return chain;
}

/** The innermost value of a keyword, from the task outwards to the play. */
export function inherited(entry: Entry, play: Play, keyword: Keyword): Located | undefined {
  for (const at of chainOf(entry)) {
    const found = at.keywords[keyword];
    if (found) return found;
  }
  return (play.keywords as Keywords)[keyword];
}

/** All values of a keyword that adds up (when, tags, environment, vars), outermost first. */
export function collected(entry: Entry, play: Play, keyword: Keyword): Located[] {
  const found = chainOf(entry)
    .map((at) => at.keywords[keyword])
    .filter((value) => value !== undefined)
    .reverse();
  const outer = (play.keywords as Keywords)[keyword];
  return outer ? [outer, ...found] : found;
}

/** A keyword's value as a list with the container that knows the places of its items. */
export function listOf(located: Located | undefined): Value[] {
  if (!located) return [];
  return Array.isArray(located.value) ? located.value : [located.value];
}

/** Is `inner` inside `block`? */
export function isWithin(inner: Task | Block, block: Block): boolean {
  return chainOf(inner).includes(block);
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
