import { MASK, Secret } from "./secret.js";
import { isLong, spellings } from "./spellings.js";

/** What every event says of itself: a secret that is such a word is none. */
const STRUCTURE = new Set(
  (
    "changed failed skipped unreachable ok msg rc stdout stderr stdout_lines stderr_lines results item diff before after " +
    "before_header after_header warnings deprecations censored invocation module_args true false null none None True " +
    "False present absent started stopped restarted latest root localhost default"
  ).split(" "),
);

/** Of longer texts the lines are looked up one by one: a pattern of them all would take too long to make. */
const MANY_LINES = 200;
const NUMBER_DIGITS = 6;

/**
 * The secrets of a run, tracked by value: whatever text passes `mask` on its way
 * to a person or a file has every one of them replaced, in each of its spellings.
 */
export class SecretStore {
  readonly #values = new Set<string>();
  readonly #lines = new Set<string>();
  readonly #known = new Set<string>();
  #pattern: RegExp | undefined;

  add(secret: Secret | string): void {
    const text = typeof secret === "string" ? secret : secret.reveal();
    if (!isLong(text) || this.#known.has(text) || STRUCTURE.has(text.trim())) return;
    this.#known.add(text);
    this.#pattern = undefined;
    const lines = text.split("\n");
    if (lines.length <= MANY_LINES) for (const spelt of spellings(text)) this.#note(spelt);
    else for (const line of lines) if (isLong(line)) this.#lines.add(line.trim());
  }

  /** Every text, and every long number, of what was read from an encrypted file. */
  addAll(value: unknown): void {
    if (typeof value === "string" || value instanceof Secret) this.add(value);
    else if (typeof value === "number" || typeof value === "bigint") {
      if (String(value).length >= NUMBER_DIGITS) this.add(String(value));
    } else if (Array.isArray(value)) for (const item of value) this.addAll(item);
    else if (value instanceof Map) for (const item of value.values()) this.addAll(item);
    else if (value !== null && typeof value === "object")
      // what is encrypted by itself is not opened for this
      for (const { value: item } of Object.values(Object.getOwnPropertyDescriptors(value)))
        if (item !== undefined) this.addAll(item);
  }

  mask(text: string): string {
    if (this.#known.size === 0 || text.length < 4) return text;
    this.#pattern ??= patternOf(this.#values);
    const masked = this.#values.size === 0 ? text : text.replace(this.#pattern, MASK);
    if (this.#lines.size === 0) return masked;
    return masked.replace(/[^\n]+/g, (line) => {
      const bare = line.trim();
      return this.#lines.has(bare) ? line.replace(bare, () => MASK) : line;
    });
  }

  /** A copy of plain data with every text masked, keys that are secrets too. */
  maskDeep<T>(data: T): T {
    return this.#known.size === 0 ? data : (this.#copy(data) as T);
  }

  #copy(data: unknown): unknown {
    if (typeof data === "string") return this.mask(data);
    if (typeof data === "number" || typeof data === "bigint")
      return this.#values.has(String(data)) ? MASK : data;
    if (Array.isArray(data)) return data.map((item) => this.#copy(item));
    if (data === null || typeof data !== "object") return data;
    if (data instanceof Map)
      return new Map([...data].map(([key, item]) => [this.#copy(key), this.#copy(item)]));
    // a number or a date with a text of its own
    if (Object.getPrototypeOf(data) !== Object.prototype && Object.getPrototypeOf(data) !== null) return data;
    return Object.fromEntries(Object.entries(data).map(([key, item]) => [this.#key(key), this.#copy(item)]));
  }

  #key(key: string): string {
    return STRUCTURE.has(key) ? key : this.mask(key);
  }

  #note(spelt: string): void {
    if (!STRUCTURE.has(spelt)) this.#values.add(spelt);
  }
}

function patternOf(values: ReadonlySet<string>): RegExp {
  const longestFirst = [...values].sort((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}
