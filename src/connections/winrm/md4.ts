const SHIFTS = [
  [3, 7, 11, 19],
  [3, 5, 9, 13],
  [3, 9, 11, 15],
] as const;
const ADDED = [0, 0x5a827999, 0x6ed9eba1] as const;
/** the order in which each round takes the words of a block */
const ORDERS = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
  [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
] as const;
const MIXES: readonly ((x: number, y: number, z: number) => number)[] = [
  (x, y, z) => (x & y) | (~x & z),
  (x, y, z) => (x & y) | (x & z) | (y & z),
  (x, y, z) => x ^ y ^ z,
];

/** MD4 (RFC 1320), which NTLM hashes passwords with and OpenSSL 3 has no longer. */
export function md4(data: Buffer): Buffer {
  const padding = Buffer.alloc(((119 - (data.length % 64)) % 64) + 9);
  padding[0] = 0x80;
  padding.writeBigUInt64LE(BigInt(data.length) * 8n, padding.length - 8);
  const padded = Buffer.concat([data, padding]);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < padded.length; at += 64) addBlock(state, padded.subarray(at, at + 64));
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeUInt32LE(word >>> 0, index * 4);
  return digest;
}

function addBlock(state: number[], block: Buffer): void {
  let [a, b, c, d] = state as [number, number, number, number];
  for (const [round, order] of ORDERS.entries())
    for (const [step, word] of order.entries()) {
      const sum = (a + MIXES[round]!(b, c, d) + block.readUInt32LE(word * 4) + ADDED[round]!) | 0;
      const shift = SHIFTS[round]![step % 4]!;
      [a, d, c, b] = [d, c, b, (sum << shift) | (sum >>> (32 - shift))];
    }
  for (const [index, word] of [a, b, c, d].entries()) state[index] = (state[index]! + word) | 0;
}
