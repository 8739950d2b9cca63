import type { Walk } from "./batch.js";
import { child, type Position } from "./position.js";
import { runStep } from "./step.js";
import { goesOn, moveTo } from "./walking.js";

/**
 * Runs the notified handlers in the order in which they are defined. A handler
 * may notify others: those defined later run in the same pass, earlier ones in the next.
 */
export async function flushHandlers(walk: Walk, position: Position): Promise<void> {
  // where nothing can have been notified, what is on its way need not be waited for
  if (!walk.mayNotify && walk.notified.size === 0) return;
  walk.mayNotify = false;
  await walk.queue.drain();
  const before = walk.handling;
  walk.handling = true;
  const { handlers } = walk.batch.play;
  for (let pass = 0; goesOn(walk) && walk.notified.size > 0; pass++) {
    for (const [index, handler] of handlers.entries()) {
      await walk.queue.drain();
      if (!goesOn(walk)) break;
      const at = child(child(position, pass), index);
      if (!walk.notified.delete(handler)) continue;
      moveTo(walk, at);
      await runStep(walk, handler, at);
    }
    await walk.queue.drain();
  }
  walk.handling = before;
}
