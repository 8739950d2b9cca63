import { Fault } from "../../model/errors.js";
import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { Slots } from "../order/slots.js";
import { keywordValue } from "../vars/evaluate.js";
import { inherited } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { passOf } from "./once.js";

/**
 * Waits for a place among `--forks` and `throttle`, whatever kind of task it is; returns what gives the throttled
 * place back. The place among the forks is given back when nothing of the host is on its way any more.
 */
export async function takePlaces(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<() => void> {
  // first the throttled place: whoever waits for it must not keep a place that its holder's neighbours need
  const free = await throttledPlace(walk, task, position, scope);
  await walk.fork.take();
  return free;
}

async function throttledPlace(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<() => void> {
  const count = await settled(() => throttleOf(walk, task, scope));
  // one host does it anyway
  if (count === 0 || walk.batch.once.has(passOf(task, position))) return () => {};
  const slots = slotsFor(walk, passOf(task, position), count);
  await slots.take();
  return () => slots.give();
}

/** 0: no limit */
function throttleOf({ batch: { play } }: Walk, task: Task, scope: VariableScope): number {
  const value = keywordValue(task, play, "throttle", scope);
  if (value === undefined || value === null || value === "") return 0;
  const count = Number(value);
  if (Number.isInteger(count) && typeof value !== "boolean") return Math.max(0, count);
  throw new Fault("KEYWORD_INVALID", "Failed to convert the throttle value to an integer.", {
    at: inherited(task, play, "throttle")?.at,
    hint: "`throttle` is the number of hosts that may run the task at once",
  });
}

function slotsFor({ batch: { throttles } }: Walk, pass: string, count: number): Slots {
  const known = throttles.get(pass);
  if (known) return known;
  const slots = new Slots(count);
  throttles.set(pass, slots);
  return slots;
}
