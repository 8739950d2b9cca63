import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { Slots } from "../order/slots.js";
import { keywordValue } from "../vars/evaluate.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";

/** Waits for a place among `--forks` and `throttle`; returns what gives the throttled place back. */
export async function takePlaces(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<() => void> {
  if (!walk.slot) {
    await walk.batch.run.slots.take();
    walk.slot = true;
  }
  const count = Number(await settled(() => keywordValue(task, walk.batch.play, "throttle", scope) ?? 0));
  if (!(count > 0)) return () => {};
  let slots = walk.batch.throttles.get(position);
  if (!slots) {
    slots = new Slots(count);
    walk.batch.throttles.set(position, slots);
  }
  await slots.take();
  return () => slots.give();
}
