import type { Slots } from "./slots.js";

/**
 * A host's place among `--forks`. It has at most one, for all that is on its
 * way; and none while anything of it waits for other hosts, who may need the
 * place to come as far.
 */
export class Fork {
  readonly #places: Slots;
  readonly #isOnItsWay: () => boolean;
  #beginning = false;
  #held = false;
  #taking: Promise<void> | undefined;
  #waits = 0;
  #back: (() => void)[] = [];

  /** `isOnItsWay`: is a step of the host begun, and not concluded? */
  constructor(places: Slots, isOnItsWay: () => boolean) {
    this.#places = places;
    this.#isOnItsWay = isOnItsWay;
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** For a step that is begun now, until `begun`. */
  async take(): Promise<void> {
    this.#beginning = true;
    await this.#retake();
  }

  /** The step is on its way: the host gives the place back when that is over. */
  begun(): void {
    this.#beginning = false;
  }

  /** Has the place when it returns, if anything still needs it and nothing of the host has begun to wait for others. */
  async #retake(): Promise<void> {
    while (!this.#held && this.#isNeeded()) {
      if (this.#waits > 0) await new Promise<void>((back) => this.#back.push(back));
      else await this.#get();
    }
  }

  give(): void {
    if (!this.#held) return;
    this.#held = false;
    this.#places.give();
  }

  /** Waits for something that needs other hosts, without the place. */
  async without(wait: Promise<void>): Promise<void> {
    const had = this.#held || this.#taking !== undefined;
    this.#waits += 1;
    this.give();
    try {
      await wait;
    } finally {
      this.#waits -= 1;
      if (this.#waits === 0) for (const back of this.#back.splice(0)) back();
    }
    if (had) await this.#retake();
  }

  #get(): Promise<void> {
    this.#taking ??= this.#await();
    return this.#taking;
  }

  async #await(): Promise<void> {
    await this.#places.take();
    this.#taking = undefined;
    this.#held = true;
    // what has needed it may be over by now
    if (this.#waits > 0 || !this.#isNeeded()) this.give();
  }

  #isNeeded(): boolean {
    return this.#beginning || this.#isOnItsWay();
  }
}
