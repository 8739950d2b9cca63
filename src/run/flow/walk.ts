import type { Block, Entry, Task } from "../../model/play.js";
import type { Guard } from "../hosts/fate.js";
import type { Failure } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import { child, type Position } from "../order/position.js";
import { handled, handlersFor, takeLeft } from "../task/handlers.js";
import { enterRole, leaveRole } from "../task/roles.js";
import { isByNatureOnce } from "../task/run_once.js";
import { bringsUnknown, foresee, isInclude } from "../vars/controller_files.js";
import { isMetaForAll } from "./meta.js";
import { goesOn, moveTo } from "./moving.js";
import { someSelected } from "./selection.js";
import { runStep } from "./step.js";

/** Entries in order, until the host fails or is told to end. */
export async function walkEntries(walk: Walk, entries: readonly Entry[], position: Position): Promise<void> {
  for (const [index, entry] of entries.entries()) {
    if (!goesOn(walk)) return;
    await walkEntry(walk, entry, child(position, index));
  }
}

async function walkEntry(walk: Walk, entry: Entry, position: Position): Promise<void> {
  moveTo(walk, position, entry.kind === "task" ? entry : undefined);
  if (walk.fate.endedRole && entry.role?.role === walk.fate.endedRole) return;
  if (entry.kind === "task") return walkTask(walk, entry, position);
  if (!(await enterRole(walk, entry))) return;
  await walkBlock(walk, entry, position);
  await leaveRole(walk, entry);
}

/** One task and all that it brings: what it includes, the handlers that it flushes. */
async function walkTask(walk: Walk, task: Task, position: Position): Promise<void> {
  const next = await runStep(walk, task, position);
  if (next === "handlers") return flushHandlers(walk, child(position, 0));
  for (const { entries, position: at } of next ?? []) {
    foresee(walk.batch, entries, at);
    await walkEntries(walk, entries, at);
  }
  // what others include may end the play, or fail, for all
  if (isInclude(task) && bringsUnknown(walk.batch, task))
    walk.afterFatal = "others may include something else";
}

/**
 * Runs the notified handlers once through, in the order in which they are defined. A handler may notify others:
 * those defined later run in the same pass, itself and earlier ones with the next flush.
 */
export async function flushHandlers(walk: Walk, position: Position): Promise<void> {
  await takeLeft(walk, position);
  // where nothing can have been notified, what is on its way need not be waited for
  if (!walk.mayNotify && walk.notifications.size === 0 && walk.notified.size === 0) return;
  walk.mayNotify = false;
  await walk.queue.drain();
  for (const name of walk.notifications) {
    const handlers = await handlersFor(walk, name, position);
    for (const handler of handlers) walk.notified.add(handler);
    walk.due.set(name, new Set(handlers));
  }
  walk.notifications.clear();
  const before = walk.handling;
  walk.handling = true;
  for (const [index, handler] of [...walk.batch.play.handlers].entries()) {
    await walk.queue.drain();
    if (!goesOn(walk)) break;
    if (!walk.notified.delete(handler)) continue;
    const at = child(position, index);
    moveTo(walk, at, handler);
    await walkTask(walk, handler, at);
    await walk.queue.drain();
    if (goesOn(walk)) handled(walk, handler);
  }
  await walk.queue.drain();
  walk.handling = before;
}

/** A section of which the tags leave nothing is not there: it neither rescues nor cleans up. */
async function walkBlock(walk: Walk, { body, rescue, always }: Block, position: Position): Promise<void> {
  const isThere = [await someSelected(walk, rescue), await someSelected(walk, always)];
  const section = (entries: readonly Entry[], index: 1 | 2) =>
    isThere[index - 1] ? () => walkEntries(walk, entries, child(position, index)) : undefined;
  return walkGuarded(walk, position, {
    body: () => walkEntries(walk, body, child(position, 0)),
    rescue: section(rescue, 1),
    always: section(always, 2),
    alwaysAt: child(position, 2),
    reaches: { body: body.some(reachesAll), rescue: rescue.some(reachesAll) },
    depth: 1,
  });
}

/** May a host end the play, fail or change what counts for all hosts in it, or include what does? */
export function reachesAll(entry: Entry): boolean {
  const { any_errors_fatal, run_once } = entry.keywords;
  if (any_errors_fatal !== undefined || run_once !== undefined) return true;
  if (entry.kind === "task") return isInclude(entry) || isByNatureOnce(entry) || isMetaForAll(entry);
  return [...entry.body, ...entry.rescue, ...entry.always].some(reachesAll);
}

export interface Guarded {
  body(): Promise<void>;
  rescue?: (() => Promise<void>) | undefined;
  always?: (() => Promise<void>) | undefined;
  /** where `always` begins */
  alwaysAt: Position;
  /** a host may end the play, or fail, for all there: those that pass over it wait for the others */
  reaches: { body: boolean; rescue: boolean };
  /** 1 where a host that has failed in the body has more to do in any case */
  depth: 0 | 1;
}

/**
 * block, rescue, always. A block with either waits for its steps before it
 * decides, and before it begins: a failure of an earlier step is not its own.
 */
export async function walkGuarded(walk: Walk, position: Position, steps: Guarded): Promise<void> {
  if (!steps.rescue && !steps.always) return steps.body();
  await walk.queue.drain();
  if (failsForAll(walk)) await othersAt(walk, position);
  if (!goesOn(walk)) return;
  if (steps.rescue) walk.rescues += 1;
  await recoverable(walk, steps.body, steps.depth);
  if (steps.rescue) walk.rescues -= 1;
  if (failsForAll(walk) || (steps.reaches.body && hasFailed(walk))) await othersAt(walk, child(position, 1));
  if (steps.rescue && mayRecover(walk, position))
    await rescue(walk, () => (steps.always ? recoverable(walk, steps.rescue!, 1) : steps.rescue!()));
  // what others rescue may end the play, or fail, also for those that have nothing to rescue
  if (steps.reaches.rescue ? walk.batch.strategy === "linear" : steps.reaches.body && hasFailed(walk))
    await othersAt(walk, steps.alwaysAt);
  if (steps.always) await cleanUp(walk, steps.always, { block: position, always: steps.alwaysAt });
}

/** Steps after whose failure the host has still something to do. */
async function recoverable(walk: Walk, steps: () => Promise<void>, depth: 0 | 1): Promise<void> {
  walk.recoveries += depth;
  await steps();
  await walk.queue.drain();
  walk.recoveries -= depth;
}

/** May the step before have failed on another host, and with it on this one? */
function failsForAll({ afterFatal, batch: { strategy, maxFailed } }: Walk): boolean {
  return strategy === "linear" && (afterFatal !== undefined || maxFailed !== undefined);
}

/** It passes over steps that others have still to do. */
const hasFailed = ({ fate, batch }: Walk): boolean =>
  fate.failure !== undefined && batch.strategy === "linear";

/** Waits until every host has come as far: one of them may have failed for all. */
async function othersAt(walk: Walk, position: Position): Promise<void> {
  const before = walk.position;
  moveTo(walk, position);
  await walk.batch.progress.barrier(position);
  walk.position = before;
}

/** Has the host failed in this block, by itself or by a failure of all hosts, in a way that can be rescued? */
function mayRecover({ fate, batch: { fatal } }: Walk, block: Position): boolean {
  if (fate.unreachable || fatal?.kind === "limit") return false;
  return (
    fate.failure !== undefined || (fate.failureOf(fatal) !== undefined && fatal!.position.startsWith(block))
  );
}

async function rescue(walk: Walk, steps: () => Promise<void>): Promise<void> {
  const { failure } = walk.fate;
  walk.fate.rescueFrom(walk.batch.fatal);
  await inSpiteOf(failure, walk, steps);
}

/** `always` runs after a failure too, which stands afterwards. */
async function cleanUp(walk: Walk, steps: () => Promise<void>, after: Guard): Promise<void> {
  const { fate, batch } = walk;
  if (fate.unreachable || batch.fatal?.kind === "limit") return;
  const { failure } = fate;
  const over = fate.cleanUp(batch.fatal, after);
  await inSpiteOf(failure, walk, steps);
  over(batch.fatal);
}

/** A session that stopped at the failure goes on, and all that is begun is waited for. */
async function inSpiteOf(
  failure: Failure | undefined,
  walk: Walk,
  steps: () => Promise<void>,
): Promise<void> {
  if (failure) await walk.host.links.resume();
  await steps();
  await walk.queue.drain();
}
