/** The hosts in the order in which they get a release. `sizes`: numbers and shares; the last one is repeated. */
export function batchesOf(hosts: readonly string[], sizes: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let at = 0; at < hosts.length; ) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)]!;
    const count = size.endsWith("%")
      ? Math.max(1, Math.floor((hosts.length * Number(size.slice(0, -1))) / 100))
      : Number(size);
    batches.push(hosts.slice(at, at + count));
    at += count;
  }
  return batches;
}
