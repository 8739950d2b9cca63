/** Random numbers from a seed: the same seed gives the same cases. */
export function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const PIECES =
  "{{ }} {% %} [ ] { } ( ) ' \" \\ | : - -1 0 999999999 1e9 NaN \n \t \u0000 \u0001 \ud800 é , * & ! # @ ~ = + ** // . .. [1:3] (?: )* {2,} not in for endfor if endif".split(
    " ",
  );

/** A text made of those of the corpus: cut, repeated, swapped, spliced, with strange pieces in it. */
export function mutated(corpus: readonly string[], random: (below: number) => number): string {
  let text = corpus[random(corpus.length)]!;
  for (let left = 1 + random(5); left > 0; left--) text = changed(text, corpus, random);
  return text.slice(0, 4000);
}

function changed(text: string, corpus: readonly string[], random: (below: number) => number): string {
  const from = random(text.length + 1);
  const to = Math.min(text.length, from + random(8));
  const [head, middle, tail] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  const other = corpus[random(corpus.length)]!;
  switch (random(6)) {
    case 0:
      return head + tail;
    case 1:
      return head + middle.repeat(1 + random(20)) + tail;
    case 2:
      return head + PIECES[random(PIECES.length)]! + tail;
    case 3:
      return head + PIECES[random(PIECES.length)]!.repeat(1 + random(30)) + middle + tail;
    case 4:
      return head + other.slice(random(other.length + 1));
    default:
      return head + String.fromCharCode(random(256)) + middle + tail;
  }
}
