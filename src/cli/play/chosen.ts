import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Entry, Play, Task } from "../../model/play.js";
import { nameTest } from "../../plan/match_name.js";
import type { RunOptions } from "../options/run_options.js";

/** `--start-at-task NAME` of which there is none: nothing at all would run, and look well. Fault: USAGE. */
export function checkStart(wanted: string | undefined, plays: readonly Play[]): void {
  if (wanted === undefined) return;
  const names = plays.flatMap(tasksOf).flatMap(titlesOf);
  // a name that is a template is known only when the task is met
  if (names.some((name) => name.includes("{{") || name === wanted || nameTest(wanted)?.(name))) return;
  throw new Fault(
    "USAGE",
    `No matching task "${wanted}" found. Note: --start-at-task can only follow static includes.`,
    { hint: suggest(wanted, names) ?? "`--list-tasks` prints the tasks there are" },
  );
}

function titlesOf({ keywords, module, role }: Task): string[] {
  const own = String(keywords.name?.value ?? module.value);
  return role ? [own, `${role.role.name} : ${own}`] : [own];
}

const SPECIAL: ReadonlySet<string> = new Set(["all", "always", "never", "tagged", "untagged"]);

/** Warnings for names of tags that nothing has. Nothing is said where not all tags are known. */
export function unknownTags(plays: readonly Play[], { tags, skipTags }: RunOptions): string[] {
  const asked = [...tags, ...skipTags].filter((tag) => !SPECIAL.has(tag));
  if (asked.length === 0) return [];
  const known = new Set(plays.flatMap(tagsOf));
  if ([...known].some((tag) => tag.includes("{{")) || plays.flatMap(tasksOf).some(isDynamic)) return [];
  const listed = [...known].filter((tag) => !SPECIAL.has(tag)).sort();
  return asked
    .filter((tag) => !known.has(tag))
    .map((tag) => {
      const there = listed.length === 0 ? "there are no tags at all" : `there are: ${listed.join(", ")}`;
      return `No play, role or task has the tag \`${tag}\`: ${suggest(tag, listed) ?? there}`;
    });
}

const isDynamic = ({ module }: Task): boolean => /(^|\.)include_(tasks|role)$/.test(module.value);

function tagsOf(play: Play): string[] {
  const chains = tasksOf(play).flatMap((task) => {
    const entries: Entry[] = [];
    for (let at: Entry | undefined = task; at; at = at.parent) entries.push(at);
    return entries.map((entry) => entry.keywords.tags);
  });
  return [play.keywords.tags, ...chains].flatMap((located) => [located?.value ?? []].flat().map(String));
}

function tasksOf(play: Play): Task[] {
  const visit = (entries: readonly Entry[]): Task[] =>
    entries.flatMap((entry) =>
      entry.kind === "task" ? [entry] : visit([...entry.body, ...entry.rescue, ...entry.always]),
    );
  return visit([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks, ...play.handlers]);
}
