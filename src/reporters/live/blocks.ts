import type { Event } from "../../model/event.js";
import { writeJson } from "../../model/json_write.js";
import type { ResultValues } from "../../model/result.js";
import { formatPlace } from "../../model/source.js";
import { pythonJson } from "../text/python_json.js";
import type { Glyphs } from "./glyphs.js";
import type { Step } from "./run_state.js";
import { duration, type Span } from "./spans.js";
import { outcomeSpans } from "./view.js";

const TAIL = 12;
const MAX_SAID = 8;

type Failure = Pick<Extract<Event, { type: "task-result" }>, "task" | "host" | "result" | "delegatedTo">;

/** What stays of a finished step: `✔ install packages  3 ok  1 changed  0.4s`. */
export function stepBlock(step: Step, glyphs: Glyphs): Span[][] {
  const { failed, unreachable, ok, changed, ignored } = step.counts;
  const skippedOnly = failed + unreachable + ok + changed + ignored === 0;
  const mark: Span =
    failed + unreachable > 0
      ? [glyphs.failed, "failed"]
      : skippedOnly
        ? [glyphs.skipped, "skipped"]
        : [glyphs.done, changed > 0 ? "changed" : "ok"];
  const line: Span[] = [
    mark,
    " ",
    step.head.name,
    ...outcomeSpans(step.counts),
    [`  ${duration(step.seconds)}`, "dim"],
  ];
  return [line, ...saidRows(step, glyphs)];
}

/** What `debug` said, once where many hosts said the same. */
function saidRows(step: Step, glyphs: Glyphs): Span[][] {
  const rows = [...step.said].slice(0, MAX_SAID).flatMap(([text, hosts]): Span[][] => {
    const who = hosts.length > 3 ? `${hosts.length} hosts` : hosts.join(", ");
    const [first = "", ...rest] = text.split("\n");
    return [[[`    ${who}: `, "dim"], first], ...rest.map((line): Span[] => [`      ${line}`])];
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

/** A failure that does not matter to the run. */
export function ignoredBlock({ task, host, result }: Failure, glyphs: Glyphs): Span[][] {
  const [message = ""] = String(result.values.msg ?? "").split("\n");
  return [[[`${glyphs.noted} ${host}`, "warning"], `  ${task.name}  `, [`ignored: ${message}`, "dim"]]];
}

export function sameFailure({ task, host }: Failure, other: string, glyphs: Glyphs): Span[][] {
  return [[[`${glyphs.failed} ${host}`, "failed"], `  ${task.name}  `, [`the same as on ${other}`, "dim"]]];
}

/** Two failures that say the same need be read once only. */
export function failureText({ task, result }: Failure): string {
  return `${task.id}\n${writeJson(detailRows(result.values))}`;
}

function detailRows(values: ResultValues): Span[][] {
  const message = values.msg ?? values.censored ?? "";
  const text = typeof message === "string" ? message : pythonJson(message);
  const rc = typeof values.rc === "number" && values.rc !== 0 ? ` (exit status ${values.rc})` : "";
  return [
    ...`${text}${rc}`
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line): Span[] => [`    ${line}`]),
    ...tail("stderr", values.stderr ?? values.module_stderr),
    ...tail("stdout", values.stdout ?? values.module_stdout),
  ];
}

function tail(name: string, output: unknown): Span[][] {
  if (typeof output !== "string" || output.trim() === "") return [];
  const lines = output.trimEnd().split("\n");
  const shown = lines.slice(-TAIL);
  const cut = lines.length > shown.length ? ` (last ${TAIL} of ${lines.length} lines)` : "";
  return [[[`    ${name}${cut}:`, "dim"]], ...shown.map((line): Span[] => [`      ${line}`])];
}
