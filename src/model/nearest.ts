/** The nearest of `known` to a misspelt `word`, if one is near enough to be meant. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  // short words are near to everything: `git` is no `apt`
  let bestDistance = (word.length < 5 ? 1 : Math.max(2, Math.floor(word.length / 3))) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "did you mean X?" or undefined, ready to be a fault's hint. */
export function suggest(word: string, known: Iterable<string>): string | undefined {
  const found = nearest(word, known);
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}

/** The same for names with a collection: a module of this very name in another one comes first. */
export function suggestQualified(name: string, known: readonly string[]): string | undefined {
  const own = name.slice(name.lastIndexOf(".") + 1);
  const moved = name.includes(".")
    ? known.find((one) => one.includes(".") && one.endsWith(`.${own}`))
    : undefined;
  return moved === undefined ? suggest(name, known) : `did you mean \`${moved}\`?`;
}

/** Letters added, left out, wrong, or two that stand the other way round. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const turned = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : limit;
      row.push(Math.min(swap, turned, previous[j]! + 1, row[j - 1]! + 1));
    }
    [before, previous] = [previous, row];
  }
  return previous[b.length]!;
}
