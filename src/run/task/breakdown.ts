import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { Walk } from "../hosts/state.js";
import type { ResultEvent } from "../order/hidden.js";
import type { Position } from "../order/position.js";
import { taskScope } from "../vars/task_scope.js";
import { failureFrom, isDefect } from "./failure.js";
import { headFor } from "./title.js";

/**
 * What no task has caught: the host fails at the step where it stands, and the other hosts go on. After Ctrl-C
 * everything breaks off, and nothing has failed.
 */
export function breakDown(walk: Walk, error: unknown, position: Position = walk.position): void {
  const { batch, host, fate } = walk;
  if (batch.run.signal.aborted || fate.failure) return;
  const task = walk.current ?? theStart(walk);
  const result: TaskResult = { status: "failed", values: failureFrom(error, task.at) };
  if (isDefect(result)) batch.run.defects += 1;
  const head = headFor(walk, task, position, taskScope(walk, task));
  const event: ResultEvent = {
    type: "task-result",
    task: head,
    host: host.name,
    ignored: false,
    seconds: 0,
    result,
  };
  batch.output.addResult(position, head, event, false);
  batch.stats.get(host.name)!.failed += 1;
  fate.fail({ result, task, taskName: head.name }, position, false);
}

/** Before its first task a host reads the play's variables. */
function theStart({ batch: { play } }: Walk): Task {
  const at = play.keywords.vars_files?.at ?? play.at;
  return {
    kind: "task",
    keywords: { name: { value: "Variables of the play", at } },
    module: { value: "include_vars", at },
    args: {},
    at,
    folder: play.folder,
  };
}
