interface Numbered {
  before: string;
  number: string;
  after: string;
}

/** The last number of a name, and what is around it. */
function numbered(name: string): Numbered | undefined {
  const found = /^(.*?)(\d+)(\D*)$/.exec(name);
  return found ? { before: found[1]!, number: found[2]!, after: found[3]! } : undefined;
}

/** Does `next` follow `last` in a range: the same text around it, one more, written as wide? */
function follows(last: Numbered, next: Numbered): boolean {
  const sameText = last.before === next.before && last.after === next.after;
  const width = last.number.startsWith("0") || next.number.startsWith("0") ? last.number.length : undefined;
  if (!sameText || (width !== undefined && next.number.length !== width)) return false;
  return Number.isSafeInteger(Number(next.number)) && Number(next.number) === Number(last.number) + 1;
}

/** Hosts as ranges, as inventories write them: `web[01:47]`, `db1`. Two are no range. Sorted. */
export function hostRanges(hosts: readonly string[]): string[] {
  const order = [...hosts].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const ranges: { first: string; last: string; count: number }[] = [];
  for (const host of order) {
    const range = ranges.at(-1);
    const [last, next] = [range && numbered(range.last), numbered(host)];
    if (range && last && next && follows(last, next))
      Object.assign(range, { last: host, count: range.count + 1 });
    else ranges.push({ first: host, last: host, count: 1 });
  }
  return ranges.flatMap(({ first, last, count }) =>
    count < 3 ? [...new Set([first, last])] : [rangeText(first, last)],
  );
}

function rangeText(first: string, last: string): string {
  const [from, to] = [numbered(first)!, numbered(last)!];
  return `${from.before}[${from.number}:${to.number}]${from.after}`;
}

const MAX_RANGES = 4;

/** Who it is, in one short text: `web[01:47] (47 hosts)`. */
export function whoText(hosts: readonly string[]): string {
  if (hosts.length === 1) return hosts[0]!;
  const ranges = hostRanges(hosts);
  const left = ranges.length - MAX_RANGES;
  const shown = left > 0 ? `${ranges.slice(0, MAX_RANGES).join(", ")}, …` : ranges.join(", ");
  return hosts.length > 3 ? `${shown} (${hosts.length} hosts)` : shown;
}
