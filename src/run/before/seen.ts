import type { Entry, Play, Task } from "../../model/play.js";
import { shortName } from "../vars/keywords.js";
import { isFailureForeseen, runsInAnyCase } from "./certain.js";
import { contentOf, isInclude } from "./includes.js";
import type { SeenTask, Way } from "./way.js";
import { mayWrite, mayWriteHere } from "./writers.js";

/** The tasks of a play in order, with those of files and roles that are included in any case. */
export function tasksSeen(play: Play, way: Way): SeenTask[] {
  way.mayHaveEnded = false;
  const sections = [...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks];
  const seen = walk(sections, play, way, true);
  // what handlers do comes at times that nobody knows before
  const handlers = play.handlers.map((task) => seenTask(task, play, { ...way, filesMayChange: true }, false));
  for (const handler of play.handlers) note(handler, play, way);
  return [...seen, ...handlers];
}

function walk(entries: readonly Entry[], play: Play, way: Way, sure: boolean): SeenTask[] {
  return entries.flatMap((entry) => {
    if (entry.kind === "block")
      return [
        ...walk(entry.body, play, way, sure && entry.keywords.loop === undefined && entry.with === undefined),
        ...walk(entry.rescue, play, way, false),
        ...walk(entry.always, play, way, false),
      ];
    const seen = seenTask(entry, play, way, sure);
    if (isInclude(entry)) return [seen, ...lookInto(seen, way)];
    note(entry, play, way);
    return [seen];
  });
}

function seenTask(task: Task, play: Play, way: Way, sure: boolean): SeenTask {
  return {
    task,
    play,
    certain: sure && !way.mayHaveEnded && runsInAnyCase(task, play, way.engine.settings),
    foreseen: isFailureForeseen(task, play),
    filesMayChange: way.filesMayChange,
    anythingMayChange: way.anythingMayChange,
  };
}

function note(task: Task, play: Play, way: Way): void {
  const name = shortName(task);
  if (name === "fail" || (name === "meta" && /^end_/.test(task.freeForm?.value ?? ""))) {
    const guarded = name === "fail" && !runsInAnyCase(task, play, way.engine.settings);
    if (!guarded) way.mayHaveEnded = true;
  }
  if (mayWrite(task)) way.anythingMayChange = true;
  if (mayWriteHere(task, play, way.engine)) way.filesMayChange = true;
}

function lookInto(seen: SeenTask, way: Way): SeenTask[] {
  const content = seen.certain && !seen.filesMayChange ? contentOf(seen, way) : undefined;
  if (!content) {
    // nobody knows what it brings
    way.isOpen = true;
    way.filesMayChange = true;
    way.anythingMayChange = true;
    return [];
  }
  way.included.push(...content.entries);
  way.handlers.push(...content.handlers);
  const outer = way.within;
  way.within = [...outer, content.id];
  const inner = walk(content.entries, seen.play, way, true);
  way.within = outer;
  return inner;
}
