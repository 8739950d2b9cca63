import { type Store, StoreUnavailable } from "./stores/store.js";
import { DEFAULT_WORD } from "./word.js";

export interface Reading {
  word: string;
  /** remembered, because the store did not answer */
  stale: boolean;
}

/** The word as the store has it, and for a while as it was last seen when the store is away. */
export class Words {
  #store: Store;
  #staleMs: number;
  #now: () => number;
  #seen: { word: string; at: number } | undefined;

  constructor(store: Store, staleSeconds: number, now: () => number = Date.now) {
    this.#store = store;
    this.#staleMs = staleSeconds * 1000;
    this.#now = now;
  }

  async current(): Promise<Reading> {
    try {
      return { word: this.#remember(await this.#store.read()), stale: false };
    } catch (error) {
      const word = error instanceof StoreUnavailable ? this.#recall() : undefined;
      if (word === undefined) throw error;
      return { word, stale: true };
    }
  }

  /** For the page, which is shown whatever happens. */
  async currentOrDefault(): Promise<Reading> {
    try {
      return await this.current();
    } catch (error) {
      if (error instanceof StoreUnavailable) return { word: DEFAULT_WORD, stale: true };
      throw error;
    }
  }

  async change(word: string): Promise<void> {
    await this.#store.write(word);
    this.#remember(word);
  }

  #remember(word: string): string {
    this.#seen = { word, at: this.#now() };
    return word;
  }

  #recall(): string | undefined {
    if (!this.#seen || this.#staleMs === 0 || this.#now() - this.#seen.at > this.#staleMs) return undefined;
    return this.#seen.word;
  }
}
