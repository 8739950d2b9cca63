import { Fault } from "../../model/errors.js";

/** One record of a session's output: a header line and what follows it, or bytes of a program. */
export type Frame =
  | { kind: "output"; bytes: Buffer }
  | { kind: "record"; verb: string; words: string[]; payload: Buffer[] };

/** How many payloads the verbs have; their lengths are the last words of the header. */
const PAYLOADS: ReadonlyMap<string, number> = new Map([
  ["say", 2],
  ["json", 2],
  ["diff", 3],
  ["content", 3],
  ["need", 2],
  ["fail", 1],
  ["skip", 1],
  ["warn", 1],
  ["hello", 0],
  ["begin", 0],
  ["halted", 0],
  ["change", 0],
  ["end", 0],
]);

/** Longer than any header of ours: `end 255 files`, or a verb and its lengths. */
const HEADER_LIMIT = 256;
/** What a host may make us hold for one record. */
const RECORD_LIMIT = 64 * 1024 * 1024;

/** The host, or somebody on it, did not keep to what was agreed: nothing it says counts any more. */
export function nonsense(what: string): Fault {
  return new Fault("SESSION_BROKEN", `the host answered nonsense: ${what}`, {
    hint: "something on the host writes into our shell's output; -vvvv shows what was received",
  });
}

/**
 * Cuts a stream into frames. Everything that is not behind the mark is output
 * and is passed on unchanged, binary included; a mark may be split across chunks.
 * Faults: SESSION_BROKEN, for a record that none of ours can be.
 */
export class FrameReader {
  readonly #mark: Buffer;
  readonly #emit: (frame: Frame) => void;
  #rest: Buffer = Buffer.alloc(0);
  /** chunks behind `#rest` that are not enough for the record that is awaited */
  #waiting: Buffer[] = [];
  #missing = 0;

  constructor(mark: string, emit: (frame: Frame) => void) {
    this.#mark = Buffer.from(`\x01${mark} `);
    this.#emit = emit;
  }

  push(chunk: Buffer): void {
    this.#missing -= chunk.length;
    if (this.#missing > 0) {
      this.#waiting.push(chunk);
      return;
    }
    this.#missing = 0;
    const parts = [this.#rest, ...this.#waiting, chunk].filter((part) => part.length > 0);
    this.#waiting = [];
    this.#rest = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
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
    const start = this.#mark.length;
    const end = this.#rest.subarray(0, start + HEADER_LIMIT).indexOf(10, start);
    if (end < 0) {
      if (this.#rest.length >= start + HEADER_LIMIT) throw nonsense("a record's first line has no end");
      return false;
    }
    const [verb = "", ...words] = this.#rest.subarray(start, end).toString("latin1").split(" ");
    const lengths = lengthsOf(verb, words);
    const total = lengths.reduce((sum, length) => sum + length, end + 1);
    if (this.#rest.length < total) {
      this.#missing = total - this.#rest.length;
      return false;
    }
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

function lengthsOf(verb: string, words: readonly string[]): number[] {
  const count = PAYLOADS.get(verb);
  if (count === undefined) throw nonsense("a record of an unknown kind");
  const lengths =
    count === 0 ? [] : words.map((word) => (/^\d{1,9}$/.test(word) ? Number(word) : Number.NaN));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if ((count > 0 && lengths.length !== count) || Number.isNaN(total))
    throw nonsense("a record with lengths that are none");
  if (total > RECORD_LIMIT) throw nonsense(`a record of ${total} bytes`);
  return lengths;
}
