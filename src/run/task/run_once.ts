import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Value } from "../../model/value.js";
import type { Batch, Once, Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { registeredName } from "../vars/keywords.js";
import { applyEffects } from "./effects.js";

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
  const once = onceAt(walk.batch, position);
  once.leader ??=
    walk.batch.hosts.find((host) => walk.batch.progress.at(host) === position) ?? walk.host.name;
  if (once.leader === walk.host.name) {
    await start();
    await walk.queue.drain();
    return once.settle(undefined);
  }
  const result = await once.result;
  if (result) await takeOver(walk, task, result, position);
}

function onceAt(batch: Batch, position: Position): Once {
  let once = batch.once.get(position);
  if (!once) {
    let settle: Once["settle"] = () => {};
    const result = new Promise<TaskResult | undefined>((resolve) => {
      settle = resolve;
    });
    once = { result, settle };
    batch.once.set(position, once);
  }
  return once;
}

async function takeOver(walk: Walk, task: Task, result: TaskResult, position: Position): Promise<void> {
  const name = registeredName(task);
  if (name !== undefined) walk.host.register(name, result.values as unknown as Value);
  if (result.status === "failed" || result.status === "unreachable" || result.status === "skipped") return;
  for (const one of result.items?.map((item) => item.result) ?? [result])
    if (!one.values.ansible_stats) await applyEffects(walk, task, one.values, undefined, position);
}
