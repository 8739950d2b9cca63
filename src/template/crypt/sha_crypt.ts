import { createHash } from "node:crypto";
import { tick } from "../../model/patience.js";

const ALPHABET = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** Byte orders of the encoded digest. Source: "Unix crypt using SHA-256 and SHA-512", Ulrich Drepper. */
const ORDER = {
  sha512: [
    [0, 21, 42],
    [22, 43, 1],
    [44, 2, 23],
    [3, 24, 45],
    [25, 46, 4],
    [47, 5, 26],
    [6, 27, 48],
    [28, 49, 7],
    [50, 8, 29],
    [9, 30, 51],
    [31, 52, 10],
    [53, 11, 32],
    [12, 33, 54],
    [34, 55, 13],
    [56, 14, 35],
    [15, 36, 57],
    [37, 58, 16],
    [59, 17, 38],
    [18, 39, 60],
    [40, 61, 19],
    [62, 20, 41],
  ],
  sha256: [
    [0, 10, 20],
    [21, 1, 11],
    [12, 22, 2],
    [3, 13, 23],
    [24, 4, 14],
    [15, 25, 5],
    [6, 16, 26],
    [27, 7, 17],
    [18, 28, 8],
    [9, 19, 29],
  ],
} as const;

/** Rounds that are not written into the hash. */
const IMPLICIT_ROUNDS = 5000;

export interface ShaCryptOptions {
  kind: "sha512" | "sha256";
  salt: string;
  rounds: number;
}

/** A crypt(3) hash `$6$…` or `$5$…`. */
export function shaCrypt(password: string, { kind, salt, rounds }: ShaCryptOptions): string {
  const hash = (...parts: Buffer[]): Buffer => createHash(kind).update(Buffer.concat(parts)).digest();
  const key = Buffer.from(password);
  const salted = Buffer.from(salt.slice(0, 16));
  const length = kind === "sha512" ? 64 : 32;
  const stretched = (block: Buffer, size: number): Buffer =>
    Buffer.concat(Array.from({ length: Math.ceil(size / length) }, () => block)).subarray(0, size);
  const alternate = hash(key, salted, key);
  const parts = [key, salted, stretched(alternate, key.length)];
  for (let size = key.length; size > 0; size >>= 1) parts.push(size & 1 ? alternate : key);
  let digest = hash(...parts);
  const keyBytes = stretched(hash(...Array.from({ length: key.length }, () => key)), key.length);
  const saltBytes = stretched(hash(...Array.from({ length: 16 + digest[0]! }, () => salted)), salted.length);
  for (let round = 0; round < rounds; round++) {
    tick();
    const odd = round & 1;
    digest = hash(
      odd ? keyBytes : digest,
      ...(round % 3 ? [saltBytes] : []),
      ...(round % 7 ? [keyBytes] : []),
      odd ? digest : keyBytes,
    );
  }
  const shown = rounds === IMPLICIT_ROUNDS ? "" : `rounds=${rounds}$`;
  return `$${kind === "sha512" ? 6 : 5}$${shown}${salt.slice(0, 16)}$${encode(kind, digest)}`;
}

function encode(kind: "sha512" | "sha256", digest: Buffer): string {
  const three = ORDER[kind]
    .map(([a, b, c]) => cryptBase64((digest[a]! << 16) | (digest[b]! << 8) | digest[c]!, 4))
    .join("");
  return (
    three +
    (kind === "sha512" ? cryptBase64(digest[63]!, 2) : cryptBase64((digest[31]! << 8) | digest[30]!, 3))
  );
}

/** crypt(3)'s own alphabet, the lowest bits first. */
export function cryptBase64(value: number, length: number): string {
  return Array.from({ length }, (_, index) => ALPHABET[(value >> (6 * index)) & 63]).join("");
}
