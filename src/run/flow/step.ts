import { Fault } from "../../model/errors.js";
import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import { nameTest } from "../../plan/match_name.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { conclude, type Verdict, verdictOf } from "../task/conclude.js";
import { explainWait } from "../task/explain.js";
import { neverRun, plainly } from "../task/failure.js";
import { takePlaces } from "../task/forks.js";
import { judge } from "../task/judge.js";
import { loopItems } from "../task/loop.js";
import { beginLoop } from "../task/looped_task.js";
import { beginOne, type StepContext } from "../task/plain_task.js";
import { recordedStep, replay } from "../task/replay.js";
import { doneByFirst, isOncePerBatch, runOnce } from "../task/run_once.js";
import { headFor } from "../task/title.js";
import { waitsForOthers } from "../task/waits.js";
import { firstFalse } from "../vars/conditions.js";
import { isInclude } from "../vars/controller_files.js";
import { keywordFlag } from "../vars/evaluate.js";
import { collected, inherited } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import { ENGINE_ACTIONS } from "./actions.js";
import { isConfirmed } from "./confirmed.js";
import { goesOn } from "./moving.js";
import type { Next } from "./next.js";
import { isTagged } from "./selection.js";

/**
 * One step of a play on one host. It is begun here and concluded in the host's
 * queue: unless something must be known first, the next step begins meanwhile.
 * What it leaves to be walked is given back. Whatever goes wrong is its failed result.
 */
export async function runStep(walk: Walk, task: Task, position: Position): Promise<Next | undefined> {
  const scope = taskScope(walk, task);
  try {
    return await takeStep(walk, task, position, scope);
  } catch (error) {
    const context = contextOf(walk, task, position, scope);
    await finishNow(context, failed(error, task), await verdictOf(walk, task, scope));
    return undefined;
  }
}

async function takeStep(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<Next | undefined> {
  if (!(await isSelected(walk, task, scope))) return undefined;
  const action = ENGINE_ACTIONS[task.module.value.replace(/^ansible\.(builtin|legacy)\./, "")];
  const barrier = (await waitsForOthers(walk, task)) ?? "";
  if (barrier) explainWait(walk, task, `for the other hosts, since ${barrier}`);
  if (barrier) await walk.batch.progress.barrier(position);
  const isFatal = inherited(task, walk.batch.play, "any_errors_fatal") !== undefined;
  walk.afterFatal = isFatal ? "`any_errors_fatal` of the step before" : undefined;
  if (!goesOn(walk)) return undefined;
  if (!(await isConfirmed(walk, task, position, scope))) return undefined;
  const once = await settled(() => keywordFlag(task, walk.batch.play, "run_once", scope, false));
  if (collected(task, walk.batch.play, "notify").length > 0) walk.mayNotify = true;
  if (action && once && isInclude(task) && walk.batch.strategy === "linear")
    return includeOnce(walk, task, position, () => action(walk, task, position, scope));
  if (action) return action(walk, task, position, scope);
  const start = () => beginStep(walk, task, position, scope);
  if (once && walk.batch.strategy !== "linear") warnOfOnce(walk, task);
  if (once && walk.batch.strategy === "linear") await runOnce(walk, task, position, start);
  else if (isOncePerBatch(walk, task)) await doneByFirst(walk, task, position, start);
  else await start();
  return undefined;
}

/** The first host alone includes, and does what is included. */
async function includeOnce(
  walk: Walk,
  task: Task,
  position: Position,
  include: () => Promise<Next | undefined>,
): Promise<Next | undefined> {
  let next: Next | undefined;
  await doneByFirst(walk, task, position, async () => {
    next = await include();
  });
  return next;
}

const warnedOf = new WeakSet<Task>();

/** Nobody waits for a first host where hosts run free. */
function warnOfOnce({ batch: { run, strategy } }: Walk, task: Task): void {
  if (warnedOf.has(task)) return;
  warnedOf.add(task);
  const text = `\`run_once\` has no effect under strategy ${strategy}: every host does the task`;
  run.emit({ type: "message", level: "warning", text, at: task.keywords.run_once?.at ?? task.at });
}

async function isSelected(walk: Walk, task: Task, scope: VariableScope): Promise<boolean> {
  if (!walk.started) {
    const { settings } = walk.batch.run;
    walk.started = isNamed(task, settings.startAtTask ?? "");
    if (!walk.started) return false;
    walk.batch.run.begun = true;
  }
  return isTagged(walk, task, scope);
}

/** By its own name (its module's, where it has none), also with its role's before it. */
function isNamed({ keywords, module, role }: Task, wanted: string): boolean {
  const own = String(keywords.name?.value ?? module.value);
  const names = role ? [own, `${role.role.name} : ${own}`] : [own];
  return names.some((name) => name === wanted || nameTest(wanted)?.(name));
}

/** Begins the task; what is wrong with its keywords is its failed result. */
export async function beginStep(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<void> {
  const context = contextOf(walk, task, position, scope);
  walk.batch.run.emit({ type: "host-busy", host: walk.host.name, task: context.head });
  const verdict = await verdictOf(walk, task, scope);
  const recorded = recordedStep(context);
  if (recorded) return replay(context, recorded, verdict);
  let free = (): void => {};
  try {
    if (verdict.wrong) throw verdict.wrong.error;
    free = await takePlaces(walk, task, position, scope);
    const items = await loopItemsOf(context, scope);
    if (items) await beginLoop(context, items, verdict);
    else await beginOne(context, scope, verdict);
  } catch (error) {
    await finishNow(context, failed(error, task), verdict);
  } finally {
    // when the step is concluded
    void walk.queue.push(position, free);
    walk.fork.begun();
  }
}

function contextOf(walk: Walk, task: Task, position: Position, scope: VariableScope): StepContext {
  const head = headFor(walk, task, position, scope);
  return { walk, task, position, head, startedAt: performance.now() };
}

function failed(error: unknown, { at }: Task): TaskResult {
  const values = neverRun(error, at);
  return { status: values.unreachable ? "unreachable" : "failed", values };
}

/** Loop items that cannot be evaluated do not matter where `when` is false without them. */
async function loopItemsOf(context: StepContext, scope: VariableScope) {
  try {
    return await settled(() => loopItems(context.task, scope));
  } catch (error) {
    // `when` may be what guards against the missing variable
    if (error instanceof Fault && error.code === "UNDEFINED" && (await isSkipped(context, scope)))
      return undefined;
    return plainly(() => Promise.reject(error));
  }
}

async function isSkipped({ walk, task }: StepContext, scope: VariableScope): Promise<boolean> {
  const lists = collected(task, walk.batch.play, "when");
  return (await settled(() => firstFalse(lists, scope))) !== undefined;
}

export async function finishNow(context: StepContext, result: TaskResult, verdict: Verdict): Promise<void> {
  const { walk, task, position } = context;
  await walk.queue.push(
    position,
    async () => {
      if (walk.failure) return;
      const judged =
        result.status === "failed" ? await judge(walk, task, result.values, undefined, position) : result;
      await conclude(walk, { ...context, result: judged, verdict, shown: true });
    },
    { title: context.head.name, decidedHere: "it has failed" },
  );
}
