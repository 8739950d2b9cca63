import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Value } from "../../model/value.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { registeredName } from "../vars/keywords.js";
import { applyEffects } from "./effects.js";
import { onFirstHost } from "./once.js";

/**
 * `run_once`: the first host of the batch that comes to the step does it, and
 * all others take its result. Stands behind a barrier: all hosts are here.
 */
export async function runOnce(
  walk: Walk,
  task: Task,
  position: Position,
  start: () => Promise<void>,
): Promise<void> {
  await walk.queue.drain();
  if (walk.failure) return;
  const { isFirst, result } = await onFirstHost(walk, task, position, async () => {
    await start();
    await walk.queue.drain();
  });
  if (!isFirst && result) await takeOver(walk, task, result, position);
}

async function takeOver(walk: Walk, task: Task, result: TaskResult, position: Position): Promise<void> {
  const name = registeredName(task);
  if (name !== undefined) walk.host.register(name, result.values as unknown as Value);
  if (result.status === "failed" || result.status === "unreachable" || result.status === "skipped") return;
  for (const one of result.items?.map((item) => item.result) ?? [result])
    if (!one.values.ansible_stats) await applyEffects(walk, task, one.values, undefined, position);
}
