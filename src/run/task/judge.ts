import type { Task } from "../../model/play.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { allHold, firstFalse } from "../vars/conditions.js";
import { registeredName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import { changeInventory } from "./effects.js";
import { failureFrom, hasNeverRun } from "./failure.js";

/**
 * What a result means: `changed_when` and `failed_when` see it under the
 * registered name. `above` holds the loop variables.
 */
export async function judge(
  walk: Walk,
  task: Task,
  values: ResultValues,
  above: PlainDict | undefined,
  position: Position,
): Promise<TaskResult> {
  const judged = linesOf(changeInventory(walk, values));
  const { changed_when, failed_when } = task.keywords;
  const isJudged = !judged.skipped && !judged.unreachable && !hasNeverRun(judged);
  if (isJudged && (changed_when || failed_when)) {
    const scope = scopeWithResult(walk, task, judged, above, position);
    try {
      if (changed_when) judged.changed = await settled(() => allHold(changed_when, scope));
    } catch (error) {
      failJudged(judged, failureFrom(error, changed_when?.at), "changed_when_result");
    }
    try {
      if (failed_when && judged.changed_when_result === undefined) await judgeFailure(judged, task, scope);
    } catch (error) {
      failJudged(judged, failureFrom(error, failed_when?.at), "failed_when_result");
    }
  }
  return { status: statusOf(judged), values: judged };
}

/** What the result says itself stays; why it could not be judged stands beside it. */
function failJudged(values: ResultValues, { msg, ...failure }: ResultValues, name: string): void {
  const own = values.changed === undefined ? {} : { changed: values.changed };
  Object.assign(values, failure, own, { msg: values.msg ?? msg, [name]: msg });
}

/** `failed_when: false` and `[]` never fail; a list fails only where all of it holds. */
async function judgeFailure(values: ResultValues, task: Task, scope: VariableScope): Promise<void> {
  const conditions = task.keywords.failed_when!;
  const empty = Array.isArray(conditions.value) && conditions.value.length === 0;
  const failed = !empty && (await settled(() => firstFalse([conditions], scope))) === undefined;
  values.failed_when_result = failed;
  values.failed = failed;
}

/** Does the task go round again? `until` sees the newest result. */
export async function isSatisfied(
  walk: Walk,
  task: Task,
  result: TaskResult,
  above: PlainDict | undefined,
  position: Position,
): Promise<boolean> {
  if (!task.keywords.until) return result.status !== "failed";
  const scope = scopeWithResult(walk, task, result.values, above, position);
  return settled(() => allHold(task.keywords.until, scope));
}

function scopeWithResult(
  walk: Walk,
  task: Task,
  values: ResultValues,
  above: PlainDict | undefined,
  position: Position,
): VariableScope {
  const name = registeredName(task);
  const result = { failed: hasFailed(values), ...values } as unknown as Value;
  const seen = name === undefined ? { ...above } : { ...above, [name]: result };
  return taskScope(walk, task, { above: seen, position });
}

/** What does not say whether it failed has, where it has an exit code that is not 0. */
const hasFailed = ({ rc }: ResultValues): boolean => rc !== undefined && rc !== 0;

export function statusOf(values: ResultValues): TaskResult["status"] {
  if (values.unreachable) return "unreachable";
  if (values.failed) return "failed";
  if (values.skipped) return "skipped";
  return values.changed ? "changed" : "ok";
}

/** `stdout_lines` and `stderr_lines`, which every result with output has. */
function linesOf(values: ResultValues): ResultValues {
  const judged = { ...values };
  if (typeof judged.stdout === "string") judged.stdout_lines ??= splitLines(judged.stdout);
  if (typeof judged.stderr === "string") judged.stderr_lines ??= splitLines(judged.stderr);
  if (judged.changed === undefined && !judged.unreachable && !hasNeverRun(judged)) judged.changed = false;
  return judged;
}

function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
