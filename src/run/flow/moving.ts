import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";

/** Moves the host to `position`; everything before it is done except what is still on its way. */
export function moveTo(walk: Walk, position: Position): void {
  walk.position = position;
  walk.batch.progress.advance(walk.host.name, walk.queue.earliest ?? position);
}

/** May the host go on to the next step? */
export function goesOn(walk: Walk): boolean {
  const { endAt, run } = walk.batch;
  if (walk.failure || walk.ended || run.signal.aborted) return false;
  if (endAt && walk.position >= endAt.position) return false;
  return !isStopped(walk);
}

/** Has another host's failure stopped this one too? */
export function isStopped({ batch: { fatal }, survived, position }: Walk): boolean {
  return fatal !== undefined && fatal !== survived && position > fatal.position;
}
