import type { Event } from "../../model/event.js";
import { whoText } from "../../model/host_ranges.js";
import type { Glyphs } from "./glyphs.js";
import type { Span } from "./spans.js";

interface Fold {
  hosts: string[];
  rows(who: string): Span[][];
}

/**
 * What many hosts have in common, kept until their step is over: a failure
 * that was shown for the first of them, an ignored one, a difference.
 */
export class Folded {
  readonly #folds = new Map<string, Fold>();

  /** `rows` is asked once, with all hosts that share the key. */
  add(key: string, host: string, rows: Fold["rows"]): void {
    const fold = this.#folds.get(key);
    if (!fold) this.#folds.set(key, { hosts: [host], rows });
    else if (fold.hosts.at(-1) !== host) fold.hosts.push(host);
  }

  take(): Span[][] {
    const all = [...this.#folds.values()];
    this.#folds.clear();
    return all.flatMap(({ hosts, rows }) => rows(whoText(hosts)));
  }
}

/** The same failure on other hosts. */
export const sameRows =
  ({ task, ignored }: Extract<Event, { type: "task-result" }>, first: string, glyphs: Glyphs) =>
  (who: string): Span[][] => [
    [
      ignored ? [`${glyphs.noted} ${who}`, "warning"] : [`${glyphs.failed} ${who}`, "failed"],
      `  ${task.name}${ignored ? "  ignored" : ""}  `,
      [`the same as on ${first}`, "dim"],
    ],
  ];

export const diffRows =
  (text: string) =>
  (who: string): Span[][] => [[[who, "changed"]], ...text.split("\n").map((line): Span[] => [line])];
