import { Suspend } from "../../template/machine/suspend.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";

/**
 * Waits until every host has come as far; a place among `--forks` is given
 * back meanwhile, or hosts that need one would never come.
 */
async function othersAt(walk: Walk, position: Position): Promise<void> {
  const { progress, run } = walk.batch;
  const barrier = progress.barrier(position);
  if (!barrier) return;
  const held = walk.slot;
  if (held) {
    walk.slot = false;
    run.slots.give();
  }
  await barrier;
  if (held && !walk.slot) {
    await run.slots.take();
    walk.slot = true;
  }
}

/** Suspends an evaluation of a step at `position` until every host has done all that comes before it. */
export function awaitOthers(walk: Walk, position: Position, what: string): void {
  const { strategy, progress } = walk.batch;
  if (strategy !== "linear" || progress.earliest >= position) return;
  throw new Suspend(() => othersAt(walk, position), what);
}
