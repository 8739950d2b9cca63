import type { Event } from "../../model/event.js";
import type { ResultValues, TaskResult } from "../../model/result.js";

/** The word for what became of a host, and the mark behind it where a result follows. */
export const STATES: Readonly<Record<TaskResult["status"], readonly [word: string, mark: string]>> = {
  ok: ["SUCCESS", ""],
  changed: ["CHANGED", ""],
  skipped: ["SKIPPED", ""],
  failed: ["FAILED", "!"],
  unreachable: ["UNREACHABLE", "!"],
};

export interface HostResult {
  host: string;
  status: TaskResult["status"];
  values: ResultValues;
  module: string;
}

/** What an event says of one task on one host; undefined for all others. */
export function hostResult(event: Event): HostResult | undefined {
  if (event.type !== "task-result") return undefined;
  const { host, result, task } = event;
  return { host, status: result.status, values: result.values, module: task.module };
}

const PRINTING = /^(ansible\.(builtin|legacy|windows)\.)?(command|shell|raw|win_command|win_shell)$/;

/** Is the result of this module its output, and not a dictionary? A failed job is told as its command would be. */
export function printsText({ module, status, values }: HostResult): boolean {
  if (!PRINTING.test(module)) return false;
  return status === "failed" ? !("module_stderr" in values) : !("ansible_job_id" in values);
}
