import type { Position } from "./position.js";

/**
 * Work of one host that is on its way: steps finish in the order in which they
 * were begun, whatever arrives first. `earliest` is the position before which
 * everything is done.
 */
export class WorkQueue {
  #tail: Promise<void> = Promise.resolve();
  #open: Position[] = [];
  #failure: { error: unknown } | undefined;
  readonly #moved: () => void;

  constructor(moved: () => void) {
    this.#moved = moved;
  }

  get size(): number {
    return this.#open.length;
  }

  get earliest(): Position | undefined {
    return this.#open[0];
  }

  /** `finish` runs after those of all earlier steps; an error in it is a defect and reaches `drain`. */
  push(position: Position, finish: () => Promise<void> | void): Promise<void> {
    this.#open.push(position);
    this.#tail = this.#tail.then(async () => {
      try {
        if (!this.#failure) await finish();
      } catch (error) {
        this.#failure = { error };
      }
      this.#open.shift();
      this.#moved();
    });
    return this.#tail;
  }

  /** Waits until nothing is on its way. */
  async drain(): Promise<void> {
    while (this.#open.length > 0) await this.#tail;
    if (this.#failure) throw this.#failure.error;
  }
}
