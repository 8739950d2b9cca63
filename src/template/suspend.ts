/**
 * Thrown through an evaluation when a value is not here yet. Whoever started
 * the evaluation awaits the promise and evaluates again.
 */
export class Suspend extends Error {
  override readonly name = "Suspend";
  readonly promise: Promise<unknown>;
  /** what is waited for, in words */
  readonly what: string;

  constructor(promise: Promise<unknown>, what: string) {
    super(`waiting for ${what}`);
    this.promise = promise;
    this.what = what;
  }
}
