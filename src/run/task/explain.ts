import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";

/** `--explain-plan`: says why a step waits. Nothing is said of steps that go ahead. */
export function explainWait(walk: Walk, task: Task, why: string): void {
  const { run } = walk.batch;
  if (!run.settings.explainPlan) return;
  const title = task.keywords.name?.value ?? task.module.value;
  run.emit({
    type: "message",
    level: "info",
    text: `plan: [${walk.host.name}] "${title}" waits: ${why}`,
    host: walk.host.name,
  });
}
