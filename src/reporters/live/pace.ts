import type { TaskHead } from "../../model/event.js";
import { type PastTimes, pastKey } from "../../model/reporter.js";

/** How long it still takes, by the last run of the same kind. */
export class Pace {
  readonly #past: PastTimes | undefined;
  #play = 0;
  /** how far this run is on the way of the last one, in seconds, and since when, in milliseconds */
  #at = 0;
  #since: number | undefined;

  constructor(past: PastTimes | undefined) {
    this.#past = past;
  }

  play(): void {
    this.#play += 1;
  }

  /** A host is through with a step. */
  reached(task: TaskHead, now: number): void {
    const at = this.#past?.reached[pastKey(this.#play, task)];
    if (at === undefined || at < this.#at) return;
    this.#at = at;
    this.#since = now;
  }

  /**
   * Seconds that are left, by the step that is open. It counts down until the last run was through with that step,
   * and then waits for it. Undefined: nobody knows.
   */
  left(open: TaskHead | undefined, now: number): number | undefined {
    if (!this.#past) return undefined;
    this.#since ??= now;
    const { seconds, reached } = this.#past;
    const end = open && reached[pastKey(this.#play, open)];
    if (open && end === undefined) return undefined;
    const at = Math.min(this.#at + (now - this.#since) / 1000, Math.max(this.#at, end ?? seconds));
    return Math.max(0, seconds - at);
  }
}
