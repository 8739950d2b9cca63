import type { Slots } from "./slots.js";

/**
 * A host's place among `--forks`. It has at most one, for all that is on its
 * way; and none while anything of it waits for other hosts, who may need the
 * place to come as far.
 */
export class Fork {
  readonly #places: Slots;
  #held = false;
  #taking: Promise<void> | undefined;
  #waits = 0;
  #back: (() => void)[] = [];

  constructor(places: Slots) {
    this.#places = places;
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** Has the place when it returns, unless something of the host has begun to wait for others just then. */
  async take(): Promise<void> {
    while (!this.#held) {
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
    if (had) await this.take();
  }

  #get(): Promise<void> {
    this.#taking ??= this.#await();
    return this.#taking;
  }

  async #await(): Promise<void> {
    await this.#places.take();
    this.#taking = undefined;
    this.#held = true;
    if (this.#waits > 0) this.give();
  }
}
