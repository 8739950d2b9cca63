import type { Event } from "../../model/event.js";
import type { ResultValues, TaskResult } from "../../model/result.js";

const CENSORED =
  "the output has been hidden due to the fact that 'no_log: true' was specified for this result";
/** how Ansible shows what is hidden: an included item, and the item of a result */
const LABEL = "(censored due to no_log)";
const RESULT_LABEL = "None";

/** What tells of a task's arguments, items and results. */
export type ResultEvent = Extract<Event, { type: "item-result" | "task-result" | "task-retry" | "include" }>;

/** An event of a task with `no_log`: that something happened, and nothing of what. */
export function hidden(event: ResultEvent): ResultEvent {
  switch (event.type) {
    case "item-result":
      return { ...event, item: null, label: RESULT_LABEL, result: censored(event.result) };
    case "task-result": {
      const { wayOut: _, ...shown } = event;
      return { ...shown, result: censored(event.result) };
    }
    case "task-retry":
      return { ...event, result: censored(event.result) };
    case "include":
      return event.label === undefined ? event : { ...event, item: null, label: LABEL };
    default:
      return event satisfies never;
  }
}

function censored({ status, values }: TaskResult): TaskResult {
  const shown: ResultValues = { censored: CENSORED, changed: values.changed ?? false };
  for (const key of ["failed", "skipped", "unreachable"] as const) if (values[key]) shown[key] = true;
  return { status, values: shown };
}
