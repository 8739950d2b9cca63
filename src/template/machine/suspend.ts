/**
 * Thrown through an evaluation when a value is not here yet. Whoever started
 * the evaluation awaits the promise and evaluates again.
 */
export class Suspend extends Error {
  /** what is waited for, in words */
  readonly what: string;
  readonly #wait: Promise<unknown> | (() => Promise<unknown>);

  /** `wait` as a function begins only when somebody waits. */
  constructor(wait: Promise<unknown> | (() => Promise<unknown>), what: string) {
    super(`waiting for ${what}`);
    this.#wait = wait;
    this.what = what;
  }

  get promise(): Promise<unknown> {
    return typeof this.#wait === "function" ? this.#wait() : this.#wait;
  }
}
