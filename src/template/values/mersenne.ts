import { createHash, randomBytes } from "node:crypto";
import { Float } from "../../model/value.js";
import type { Result } from "./values.js";

/** The Mersenne Twister MT19937 of Matsumoto and Nishimura, seeded and asked as Python's `random.Random` is. */
const SIZE = 624;
const MIDDLE = 397;

export class PythonRandom {
  readonly #state = new Uint32Array(SIZE);
  #next = SIZE;

  constructor(seed: Result) {
    this.#seedWith(wordsOf(seedNumber(seed)));
  }

  /** Without a seed: numbers that nobody can foresee. */
  static seeded(seed: Result | undefined): PythonRandom {
    return new PythonRandom(seed ?? BigInt(`0x${randomBytes(32).toString("hex")}`));
  }

  #seedPlainly(seed: number): void {
    const state = this.#state;
    state[0] = seed;
    for (let index = 1; index < SIZE; index++) {
      const before = state[index - 1]! ^ (state[index - 1]! >>> 30);
      state[index] = Math.imul(1812433253, before) + index;
    }
  }

  #seedWith(key: readonly number[]): void {
    this.#seedPlainly(19650218);
    const state = this.#state;
    let at = 1;
    const mixed = (factor: number): number => {
      const before = state[at - 1]! ^ (state[at - 1]! >>> 30);
      return state[at]! ^ Math.imul(before, factor);
    };
    const advance = (): void => {
      at += 1;
      if (at >= SIZE) {
        state[0] = state[SIZE - 1]!;
        at = 1;
      }
    };
    for (let count = 0; count < Math.max(SIZE, key.length); count++) {
      const part = count % key.length;
      state[at] = mixed(1664525) + key[part]! + part;
      advance();
    }
    for (let count = 0; count < SIZE - 1; count++) {
      state[at] = mixed(1566083941) - at;
      advance();
    }
    state[0] = 0x80000000;
  }

  #twist(): void {
    const state = this.#state;
    for (let index = 0; index < SIZE; index++) {
      const joined = (state[index]! & 0x80000000) | (state[(index + 1) % SIZE]! & 0x7fffffff);
      state[index] = state[(index + MIDDLE) % SIZE]! ^ (joined >>> 1) ^ (joined & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }

  #word(): number {
    if (this.#next >= SIZE) this.#twist();
    let word = this.#state[this.#next++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #bits(count: number): bigint {
    let found = 0n;
    for (let done = 0; done < count; done += 32) {
      const left = count - done;
      const word = left < 32 ? this.#word() >>> (32 - left) : this.#word();
      found |= BigInt(word) << BigInt(done);
    }
    return found;
  }

  /** A whole number from 0 to just below the limit. */
  below(limit: bigint): bigint {
    if (limit <= 0n) return 0n;
    const size = limit.toString(2).length;
    let found = this.#bits(size);
    while (found >= limit) found = this.#bits(size);
    return found;
  }

  index(length: number): number {
    return Number(this.below(BigInt(length)));
  }
}

function seedNumber(seed: Result): bigint {
  if (typeof seed === "string") {
    const bytes = Buffer.from(seed);
    const all = Buffer.concat([bytes, createHash("sha512").update(bytes).digest()]);
    return BigInt(`0x${all.toString("hex")}`);
  }
  if (typeof seed === "boolean") return seed ? 1n : 0n;
  if (typeof seed === "bigint") return seed < 0n ? -seed : seed;
  if (typeof seed === "number" && Number.isInteger(seed)) return BigInt(Math.abs(seed));
  if (typeof seed === "number" || seed instanceof Float) return hashOfFloat(Number(seed));
  throw new TypeError(`The only supported seed types are: None,\nint, float, str, bytes, and bytearray.`);
}

const HASH_MODULUS = 2n ** 61n - 1n;

/** Python's hash of a float, as an unsigned number. */
function hashOfFloat(value: number): bigint {
  if (!Number.isFinite(value)) return value > 0 ? 314159n : value < 0 ? 2n ** 64n - 314159n : 0n;
  let numerator = Math.abs(value);
  let exponent = 0n;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    exponent += 1n;
  }
  // 2 to the power of 61 is 1 in this field, so a division by 2 is a multiplication by 2 to the power of 60
  const half = 2n ** 60n;
  let hash = BigInt(numerator) % HASH_MODULUS;
  for (let count = 0n; count < exponent; count++) hash = (hash * half) % HASH_MODULUS;
  if (value >= 0) return hash;
  return 2n ** 64n - (hash === 1n ? 2n : hash);
}

function wordsOf(seed: bigint): number[] {
  const words: number[] = [];
  for (let left = seed; left > 0n; left >>= 32n) words.push(Number(left & 0xffffffffn));
  return words.length === 0 ? [0] : words;
}
