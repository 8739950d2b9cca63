import { DEFAULT_WORD } from "../word.js";
import type { Store } from "./store.js";

/** Keeps the word as long as the process runs. For one process on one machine. */
export class MemoryStore implements Store {
  readonly kind = "memory";
  #word = DEFAULT_WORD;

  async read(): Promise<string> {
    return this.#word;
  }

  async write(word: string): Promise<void> {
    this.#word = word;
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}
