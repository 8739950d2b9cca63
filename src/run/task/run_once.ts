import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Value } from "../../model/value.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { registeredName, shortName } from "../vars/keywords.js";
import { registered } from "./conclude.js";
import { takeEffects } from "./effects.js";
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
  const result = await doneByFirst(walk, task, position, start);
  if (result) takeOver(walk, { task, position }, result);
}

/** What is done once for a batch by its nature (add_host, pause): the others get nothing of it. */
export async function doneByFirst(
  walk: Walk,
  task: Task,
  position: Position,
  start: () => Promise<void>,
): Promise<TaskResult | undefined> {
  await walk.queue.drain();
  if (walk.failure) return undefined;
  const { isFirst, result } = await onFirstHost(walk, task, position, async () => {
    await start();
    await walk.queue.drain();
  });
  return isFirst ? undefined : result;
}

/** Modules that a batch does once. Under the free strategy every host does them. */
const ONCE_PER_BATCH: ReadonlySet<string> = new Set(["add_host", "pause"]);

export const isByNatureOnce = (task: Task): boolean => ONCE_PER_BATCH.has(shortName(task));

/** Is the task done once for the batch, whatever its keywords say? */
export function isOncePerBatch({ batch }: Walk, task: Task): boolean {
  return batch.strategy === "linear" && batch.hosts.length > 1 && isByNatureOnce(task);
}

function takeOver(
  walk: Walk,
  { task, position }: { task: Task; position: Position },
  result: TaskResult,
): void {
  const name = registeredName(task);
  if (name !== undefined) walk.host.register(name, registered(result) as unknown as Value, position);
  if (result.status !== "ok" && result.status !== "changed") return;
  for (const one of result.items?.map((item) => item.result) ?? [result])
    takeEffects({ walk, task, position }, one.values);
}
