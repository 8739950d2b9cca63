import type { Event } from "../../model/event.js";
import { whoText } from "../../model/host_ranges.js";
import { writeJson } from "../../model/json_write.js";
import type { TaskResult } from "../../model/result.js";
import { formatPlace } from "../../model/source.js";
import { detailRows, hintRows } from "./details.js";
import type { Glyphs } from "./glyphs.js";
import type { Step } from "./run_state.js";
import { duration, fitted, type Span } from "./spans.js";
import { outcomeSpans } from "./view.js";

const MAX_SAID = 8;

/** What a row is drawn with, and the columns it may take. */
export interface Look {
  glyphs: Glyphs;
  columns: number;
  /** nothing of what was said is left out, however much it is */
  saysAll?: boolean;
}

type Failure = Extract<Event, { type: "task-result" }>;

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
export function stepBlock(step: Step, look: Look): Span[][] {
  const { glyphs, columns } = look;
  const { failed, unreachable, changed } = step.counts;
  const mark: Span =
    failed + unreachable > 0
      ? [glyphs.failed, "failed"]
      : isSkipped(step)
        ? [glyphs.skipped, "skipped"]
        : [glyphs.done, changed > 0 ? "changed" : "ok"];
  const after: Span[] = [...outcomeSpans(step.counts), [`  ${duration(step.seconds)}`, "dim"]];
  const line = fitted({ before: [mark, " "], name: step.head.name, after }, columns);
  return [line, ...saidRows(step, look)];
}

/** What was said, once where many hosts said the same. */
function saidRows(step: Step, { glyphs, saysAll }: Look): Span[][] {
  const most = saysAll ? step.said.size : MAX_SAID;
  const rows = [...step.said].slice(0, most).flatMap(([text, hosts]): Span[][] => {
    const [first = "", ...rest] = text.split("\n");
    return [[[`    ${whoText(hosts)}: `, "dim"], first], ...rest.map((line): Span[] => [`      ${line}`])];
  });
  const left = step.said.size - most;
  return left > 0 ? [...rows, [[`    ${glyphs.more} and ${left} other messages`, "dim"]]] : rows;
}

/** A failure with everything that is needed to understand it; of one that is ignored the last lines are enough. */
export function failureBlock(failure: Failure, glyphs: Glyphs): Span[][] {
  const { task, host, result, delegatedTo, ignored } = failure;
  const where = delegatedTo === undefined ? host : `${host} -> ${delegatedTo}`;
  const title = `${result.status === "unreachable" ? "  cannot be reached" : ""}${ignored ? "  ignored" : ""}`;
  const mark: Span = ignored
    ? [`${glyphs.noted} ${where}`, "warning"]
    : [`${glyphs.failed} ${where}`, "failed"];
  const tail = ignored ? IGNORED_TAIL : undefined;
  const items = failedItems(result);
  return [
    [mark, `  ${task.name}${title}  `, [formatPlace(task.at), "dim"]],
    ...(items.length === 0 ? detailRows(result.values, tail) : []),
    ...items
      .slice(0, MAX_ITEMS)
      .flatMap((item): Span[][] => [[`    item ${item.label}`], ...detailRows(item.result.values, tail)]),
    ...otherItems(items.slice(MAX_ITEMS), glyphs),
    ...hintRows(failure.wayOut),
  ];
}

const IGNORED_TAIL = 3;
const MAX_ITEMS = 5;

const failedItems = ({ items = [] }: TaskResult) =>
  items.filter(({ result: { status } }) => status === "failed" || status === "unreachable");

/** Of many items the names are enough. */
function otherItems(items: ReturnType<typeof failedItems>, { more }: Glyphs): Span[][] {
  if (items.length === 0) return [];
  return [[[`    ${more} and items ${items.map(({ label }) => label).join(", ")}`, "dim"]]];
}

/** Two failures that say the same need be read once only: of the host itself each may say its own name. */
export function failureText({ task, host, result, ignored, wayOut }: Failure): string {
  const parts = failedItems(result).map((item) => [item.label, detailRows(item.result.values)]);
  const text = writeJson([ignored, wayOut ?? "", detailRows(result.values), parts]);
  return `${task.id}\n${withoutName(text, host)}`;
}

const ADDRESS = /\bhost \S+ port |\b\d{1,3}(\.\d{1,3}){3}\b/g;

/** The text with the same word where the host's name stands, and its address. */
export function withoutName(text: string, host: string): string {
  const name = host.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`(?<![\\w-])${name}(?![\\w-])`, "g"), "HOST").replace(ADDRESS, "ADDRESS");
}
