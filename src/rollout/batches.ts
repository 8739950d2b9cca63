/**
 * The hosts in the order in which they get a release. `sizes`: numbers and shares; the last one is repeated. With roles
 * the first batch is one host of each: what proves itself there goes on.
 */
export function batchesOf(
  hosts: readonly string[],
  sizes: readonly string[],
  roles: readonly (readonly string[])[] = [],
): string[][] {
  const first = [...new Set(roles.flatMap(([host]) => host ?? []))];
  const others = hosts.filter((host) => !first.includes(host));
  const batches: string[][] = first.length > 0 ? [first] : [];
  for (let at = 0; at < others.length; ) {
    const size = sizes[Math.min(batches.length, sizes.length - 1)]!;
    const count = size.endsWith("%")
      ? Math.max(1, Math.floor((hosts.length * Number(size.slice(0, -1))) / 100))
      : Number(size);
    batches.push(others.slice(at, at + count));
    at += count;
  }
  return batches;
}
