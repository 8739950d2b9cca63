/** RC4, which NTLM seals with and OpenSSL 3 has no longer. One stream: every call goes on where the last one ended. */
export class Rc4 {
  readonly #state = Uint8Array.from({ length: 256 }, (_, index) => index);
  #i = 0;
  #j = 0;

  constructor(key: Buffer) {
    const state = this.#state;
    for (let i = 0, j = 0; i < 256; i++) {
      j = (j + state[i]! + key[i % key.length]!) & 255;
      [state[i], state[j]] = [state[j]!, state[i]!];
    }
  }

  /** Encrypts or decrypts the next bytes. */
  update(data: Buffer): Buffer {
    const state = this.#state;
    let [i, j] = [this.#i, this.#j];
    const out = Buffer.allocUnsafe(data.length);
    // plainly counted: this sees every byte that travels
    for (let at = 0; at < data.length; at++) {
      i = (i + 1) & 255;
      const one = state[i]!;
      j = (j + one) & 255;
      const other = state[j]!;
      state[i] = other;
      state[j] = one;
      out[at] = data[at]! ^ state[(one + other) & 255]!;
    }
    this.#i = i;
    this.#j = j;
    return out;
  }
}
