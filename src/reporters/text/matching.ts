/** `text` from a to b becomes c to d of the other one. */
export interface Opcode {
  tag: "equal" | "replace" | "delete" | "insert";
  a: [from: number, to: number];
  b: [from: number, to: number];
}

interface Match {
  a: number;
  b: number;
  size: number;
}

/**
 * How lines `a` become lines `b`, with the choices Python's difflib makes
 * (longest match first, lines that are everywhere are no anchors), so that
 * differences look like Ansible's.
 */
export function opcodes(a: readonly string[], b: readonly string[]): Opcode[] {
  const anchors = anchorsOf(b);
  const matches = joined(matchesBetween(a, b, anchors));
  const codes: Opcode[] = [];
  let i = 0;
  let j = 0;
  for (const match of [...matches, { a: a.length, b: b.length, size: 0 }]) {
    if (i < match.a || j < match.b) {
      const tag = i === match.a ? "insert" : j === match.b ? "delete" : "replace";
      codes.push({ tag, a: [i, match.a], b: [j, match.b] });
    }
    i = match.a + match.size;
    j = match.b + match.size;
    if (match.size > 0) codes.push({ tag: "equal", a: [match.a, i], b: [match.b, j] });
  }
  return codes;
}

/** Where each line stands in `b`; in long texts, lines that make up more than 1 % of it are left out. */
function anchorsOf(b: readonly string[]): Map<string, number[]> {
  const places = new Map<string, number[]>();
  b.forEach((line, index) => {
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  });
  const limit = Math.floor(b.length / 100) + 1;
  if (b.length >= 200) for (const [line, found] of places) if (found.length > limit) places.delete(line);
  return places;
}

function matchesBetween(a: readonly string[], b: readonly string[], anchors: Map<string, number[]>): Match[] {
  const found: Match[] = [];
  const open: [number, number, number, number][] = [[0, a.length, 0, b.length]];
  for (let range = open.pop(); range; range = open.pop()) {
    const [aFrom, aTo, bFrom, bTo] = range;
    const match = longest(a, b, anchors, range);
    if (match.size === 0) continue;
    found.push(match);
    if (aFrom < match.a && bFrom < match.b) open.push([aFrom, match.a, bFrom, match.b]);
    const [aEnd, bEnd] = [match.a + match.size, match.b + match.size];
    if (aEnd < aTo && bEnd < bTo) open.push([aEnd, aTo, bEnd, bTo]);
  }
  return found.sort((one, other) => one.a - other.a || one.b - other.b);
}

function longest(
  a: readonly string[],
  b: readonly string[],
  anchors: Map<string, number[]>,
  [aFrom, aTo, bFrom, bTo]: [number, number, number, number],
): Match {
  const best: Match = { a: aFrom, b: bFrom, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = aFrom; i < aTo; i++) {
    const next = new Map<number, number>();
    for (const j of anchors.get(a[i]!) ?? []) {
      if (j < bFrom) continue;
      if (j >= bTo) break;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) Object.assign(best, { a: i - size + 1, b: j - size + 1, size });
    }
    lengths = next;
  }
  // lines that were no anchors still belong to a match they touch
  while (best.a > aFrom && best.b > bFrom && a[best.a - 1] === b[best.b - 1]) {
    best.a -= 1;
    best.b -= 1;
    best.size += 1;
  }
  while (
    best.a + best.size < aTo &&
    best.b + best.size < bTo &&
    a[best.a + best.size] === b[best.b + best.size]
  )
    best.size += 1;
  return best;
}

function joined(matches: readonly Match[]): Match[] {
  const list: Match[] = [];
  for (const match of matches) {
    const last = list.at(-1);
    if (last && last.a + last.size === match.a && last.b + last.size === match.b) last.size += match.size;
    else list.push({ ...match });
  }
  return list;
}
