/** One record of a session's output: a header line and what follows it, or bytes of a program. */
export type Frame =
  | { kind: "output"; bytes: Buffer }
  | { kind: "record"; verb: string; words: string[]; payload: Buffer[] };

/** How many payloads the verbs have; their lengths are the last words of the header. */
const PAYLOADS: Record<string, number> = { say: 2, json: 2, diff: 3, content: 3, fail: 1, skip: 1, warn: 1 };

/**
 * Cuts a stream into frames. Everything that is not behind the mark is output
 * and is passed on unchanged, binary included; a mark may be split across chunks.
 */
export class FrameReader {
  readonly #mark: Buffer;
  readonly #emit: (frame: Frame) => void;
  #rest: Buffer = Buffer.alloc(0);

  constructor(mark: string, emit: (frame: Frame) => void) {
    this.#mark = Buffer.from(`\x01${mark} `);
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const at = this.#rest.indexOf(this.#mark);
      if (at < 0) return this.#passOutput();
      if (at > 0) {
        this.#emit({ kind: "output", bytes: this.#rest.subarray(0, at) });
        this.#rest = this.#rest.subarray(at);
      }
      if (!this.#takeRecord()) return;
    }
  }

  /** Output up to where a mark could begin. */
  #passOutput(): void {
    const last = this.#rest.lastIndexOf(1);
    const couldStart =
      last >= 0 &&
      this.#rest.length - last < this.#mark.length &&
      this.#mark.subarray(0, this.#rest.length - last).equals(this.#rest.subarray(last));
    const end = couldStart ? last : this.#rest.length;
    if (end === 0) return;
    this.#emit({ kind: "output", bytes: this.#rest.subarray(0, end) });
    this.#rest = this.#rest.subarray(end);
  }

  #takeRecord(): boolean {
    const end = this.#rest.indexOf(10, this.#mark.length);
    if (end < 0) return false;
    const [verb = "", ...words] = this.#rest.subarray(this.#mark.length, end).toString().split(" ");
    const count = PAYLOADS[verb] ?? 0;
    const lengths = words.slice(words.length - count).map(Number);
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (this.#rest.length < end + 1 + total) return false;
    const payload: Buffer[] = [];
    let at = end + 1;
    for (const length of lengths) {
      payload.push(this.#rest.subarray(at, at + length));
      at += length;
    }
    this.#rest = this.#rest.subarray(at);
    this.#emit({ kind: "record", verb, words, payload });
    return true;
  }
}
