import { createHash } from "node:crypto";
import { cryptBase64 } from "./sha_crypt.js";

/** A crypt(3) hash `$1$…`, as FreeBSD and the C library make it. */
export function md5Crypt(password: string, salt: string): string {
  const hash = (...parts: (Buffer | string)[]): Buffer => {
    const sum = createHash("md5");
    for (const part of parts) sum.update(part);
    return sum.digest();
  };
  const key = Buffer.from(password);
  const inner = hash(key, salt, key);
  const parts: (Buffer | string)[] = [key, "$1$", salt];
  for (let left = key.length; left > 0; left -= 16) parts.push(inner.subarray(0, Math.min(16, left)));
  for (let size = key.length; size > 0; size >>= 1)
    parts.push(size & 1 ? Buffer.from([0]) : key.subarray(0, 1));
  let digest = hash(...parts);
  for (let round = 0; round < 1000; round++) {
    const odd = round % 2 === 1;
    digest = hash(odd ? key : digest, round % 3 ? salt : "", round % 7 ? key : "", odd ? digest : key);
  }
  const groups = [
    [0, 6, 12],
    [1, 7, 13],
    [2, 8, 14],
    [3, 9, 15],
    [4, 10, 5],
  ] as const;
  const text = groups
    .map(([a, b, c]) => cryptBase64((digest[a]! << 16) | (digest[b]! << 8) | digest[c]!, 4))
    .join("");
  return `$1$${salt}$${text}${cryptBase64(digest[11]!, 2)}`;
}
