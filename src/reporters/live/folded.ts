import type { Glyphs } from "./glyphs.js";
import { whoText } from "./ranges.js";
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
  (name: string, first: string, { failed }: Glyphs) =>
  (who: string): Span[][] => [
    [[`${failed} ${who}`, "failed"], `  ${name}  `, [`the same as on ${first}`, "dim"]],
  ];

/** A failure that does not matter to the run. */
export const ignoredRows =
  (name: string, message: string, { noted }: Glyphs) =>
  (who: string): Span[][] => [
    [[`${noted} ${who}`, "warning"], `  ${name}  `, [`ignored: ${message}`, "dim"]],
  ];

export const diffRows =
  (text: string) =>
  (who: string): Span[][] => [[[who, "changed"]], ...text.split("\n").map((line): Span[] => [line])];
