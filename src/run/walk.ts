import type { Block, Entry, Task } from "../model/play.js";
import type { PlainDict, Value } from "../model/value.js";
import type { Walk } from "./batch.js";
import { child, type Position } from "./position.js";
import { enterRole, leaveRole } from "./roles.js";
import { runStep } from "./step.js";
import { goesOn, moveTo } from "./walking.js";

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
  if (entry.kind === "task") return runStep(walk, entry, position);
  if (!(await enterRole(walk, entry))) return;
  await walkBlock(walk, entry, position);
  await leaveRole(walk, entry);
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
  if (block.rescue.length > 0 && walk.failure && !walk.unreachable)
    await rescue(walk, block, child(position, 1));
  if (block.always.length > 0) await always(walk, block, child(position, 2));
}

async function rescue(walk: Walk, block: Block, position: Position): Promise<void> {
  const failure = walk.failure!;
  walk.failure = undefined;
  walk.batch.fatalAt = undefined;
  const { task } = failure;
  walk.host.register("ansible_failed_result", failure.result.values as unknown as Value);
  walk.host.register("ansible_failed_task", {
    name: failure.taskName,
    action: task.module.value,
    args: task.args,
  } as PlainDict);
  const stats = walk.batch.stats.get(walk.host.name)!;
  stats.failed -= 1;
  stats.rescued += 1;
  await walk.host.links.resume();
  await walkEntries(walk, block.rescue, position);
  await walk.queue.drain();
}

/** `always` runs after a failure too, which stands afterwards unless `always` fails itself. */
async function always(walk: Walk, block: Block, position: Position): Promise<void> {
  if (walk.unreachable) return;
  const failure = walk.failure;
  walk.failure = undefined;
  if (failure) await walk.host.links.resume();
  await walkEntries(walk, block.always, position);
  await walk.queue.drain();
  walk.failure ??= failure;
}
