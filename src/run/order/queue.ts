import type { OpenStep } from "./guard.js";
import type { Position } from "./position.js";

/** A step on its way: what later steps must mind, and when it is concluded. */
export interface QueuedStep extends OpenStep {
  position: Position;
  concluded: Promise<void>;
}

/**
 * Work of one host that is on its way: steps finish in the order in which they
 * were begun, whatever arrives first. `earliest` is the position before which
 * everything is done.
 */
export class WorkQueue {
  #tail: Promise<void> = Promise.resolve();
  #open: QueuedStep[] = [];
  #failure: { error: unknown } | undefined;
  readonly #moved: () => void;

  constructor(moved: () => void) {
    this.#moved = moved;
  }

  get size(): number {
    return this.#open.length;
  }

  get earliest(): Position | undefined {
    return this.#open[0]?.position;
  }

  /** Steps before the position that are not concluded, in order. */
  before(position: Position): QueuedStep[] {
    return this.#open.filter((step) => step.position < position);
  }

  /** `finish` runs after those of all earlier steps; an error in it is a defect and reaches `drain`. */
  push(
    position: Position,
    finish: () => Promise<void> | void,
    step: OpenStep = { title: "" },
  ): Promise<void> {
    const concluded = this.#tail.then(async () => {
      try {
        if (!this.#failure) await finish();
      } catch (error) {
        this.#failure = { error };
      }
      this.#open.shift();
      this.#moved();
    });
    this.#open.push({ ...step, position, concluded });
    this.#tail = concluded;
    return concluded;
  }

  /** Waits until nothing is on its way. */
  async drain(): Promise<void> {
    while (this.#open.length > 0) await this.#tail;
    if (this.#failure) throw this.#failure.error;
  }
}
