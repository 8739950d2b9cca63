/** A name as texts and numbers in turn: every second one is a number. */
const pieces = (name: string): string[] => name.split(/(\d+)/);

/** Hosts that follow one another, by the number at a place of their names. */
interface Range {
  hosts: string[];
  /** which piece counts; undefined where there is but one host */
  at?: number;
}

/** Which number has grown by one, where all else is the same, and the number is written as wide. */
function grown(last: string, next: string): number | undefined {
  const [before, after] = [pieces(last), pieces(next)];
  if (before.length !== after.length) return undefined;
  const other = before.flatMap((piece, index) => (piece === after[index] ? [] : [index]));
  const [at] = other;
  if (other.length !== 1 || at === undefined || at % 2 === 0) return undefined;
  const [from, to] = [before[at]!, after[at]!];
  const isPadded = from.startsWith("0") || to.startsWith("0");
  if ((isPadded && from.length !== to.length) || !Number.isSafeInteger(Number(to))) return undefined;
  return Number(to) === Number(from) + 1 ? at : undefined;
}

/** Hosts as ranges, as inventories write them: `web[01:47]`, `db1`. Two are no range. Sorted. */
export function hostRanges(hosts: readonly string[]): string[] {
  const order = [...hosts].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const ranges: Range[] = [];
  for (const host of order) {
    const range = ranges.at(-1);
    const at = range && grown(range.hosts.at(-1)!, host);
    if (range && at !== undefined && (range.at ?? at) === at) {
      range.hosts.push(host);
      range.at = at;
    } else ranges.push({ hosts: [host] });
  }
  return ranges.flatMap(({ hosts: some, at }) => (some.length < 3 ? some : [rangeText(some, at!)]));
}

function rangeText(hosts: readonly string[], at: number): string {
  const [from, to] = [pieces(hosts[0]!), pieces(hosts.at(-1)!)];
  return from.map((piece, index) => (index === at ? `[${piece}:${to[index]!}]` : piece)).join("");
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
