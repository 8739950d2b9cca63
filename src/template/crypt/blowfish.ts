/** Blowfish with bcrypt's costly key schedule. Source: "A Future-Adaptable Password Scheme", Provos and Mazières. */
const ROUNDS = 16;
const WORDS = ROUNDS + 2;
const BOX = 256;
const BOXES = 4;

/** The cipher's constants are the fraction of pi: computed once, by Machin's formula. */
let constants: Uint32Array | undefined;

function arctangentOfInverse(divisor: bigint, scale: bigint): bigint {
  let term = scale / divisor;
  let sum = term;
  const square = divisor * divisor;
  for (let odd = 3n; term !== 0n; odd += 2n) {
    term = -term / square;
    sum += term / odd;
  }
  return sum;
}

function fractionOfPi(): Uint32Array {
  const count = WORDS + BOXES * BOX;
  const guard = 64n;
  const scale = 1n << (BigInt(count * 32) + guard);
  const pi = 16n * arctangentOfInverse(5n, scale) - 4n * arctangentOfInverse(239n, scale);
  const hex = (((pi % scale) >> guard) as bigint).toString(16).padStart(count * 8, "0");
  return Uint32Array.from({ length: count }, (_, at) => Number.parseInt(hex.slice(at * 8, at * 8 + 8), 16));
}

/** Reads a key or salt around and around, a word at a time. */
class Cycle {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  word(): number {
    let word = 0;
    for (let count = 0; count < 4; count++) {
      word = (word << 8) | this.#bytes[this.#at]!;
      this.#at = (this.#at + 1) % this.#bytes.length;
    }
    return word;
  }
}

class Blowfish {
  readonly #keys: Uint32Array;
  readonly #boxes: Uint32Array;
  #left = 0;
  #right = 0;

  constructor() {
    constants ??= fractionOfPi();
    this.#keys = constants.slice(0, WORDS);
    this.#boxes = constants.slice(WORDS);
  }

  #encipher(): void {
    const [keys, boxes] = [this.#keys, this.#boxes];
    let left = this.#left ^ keys[0]!;
    let right = this.#right;
    for (let round = 1; round <= ROUNDS; round++) {
      let mixed = boxes[left >>> 24]! + boxes[BOX + ((left >>> 16) & 255)]!;
      mixed = (mixed ^ boxes[2 * BOX + ((left >>> 8) & 255)]!) + boxes[3 * BOX + (left & 255)]!;
      const next = right ^ mixed ^ keys[round]!;
      right = left;
      left = next;
    }
    this.#left = right ^ keys[ROUNDS + 1]!;
    this.#right = left;
  }

  /** Mixes a key in, and a salt where there is one. */
  expand(key: Uint8Array, salt?: Uint8Array): void {
    const keyWords = new Cycle(key);
    for (let at = 0; at < WORDS; at++) this.#keys[at]! ^= keyWords.word();
    const saltWords = salt && new Cycle(salt);
    this.#left = 0;
    this.#right = 0;
    for (const table of [this.#keys, this.#boxes])
      for (let at = 0; at < table.length; at += 2) {
        if (saltWords) {
          this.#left ^= saltWords.word();
          this.#right ^= saltWords.word();
        }
        this.#encipher();
        table[at] = this.#left;
        table[at + 1] = this.#right;
      }
  }

  encrypted(left: number, right: number, times: number): [number, number] {
    this.#left = left;
    this.#right = right;
    for (let count = 0; count < times; count++) this.#encipher();
    return [this.#left, this.#right];
  }
}

const TEXT = "OrpheanBeholderScryDoubt";

/** bcrypt's 23 bytes for a key and a salt of 16 bytes; the cost is a power of two. */
export function bcryptDigest(key: Uint8Array, salt: Uint8Array, cost: number): Buffer {
  const cipher = new Blowfish();
  cipher.expand(key, salt);
  for (let count = 0; count < 2 ** cost; count++) {
    cipher.expand(key);
    cipher.expand(salt);
  }
  const text = Buffer.from(TEXT);
  const found = Buffer.alloc(text.length);
  for (let at = 0; at < text.length; at += 8) {
    const [left, right] = cipher.encrypted(text.readUInt32BE(at), text.readUInt32BE(at + 4), 64);
    found.writeUInt32BE(left >>> 0, at);
    found.writeUInt32BE(right >>> 0, at + 4);
  }
  return found.subarray(0, 23);
}
