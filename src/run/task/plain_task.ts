import type { TaskHead } from "../../model/event.js";
import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import { sleepUnlessStopped } from "../../model/stop.js";
import type { PlainDict } from "../../model/value.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { evaluated } from "../vars/evaluate.js";
import { holdNames } from "../vars/pending.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { begin } from "./begin.js";
import type { Begun } from "./begun.js";
import { conclude, type Verdict } from "./conclude.js";
import { explainWait } from "./explain.js";
import { hasNeverRun } from "./failure.js";
import { isSatisfied, judge } from "./judge.js";
import { openStep } from "./outcome.js";
import { mustFinishFirst } from "./waits.js";

/** A step as it goes from begin to conclude. */
export interface StepContext {
  walk: Walk;
  task: Task;
  position: Position;
  head: TaskHead;
  startedAt: number;
}

/** A task without a loop: sent, and concluded in its turn. */
export async function beginOne(context: StepContext, scope: VariableScope, verdict: Verdict): Promise<void> {
  const { walk, task, position, head } = context;
  if (task.keywords.until || task.keywords.retries) return finishInTurn(context, scope, verdict);
  const begun = await begin(walk, task, scope, { position, head, onFailure: onFailure(task, verdict) });
  const release = holdNames(walk, task, position);
  const finish = async () => {
    try {
      const values = walk.failure ? undefined : await begun.take();
      if (!values || walk.failure) return;
      const result = await judge(walk, task, values, undefined, position);
      await conclude(walk, { ...context, result, verdict, delegatedTo: begun.delegatedTo, shown: true });
    } finally {
      release();
    }
  };
  const finished = walk.queue.push(position, finish, openStep(walk, task, verdict, [begun]));
  const reason = begun.sequential
    ? "its module needs a second request"
    : mustFinishFirst(walk, task, verdict);
  if (!reason) return;
  explainWait(walk, task, `for its own answer, since ${reason}`);
  await finished;
}

/** How a failure on the host bears on what was sent after it; what judges failures itself is waited for. */
export function onFailure(task: Task, verdict: Verdict): "halt" | "ignore" {
  return verdict.ignoreErrors || task.keywords.failed_when ? "ignore" : "halt";
}

/** `until`: nothing else is on its way while it tries. */
async function finishInTurn(context: StepContext, scope: VariableScope, verdict: Verdict): Promise<void> {
  const { walk, position } = context;
  await walk.queue.drain();
  if (walk.failure) return;
  const tried = await attempt(context, scope, undefined, verdict);
  await walk.queue.push(
    position,
    () =>
      tried &&
      conclude(walk, {
        ...context,
        result: tried.result,
        verdict,
        delegatedTo: tried.delegatedTo,
        shown: true,
      }),
  );
}

export interface Tried {
  result: TaskResult;
  delegatedTo: string | undefined;
}

/** Runs the task now, and again while `until` does not hold. `above`: loop variables. */
export async function attempt(
  context: StepContext,
  scope: VariableScope,
  above: PlainDict | undefined,
  verdict: Verdict,
): Promise<Tried | undefined> {
  const { walk, task, position, head } = context;
  const { retries, delay } = await settled(() => retryPlan(task, scope));
  for (let number = 1; ; number++) {
    const begun: Begun = await begin(walk, task, scope, { position, head, onFailure: "ignore" });
    const values = await begun.take();
    if (!values) return undefined;
    if (retries > 0 && !hasNeverRun(values)) values.attempts = number;
    const result = await judge(walk, task, values, above, position);
    const tried = { result, delegatedTo: begun.delegatedTo };
    if (hasNeverRun(values)) return tried;
    if (retries === 0 || result.status === "skipped" || result.status === "unreachable") return tried;
    if (await isSatisfied(walk, task, result, above, position)) return tried;
    if (number > retries || walk.batch.run.signal.aborted)
      return { ...tried, result: exhausted(result, retries, task) };
    showRetry(context, result, number, retries - number + 1, verdict);
    await sleepUnlessStopped(delay, walk.batch.run.signal);
  }
}

function retryPlan(task: Task, scope: VariableScope): { retries: number; delay: number } {
  const { until, retries, delay } = task.keywords;
  if (!until && !retries) return { retries: 0, delay: 0 };
  const count = Number(evaluated(retries, scope) ?? 3);
  return {
    retries: Number.isFinite(count) ? Math.max(0, count) : 3,
    delay: Number(evaluated(delay, scope) ?? 5),
  };
}

/** Ansible counts the retries here, not the tries: one less. What `failed_when` said stands, though not in the values. */
function exhausted(result: TaskResult, retries: number, task: Task): TaskResult {
  const values = { ...result.values, attempts: retries, failed: true };
  return task.keywords.failed_when ? { ...result, values } : { ...result, status: "failed", values };
}

function showRetry(
  context: StepContext,
  result: TaskResult,
  number: number,
  left: number,
  verdict: Verdict,
): void {
  const { walk, head, position } = context;
  const event = { type: "task-retry", task: head, host: walk.host.name, attempt: number } as const;
  walk.batch.output.addResult(position, head, { ...event, retriesLeft: left, result }, verdict.noLog);
}
