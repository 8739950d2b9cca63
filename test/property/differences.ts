/** Mulberry32: repeatable numbers from 0 to 1. */
export function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The first place where they differ, with what stands around it. */
export function firstDifference(expected: object, got: object): string | undefined {
  for (const [key, value] of Object.entries(expected)) {
    const [one, two] = [value, (got as Record<string, unknown>)[key]].map((part) =>
      (JSON.stringify(part, null, 1) ?? "").split("\n"),
    );
    const at = one!.findIndex((line, index) => line !== two![index]);
    if (at < 0 && one!.length === two!.length) continue;
    const around = (lines: string[]) =>
      lines
        .slice(Math.max(0, at - 3), at + 4)
        .map((line) => line.slice(0, 400))
        .join("\n");
    return `${key} differ\n--- one after the other:\n${around(one!)}\n--- sent ahead:\n${around(two!)}`;
  }
  return undefined;
}
