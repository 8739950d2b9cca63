import type { Event } from "../../model/event.js";
import { writeJson } from "../../model/json_write.js";
import type { ResultValues } from "../../model/result.js";
import { formatPlace } from "../../model/source.js";
import { pythonJson } from "../text/python_json.js";
import { detailRows } from "./details.js";
import type { Glyphs } from "./glyphs.js";
import { whoText } from "./ranges.js";
import type { Step } from "./run_state.js";
import { duration, fitted, type Span } from "./spans.js";
import { outcomeSpans } from "./view.js";

const MAX_SAID = 8;

/** What a row is drawn with, and the columns it may take. */
export interface Look {
  glyphs: Glyphs;
  columns: number;
}

type Failure = Pick<Extract<Event, { type: "task-result" }>, "task" | "host" | "result" | "delegatedTo">;

/** Has a step done nothing on any host, and nothing to say? */
export const isSkipped = ({ counts: { failed, unreachable, ok, changed, ignored }, said }: Step): boolean =>
  failed + unreachable + ok + changed + ignored === 0 && said.size === 0;

/** Steps in a row that were skipped everywhere, in one row. */
export function skippedBlock(steps: readonly Step[], look: Look): Span[][] {
  const { glyphs, columns } = look;
  const [first] = steps;
  if (!first) return [];
  if (steps.length === 1) return stepBlock(first, look);
  const before: Span[] = [[`${glyphs.skipped} ${steps.length} steps skipped`, "skipped"]];
  const names = `  ${first.head.name} ${glyphs.more} ${steps.at(-1)!.head.name}`;
  return [fitted({ before, name: [names, "dim"], after: [] }, columns)];
}

/** What stays of a finished step: `✔ install packages  3 ok  1 changed  0.4s`. */
export function stepBlock(step: Step, { glyphs, columns }: Look): Span[][] {
  const { failed, unreachable, changed } = step.counts;
  const mark: Span =
    failed + unreachable > 0
      ? [glyphs.failed, "failed"]
      : isSkipped(step)
        ? [glyphs.skipped, "skipped"]
        : [glyphs.done, changed > 0 ? "changed" : "ok"];
  const after: Span[] = [...outcomeSpans(step.counts), [`  ${duration(step.seconds)}`, "dim"]];
  const line = fitted({ before: [mark, " "], name: step.head.name, after }, columns);
  return [line, ...saidRows(step, glyphs)];
}

/** What `debug` said, once where many hosts said the same. */
function saidRows(step: Step, glyphs: Glyphs): Span[][] {
  const rows = [...step.said].slice(0, MAX_SAID).flatMap(([text, hosts]): Span[][] => {
    const [first = "", ...rest] = text.split("\n");
    return [[[`    ${whoText(hosts)}: `, "dim"], first], ...rest.map((line): Span[] => [`      ${line}`])];
  });
  const left = step.said.size - MAX_SAID;
  return left > 0 ? [...rows, [[`    ${glyphs.more} and ${left} other messages`, "dim"]]] : rows;
}

const NOT_SAID = new Set(["changed", "failed", "skipped", "item", "ansible_loop_var", "invocation"]);

/** What `debug` has to say: its message, or `variable: value`. */
export function debugText(values: ResultValues): string {
  const text = (value: unknown) => (typeof value === "string" ? value : pythonJson(value, 2));
  if ("msg" in values) return text(values.msg);
  const said = Object.entries(values).filter(([key]) => !NOT_SAID.has(key) && !key.startsWith("_ansible_"));
  return said.map(([key, value]) => `${key}: ${text(value)}`).join("\n");
}

/** A failure with everything that is needed to understand it. */
export function failureBlock({ task, host, result, delegatedTo }: Failure, glyphs: Glyphs): Span[][] {
  const { values, status } = result;
  const where = delegatedTo === undefined ? host : `${host} -> ${delegatedTo}`;
  const title = status === "unreachable" ? "  cannot be reached" : "";
  const items = (result.items ?? []).filter((item) => item.result.status === "failed");
  return [
    [[`${glyphs.failed} ${where}`, "failed"], `  ${task.name}${title}  `, [formatPlace(task.at), "dim"]],
    ...(items.length === 0 ? detailRows(values) : []),
    ...items
      .slice(0, 5)
      .flatMap((item): Span[][] => [[`    item ${item.label}`], ...detailRows(item.result.values)]),
  ];
}

/** Two failures that say the same need be read once only. */
export function failureText({ task, result }: Failure): string {
  const items = (result.items ?? []).filter((item) => item.result.status === "failed");
  const parts = items.map((item) => [item.label, detailRows(item.result.values)]);
  return `${task.id}\n${writeJson([detailRows(result.values), parts])}`;
}
