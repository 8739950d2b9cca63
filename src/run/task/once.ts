import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Batch, Once, Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";

/** One pass through a task: hosts that have included different files stand at one position with tasks of their own. */
export function passOf({ at: { path, line, column } }: Task, position: Position): string {
  return `${position}\0${path}:${line}:${column}`;
}

/**
 * Work that one host does for all that come to the task: the first one of the batch. The others wait for it, and get
 * the result that it has concluded, if any. Stands behind a barrier: all hosts that will come are here.
 */
export async function onFirstHost(
  walk: Walk,
  task: Task,
  position: Position,
  work: () => Promise<void>,
): Promise<{ isFirst: boolean; result?: TaskResult | undefined }> {
  const { batch, host } = walk;
  const once = onceAt(batch, passOf(task, position));
  while (!once.isDone) {
    once.leader ??= leaderOf(walk, task, position);
    const { leader } = once;
    if (leader === host.name) {
      await work().finally(() => once.settle(undefined));
      return { isFirst: true };
    }
    await Promise.race([once.result, batch.progress.gone(leader, position)]);
    // it stood here, and the task was not for it
    if (!once.isDone && once.leader === leader) once.leader = undefined;
  }
  const result = await once.result;
  // without a result it may have failed for all: that is known when it has gone on, or has not
  if (!result && once.leader !== undefined) await batch.progress.gone(once.leader, position);
  return { isFirst: false, result };
}

/** The first host of the batch that stands before the task. */
function leaderOf({ batch, host }: Walk, task: Task, position: Position): string {
  const pass = passOf(task, position);
  const isHere = (name: string): boolean => {
    const { current, fate } = batch.walks.get(name)!;
    if (batch.progress.at(name) !== position || fate.failure || fate.ended) return false;
    return current !== undefined && passOf(current, position) === pass;
  };
  return batch.hosts.find(isHere) ?? host.name;
}

function onceAt(batch: Batch, pass: string): Once {
  const known = batch.once.get(pass);
  if (known) return known;
  let settle: Once["settle"] = () => {};
  const result = new Promise<TaskResult | undefined>((resolve) => {
    settle = (value) => {
      once.isDone = true;
      resolve(value);
    };
  });
  const once: Once = { result, settle, isDone: false };
  batch.once.set(pass, once);
  return once;
}
