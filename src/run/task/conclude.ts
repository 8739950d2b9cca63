import { rmSync } from "node:fs";
import type { TaskHead } from "../../model/event.js";
import type { Task } from "../../model/play.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import type { PlainDict, Value } from "../../model/value.js";
import { isTemplate } from "../../template/render.js";
import type { Failure } from "../hosts/host.js";
import type { Walk } from "../hosts/state.js";
import type { ResultEvent } from "../order/hidden.js";
import type { Position } from "../order/position.js";
import { keywordFlag } from "../vars/evaluate.js";
import { inherited, registeredName, shortName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { applyEffects } from "./effects.js";
import { failureFrom, isDefect } from "./failure.js";
import { notify, renotify } from "./handlers.js";
import { concludedStep } from "./journaled.js";
import { passOf } from "./once.js";
import { noteRoleRan } from "./roles.js";
import { wayOut } from "./ways_out.js";

/** What of a task's keywords bears on its result. */
export interface Verdict {
  ignoreErrors: boolean;
  ignoreUnreachable: boolean;
  noLog: boolean;
  /** of a loop: `no_log` is a template, which each round answers for itself; till then all is hidden */
  noLogByRound?: true;
  anyErrorsFatal: boolean;
  /** one of them cannot be evaluated: what was thrown */
  wrong?: { error: unknown };
}

export async function verdictOf(walk: Walk, task: Task, scope: VariableScope): Promise<Verdict> {
  const { play } = walk.batch;
  const byRound = isAskedByRound(walk, task);
  let wrong: Verdict["wrong"];
  const flag = async (name: "ignore_errors" | "ignore_unreachable" | "no_log" | "any_errors_fatal") => {
    try {
      return await settled(() => keywordFlag(task, play, name, scope, false));
    } catch (error) {
      wrong ??= { error };
      // nobody can say that it may be shown
      return name === "no_log";
    }
  };
  const verdict: Verdict = {
    ignoreErrors: await flag("ignore_errors"),
    ignoreUnreachable: await flag("ignore_unreachable"),
    noLog: byRound || (await flag("no_log")),
    ...(byRound ? { noLogByRound: true } : {}),
    anyErrorsFatal: await flag("any_errors_fatal"),
  };
  return wrong ? { ...verdict, wrong } : verdict;
}

/** Is what one round of a loop says to be hidden? What nobody can answer is. */
export async function isHiddenRound(walk: Walk, task: Task, scope: VariableScope): Promise<boolean> {
  try {
    return await settled(() => keywordFlag(task, walk.batch.play, "no_log", scope, false));
  } catch {
    return true;
  }
}

/** `no_log` of a loop that may read its item. */
function isAskedByRound({ batch: { play } }: Walk, task: Task): boolean {
  if (task.keywords.loop === undefined && task.with === undefined) return false;
  const { value } = inherited(task, play, "no_log") ?? {};
  return typeof value === "string" && isTemplate(value);
}

export interface Conclusion {
  task: Task;
  head: TaskHead;
  position: Position;
  result: TaskResult;
  verdict: Verdict;
  delegatedTo?: string | undefined;
  startedAt: number;
  /** false: another host's result (run_once), shown there already */
  shown: boolean;
  /** an include whose file or role cannot be read: `ignore_errors` does not apply, and no rescue counts */
  isUnread?: boolean;
  /** the rounds of a loop that ran in turn have had their effects already */
  effectsApplied?: boolean;
  /** it was concluded in an earlier run, which notified these */
  replayed?: { notified: readonly string[] };
}

/** Everything that follows from a finished task: register, facts, handlers, the recap, the event, a failed host. */
export async function conclude(walk: Walk, finished: Conclusion): Promise<void> {
  if (isBrokenOff(walk, finished)) return;
  if (finished.verdict.noLog) forgetOutput(finished.result);
  register(walk, finished);
  const conclusion = await withEffects(walk, finished);
  const { task, result, verdict, position } = conclusion;
  if (isDefect(result)) walk.batch.run.defects += 1;
  walk.host.history.forget(walk.batch.progress.earliest);
  const ignored =
    (result.status === "failed" && verdict.ignoreErrors && !conclusion.isUnread) ||
    (result.status === "unreachable" && verdict.ignoreUnreachable);
  if (result.status !== "skipped" && result.status !== "unreachable") noteRoleRan(walk, task.role);
  writeDown(walk, conclusion);
  if (conclusion.shown) show(walk, conclusion, ignored);
  if (!conclusion.replayed) count(walk, conclusion, ignored);
  walk.batch.once.get(passOf(task, position))?.settle(result);
  if (ignored || (result.status !== "failed" && result.status !== "unreachable")) return;
  failHost(walk, conclusion);
}

/** What is hidden stays in no file either. */
function forgetOutput({ values, items }: TaskResult): void {
  for (const name of ["stdout_file", "stderr_file"])
    if (typeof values[name] === "string") rmSync(values[name], { force: true });
  for (const { result } of items ?? []) forgetOutput(result);
}

/** What the end of the run has broken off has not failed, and what was begun after it is not done. */
function isBrokenOff({ batch: { run }, fate }: Walk, { head, result: { status } }: Conclusion): boolean {
  if (run.signal.aborted && (status === "failed" || status === "unreachable")) fate.breakOff(head.name);
  return fate.brokenOff !== undefined;
}

function register(walk: Walk, { task, result, position }: Conclusion): void {
  const name = registeredName(task);
  if (name !== undefined) walk.host.register(name, registered(result) as unknown as Value, position);
}

/** Facts and notifications; where they cannot be made out the task has failed. */
async function withEffects(walk: Walk, conclusion: Conclusion): Promise<Conclusion> {
  const { task, result } = conclusion;
  if (result.status !== "changed" && result.status !== "ok") return conclusion;
  try {
    await follow(walk, conclusion);
    return conclusion;
  } catch (error) {
    const values = { ...result.values, ...failureFrom(error, task.at) };
    const failed: Conclusion = { ...conclusion, result: { status: "failed", values } };
    register(walk, failed);
    return failed;
  }
}

/** The host has failed, and with it perhaps all hosts of the batch. */
function failHost(walk: Walk, conclusion: Conclusion): void {
  const { task, position, result, verdict } = conclusion;
  const { batch } = walk;
  const failure: Failure = { result, task, taskName: ownName(conclusion) };
  const rescued = isRescued(walk, conclusion);
  walk.fate.fail(failure, position, rescued);
  if (rescued) tellRescue(walk, failure, position);
  else batch.run.journal?.lost(walk.host.name, walk.fate.unreachable ? "unreachable" : "failed", position);
  if (batch.strategy !== "linear") return;
  if (tooManyFailed(walk)) batch.fatal = { position, failure, kind: "limit" };
  else if (isFatal(walk, task, position, verdict) && batch.fatal?.position !== position)
    batch.fatal = { position, failure, kind: "failure" };
}

/** The task's name without its role's; "" where it has none. */
function ownName({ task, head }: Conclusion): string {
  const name = task.keywords.name?.value;
  if (name === undefined || name === null) return "";
  const prefix = `${task.role?.role.name} : `;
  return task.role && head.name.startsWith(prefix) ? head.name.slice(prefix.length) : head.name;
}

/** What later steps may need of it goes into the journal, also where only a rescue reads it. */
function writeDown(walk: Walk, conclusion: Conclusion): void {
  const { task, position, result, head, verdict } = conclusion;
  const { journal } = walk.batch.run;
  if (!journal || shortName(task) === "include_vars") return;
  const rescued = isRescued(walk, conclusion);
  const words = { task, position, result, title: head.name, isHidden: verdict.noLog, isRescued: rescued };
  journal.concluded(concludedStep(walk, words));
}

/** Counts as rescued: but a handler's failure, and an include's whose file is missing, are failures all the same. */
function isRescued({ rescues, handling }: Walk, { result, isUnread }: Conclusion): boolean {
  return result.status === "failed" && rescues > 0 && !handling && isUnread !== true;
}

/** What `rescue` may read. */
function tellRescue({ host }: Walk, { task, taskName, result }: Failure, position: Position): void {
  host.register("ansible_failed_result", result.values as unknown as Value, position);
  const { module, args } = task;
  host.register("ansible_failed_task", { name: taskName, action: module.value, args } as PlainDict, position);
}

function isFatal({ batch }: Walk, task: Task, position: Position, verdict: Verdict): boolean {
  return (verdict.anyErrorsFatal && !verdict.ignoreErrors) || batch.once.has(passOf(task, position));
}

/**
 * `max_fail_percentage`: more than that share of the batch has failed where nothing is left to be done for it. What
 * a block fails with in spite of its rescue or always does not count, nor do hosts that are not reached, nor one
 * whose handlers are still to run in any case.
 */
function tooManyFailed(walk: Walk): boolean {
  const { batch, fate, recoveries, host } = walk;
  if (batch.maxFailed === undefined || fate.unreachable || recoveries > 0) return false;
  if (walk.forced && walk.notifications.size + walk.notified.size > 0) return false;
  batch.failedForGood.add(host.name);
  return (batch.failedForGood.size / batch.size) * 100 > batch.maxFailed;
}

async function follow(walk: Walk, conclusion: Conclusion): Promise<void> {
  const { task, result, position } = conclusion;
  const each = result.items ? result.items.map((item) => item.result) : [result];
  if (!conclusion.effectsApplied) for (const one of each) applyEffects({ walk, task, position }, one.values);
  if (conclusion.replayed) return renotify(walk, position, conclusion.replayed.notified);
  if (result.values.changed !== true) return;
  if (!result.items) return notify(walk, { task, position });
  for (const { result: one } of result.items)
    if (one.status !== "skipped") await notify(walk, { task, position, above: loopVariables(one.values) });
}

/** The variables of the round that a result is of. */
function loopVariables(values: ResultValues): PlainDict {
  const names = ["ansible_loop_var", "ansible_index_var", "ansible_loop"];
  const own = [values.ansible_loop_var, values.ansible_index_var].map(String);
  const known = [...names, ...own].filter((name) => values[name] !== undefined);
  return Object.fromEntries(known.map((name) => [name, values[name] as Value]));
}

/** What a registered variable holds: the result without what is only for display. */
export function registered(result: TaskResult): ResultValues {
  const values = Object.fromEntries(
    Object.entries(result.values).filter(([key]) => !key.startsWith("_ansible_")),
  );
  if (result.status === "failed") values.failed = true;
  // what was left out, and a loop as a whole, says nothing of failing
  else if (result.status !== "unreachable" && !result.items && !isLeftOut(values)) values.failed ??= false;
  return values;
}

function isLeftOut({ skipped, skip_reason, skipped_reason }: ResultValues): boolean {
  return skipped === true && (skip_reason !== undefined || skipped_reason !== undefined);
}

function show(walk: Walk, conclusion: Conclusion, ignored: boolean): void {
  const { head, position, verdict, delegatedTo } = conclusion;
  const event: ResultEvent = {
    type: "task-result",
    task: head,
    host: walk.host.name,
    result: withoutStatus(conclusion.result),
    ignored,
    seconds: (performance.now() - conclusion.startedAt) / 1000,
    ...(delegatedTo === undefined ? {} : { delegatedTo }),
    ...waysOutOf(conclusion.result),
  };
  walk.batch.output.addResult(position, head, event, verdict.noLog);
}

/** Of a loop those of its items, each once. */
function waysOutOf(result: TaskResult): { wayOut?: string } {
  const all = (result.items ?? [{ result }]).map((one) => one.result);
  const failed = all.filter(({ status }) => status === "failed" || status === "unreachable");
  const ways = new Set(failed.flatMap((one) => wayOut(one) ?? []));
  return ways.size === 0 ? {} : { wayOut: [...ways].join("\n") };
}

/** `failed` and `skipped` are the status: they are not shown among the values. */
export function withoutStatus(result: TaskResult): TaskResult {
  const { failed: _f, skipped: _s, ...values } = result.values;
  return { ...result, values };
}

/** The recap's counts: a changed task is also ok. */
function count(walk: Walk, conclusion: Conclusion, ignored: boolean): void {
  const { result } = conclusion;
  const stats = walk.batch.stats.get(walk.host.name)!;
  if (result.status === "failed" && !ignored) stats[isRescued(walk, conclusion) ? "rescued" : "failed"] += 1;
  else if (result.status === "unreachable" && !ignored) stats.unreachable += 1;
  else if (result.status === "skipped") stats.skipped += 1;
  else {
    stats.ok += 1;
    if (ignored) stats.ignored += 1;
    if (result.values.changed === true) stats.changed += 1;
  }
}
