import type { Event, HostStats } from "../../model/event.js";
import { whoText } from "../../model/host_ranges.js";
import { formatPlace } from "../../model/source.js";
import { withoutName } from "./blocks.js";
import { firstLine } from "./details.js";
import type { Glyphs } from "./glyphs.js";
import type { Span } from "./spans.js";

type ResultEvent = Extract<Event, { type: "task-result" }>;

/** Failures of one step that say the same. */
interface Failure {
  event: ResultEvent;
  message: string;
  hosts: string[];
}

const MAX_FAILURES = 8;

/** What is left to say when all is over: what failed where, and what --check predicts. Collected from the events. */
export class Summary {
  /** per host its last failure: any earlier one was rescued */
  readonly #last = new Map<string, ResultEvent>();
  readonly #changed = new Map<string, Set<string>>();
  #stats: Readonly<Record<string, HostStats>> = {};
  #check = false;

  on(event: Event): void {
    if (event.type === "run-start") this.#check = event.check;
    if (event.type === "stats") this.#stats = event.hosts;
    if (event.type !== "task-result") return;
    const { host, task, result, ignored } = event;
    if (!ignored && (result.status === "failed" || result.status === "unreachable"))
      this.#last.set(host, event);
    if (result.values.changed !== true) return;
    const hosts = this.#changed.get(task.id) ?? new Set();
    this.#changed.set(task.id, hosts.add(host));
  }

  rows(glyphs: Glyphs): Span[][] {
    const failures = this.#failures();
    const rows: Span[][] = failures.slice(0, MAX_FAILURES).flatMap((failure) => failureRows(failure, glyphs));
    const left = failures.length - MAX_FAILURES;
    if (left > 0) rows.push([[`  ${glyphs.more} and ${left} other failures`, "dim"]]);
    return [
      ...(rows.length > 0 ? [[["FAILED", "strong"]] as Span[], ...rows] : []),
      ...(this.#check ? [[this.#predicted()] as Span[]] : []),
    ];
  }

  #lost(): string[] {
    const hosts = Object.entries(this.#stats).filter(
      ([, { failed, unreachable }]) => failed + unreachable > 0,
    );
    return hosts.map(([host]) => host).sort();
  }

  #failures(): Failure[] {
    const found = new Map<string, Failure>();
    for (const host of this.#lost()) {
      const event = this.#last.get(host);
      if (!event) continue;
      const message = whatFailed(event);
      const key = `${event.task.id}\n${event.result.status}\n${withoutName(message, host)}`;
      const known = found.get(key);
      if (known) known.hosts.push(host);
      else found.set(key, { event, message, hosts: [host] });
    }
    return [...found.values()];
  }

  #predicted(): string {
    const hosts = new Set([...this.#changed.values()].flatMap((some) => [...some]));
    if (hosts.size === 0) return "nothing was changed, and nothing would be";
    const tasks = this.#changed.size;
    return `nothing was changed; ${tasks} ${tasks === 1 ? "task" : "tasks"} on ${hosts.size} ${hosts.size === 1 ? "host" : "hosts"} would be`;
  }
}

/** In a loop it is the first item that failed. */
function whatFailed({ result }: ResultEvent): string {
  const item = result.items?.find((one) => one.result.status === "failed");
  const { values } = item?.result ?? result;
  const condition = values.assertion === undefined ? "" : `: ${String(values.assertion)}`;
  return `${item ? `item ${item.label}: ` : ""}${firstLine(values)}${condition}`;
}

function failureRows({ event: { task, result }, message, hosts }: Failure, { failed }: Glyphs): Span[][] {
  const what = result.status === "unreachable" ? "cannot be reached: " : "";
  return [
    [
      ["  "],
      [`${failed} ${whoText(hosts)}`, "failed"],
      `  ${task.name}  `,
      [formatPlace(task.at), "dim"],
    ] as Span[],
    [`      ${what}${message}`],
  ];
}
