import { Suspend } from "../../template/machine/suspend.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";

/** Waits until every host has come as far. */
async function othersAt(walk: Walk, position: Position): Promise<void> {
  const barrier = walk.batch.progress.barrier(position);
  if (barrier) await walk.fork.without(barrier);
}

/** Suspends an evaluation of a step at `position` until every host has done all that comes before it. */
export function awaitOthers(walk: Walk, position: Position, what: string): void {
  const { strategy, progress } = walk.batch;
  if (strategy !== "linear" || progress.earliest >= position) return;
  throw new Suspend(() => othersAt(walk, position), what);
}
