/** What is shown in place of a secret. */
export const MASK = "********";

/** A string that cannot be printed by accident; only code that writes to the wire calls `reveal`. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return MASK;
  }
  toJSON(): string {
    return MASK;
  }
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return MASK;
  }
}

/**
 * The secrets of a run, tracked by value: whatever text passes `mask` on its way
 * to a person or a file has every one of them replaced.
 * Values shorter than 4 characters are not tracked: masking them would garble everything.
 */
export class SecretStore {
  readonly #values = new Set<string>();
  #pattern: RegExp | undefined;

  add(secret: Secret | string): void {
    const text = typeof secret === "string" ? secret : secret.reveal();
    if (text.trim().length < 4 || this.#values.has(text)) return;
    this.#values.add(text);
    this.#pattern = undefined;
  }

  mask(text: string): string {
    if (this.#values.size === 0) return text;
    this.#pattern ??= new RegExp(
      [...this.#values]
        .sort((a, b) => b.length - a.length)
        .map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join("|"),
      "g",
    );
    return text.replace(this.#pattern, MASK);
  }

  /** A copy of plain JSON data with every string masked. */
  maskDeep<T>(data: T): T {
    if (this.#values.size === 0) return data;
    if (typeof data === "string") return this.mask(data) as T;
    if (Array.isArray(data)) return data.map((item) => this.maskDeep(item)) as T;
    if (data === null || typeof data !== "object") return data;
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [this.mask(key), this.maskDeep(value)]),
    ) as T;
  }
}
