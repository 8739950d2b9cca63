/** Where the word is kept. Every method rejects with StoreUnavailable when the store cannot answer. */
export interface Store {
  readonly kind: "memory" | "redis";
  /** the word, or the default word where none was ever set */
  read(): Promise<string>;
  /** resolves only when the store has the word */
  write(word: string): Promise<void>;
  ping(): Promise<void>;
  /** waits for commands under way, then lets go of the store */
  close(): Promise<void>;
}

export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
  readonly status = 503;
  readonly expose = true;

  constructor(cause: unknown) {
    super("the store cannot be reached", { cause });
  }
}
