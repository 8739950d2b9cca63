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
  readonly #moved: () => void;
  readonly #failed: (error: unknown, position: Position) => void;

  /** `moved`: a step is finished. `failed`: what the finishing of a step has thrown, before the next one is finished. */
  constructor(moved: () => void, failed: (error: unknown, position: Position) => void) {
    this.#moved = moved;
    this.#failed = failed;
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

  /** `finish` runs after those of all earlier steps. */
  push(
    position: Position,
    finish: () => Promise<void> | void,
    step: OpenStep = { title: "" },
  ): Promise<void> {
    const concluded = this.#tail.then(async () => {
      try {
        await finish();
      } catch (error) {
        this.#failed(error, position);
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
  }
}
