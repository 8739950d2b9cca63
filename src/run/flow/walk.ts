import type { Block, Entry, Task } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Failure } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import { child, type Position } from "../order/position.js";
import { enterRole, leaveRole } from "../task/roles.js";
import { goesOn, moveTo } from "./moving.js";
import { runStep } from "./step.js";

/** Entries in order, until the host fails or is told to end. */
export async function walkEntries(walk: Walk, entries: readonly Entry[], position: Position): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    if (!goesOn(walk)) return;
    await walkEntry(walk, entry, child(position, index));
  }
}

async function walkEntry(walk: Walk, entry: Entry, position: Position): Promise<void> {
  moveTo(walk, position);
  if (walk.endRole && isInRole(entry, walk.endRole)) return;
  if (entry.kind === "task") return walkTask(walk, entry, position);
  if (!(await enterRole(walk, entry))) return;
  await walkBlock(walk, entry, position);
  await leaveRole(walk, entry);
}

/** One task and all that it brings: what it includes, the handlers that it flushes. */
async function walkTask(walk: Walk, task: Task, position: Position): Promise<void> {
  const next = await runStep(walk, task, position);
  if (next === "handlers") return flushHandlers(walk, child(position, 0));
  for (const { entries, position: at } of next ?? []) await walkEntries(walk, entries, at);
}

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
      await walkTask(walk, handler, at);
    }
    await walk.queue.drain();
  }
  walk.handling = before;
}

function isInRole(entry: Task | Block, role: Walk["endRole"]): boolean {
  return entry.role?.role === role;
}

/**
 * block, rescue, always. A block with either waits for its steps before it
 * decides, and before it begins: a failure of an earlier step is not its own.
 */
async function walkBlock(walk: Walk, block: Block, position: Position): Promise<void> {
  const guarded = block.rescue.length > 0 || block.always.length > 0;
  if (!guarded) return walkEntries(walk, block.body, child(position, 0));
  await walk.queue.drain();
  if (!goesOn(walk)) return;
  await walkEntries(walk, block.body, child(position, 0));
  await walk.queue.drain();
  if (walk.afterFatal && walk.batch.strategy === "linear") await othersAt(walk, child(position, 1));
  const failure = failureIn(walk, position);
  if (block.rescue.length > 0 && failure && !walk.unreachable)
    await rescue(walk, block, child(position, 1), failure);
  if (block.always.length > 0) await always(walk, block, child(position, 2));
}

/** Waits until every host has come as far: one of them may have failed for all. */
async function othersAt(walk: Walk, position: Position): Promise<void> {
  const before = walk.position;
  moveTo(walk, position);
  await walk.batch.progress.barrier(position);
  walk.position = before;
}

/** The host's own failure, or another host's within the block that is one of all hosts. */
function failureIn({ failure, batch: { fatal }, survived }: Walk, block: Position): Failure | undefined {
  if (failure || fatal === undefined || fatal === survived) return failure;
  return fatal.position.startsWith(block) ? fatal.failure : undefined;
}

async function rescue(walk: Walk, block: Block, position: Position, failure: Failure): Promise<void> {
  const isOwn = walk.failure !== undefined;
  walk.failure = undefined;
  walk.survived = walk.batch.fatal;
  const { task } = failure;
  walk.host.register("ansible_failed_result", failure.result.values as unknown as Value);
  walk.host.register("ansible_failed_task", {
    name: failure.taskName,
    action: task.module.value,
    args: task.args,
  } as PlainDict);
  const stats = walk.batch.stats.get(walk.host.name)!;
  stats.failed -= isOwn ? 1 : 0;
  stats.rescued += isOwn ? 1 : 0;
  await walk.host.links.resume();
  await walkEntries(walk, block.rescue, position);
  await walk.queue.drain();
}

/** `always` runs after a failure too, which stands afterwards unless `always` fails itself. */
async function always(walk: Walk, block: Block, position: Position): Promise<void> {
  if (walk.unreachable) return;
  const { failure, survived } = walk;
  walk.failure = undefined;
  const { fatal } = walk.batch;
  walk.survived = fatal;
  if (failure) await walk.host.links.resume();
  await walkEntries(walk, block.always, position);
  await walk.queue.drain();
  walk.failure ??= failure;
  if (walk.batch.fatal === fatal) walk.survived = survived;
}
