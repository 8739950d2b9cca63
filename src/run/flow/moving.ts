import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";

/** Moves the host to `position`; everything before it is done except what is still on its way. */
export function moveTo(walk: Walk, position: Position, task?: Task): void {
  walk.position = position;
  walk.current = task;
  walk.batch.progress.advance(walk.host.name, walk.queue.earliest ?? position);
}

/** May the host go on to the next step? */
export function goesOn(walk: Walk): boolean {
  const { endAt, run, fatal } = walk.batch;
  const { fate, position } = walk;
  if (fate.failure || fate.ended || run.signal.aborted) return false;
  if (endAt && position >= endAt.position) return false;
  return !fate.isStoppedBy(fatal, position);
}
