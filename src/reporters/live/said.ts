import type { Event } from "../../model/event.js";
import type { ReporterOptions } from "../../model/reporter.js";
import type { ResultValues, TaskResult } from "../../model/result.js";
import { dumpValues, isDebug, isDumped } from "../text/dump.js";
import { pythonJson } from "../text/python_json.js";

type ResultEvent = Extract<Event, { type: "task-result" }>;
type Level = Pick<ReporterOptions, "verbosity" | "display">;

/** What a result tells beside what it is: the words of `debug` and `assert`, how often it was tried, its values at -v. */
export function saidOf({ task, result }: ResultEvent, level: Level): string[] {
  const all = result.items ?? [{ label: undefined, result }];
  return all.flatMap(({ label, result: { status, values } }) => {
    const name = label === undefined ? "" : `(item=${label}) => `;
    const tried = triedText(status, values);
    const isToBeRead = isDebug(task.module) || values._ansible_verbose_always === true;
    // of a failure it stands among the details
    if (isToBeRead && level.verbosity === 0)
      return status === "ok" || status === "changed" ? [...tried, debugText(values)] : tried;
    return isDumped(values, level.verbosity)
      ? [...tried, `${name}${dumpValues(values, task.module, level)}`]
      : tried;
  });
}

/** A failure has it among its details. */
function triedText(status: TaskResult["status"], { attempts }: ResultValues): string[] {
  const isSaid = typeof attempts === "number" && attempts > 1 && (status === "ok" || status === "changed");
  return isSaid ? [`after ${attempts} attempts`] : [];
}

const NOT_SAID = new Set(["changed", "failed", "skipped", "item", "ansible_loop_var", "invocation"]);

/** What `debug` has to say: its message, or `variable: value`. */
export function debugText(values: ResultValues): string {
  const text = (value: unknown) => (typeof value === "string" ? value : pythonJson(value, 2));
  if ("msg" in values) return text(values.msg);
  const said = Object.entries(values).filter(([key]) => !NOT_SAID.has(key) && !key.startsWith("_ansible_"));
  return said.map(([key, value]) => `${key}: ${text(value)}`).join("\n");
}

/** The warnings of a result and of its items, and what is out of date in them. */
export function warningsOf({ result }: ResultEvent, { display }: Level): string[] {
  const all = [result, ...(result.items ?? []).map((item) => item.result)];
  return all.flatMap(({ values: { warnings, deprecations } }) => [
    ...(display.actionWarnings ? (warnings ?? []).map(String) : []),
    ...(display.deprecations ? ((deprecations as { msg?: unknown }[] | undefined) ?? []) : []).map((one) =>
      typeof one === "string" ? one : String(one.msg),
    ),
  ]);
}
