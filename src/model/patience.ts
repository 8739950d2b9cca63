/**
 * The program hears of a signal between two turns of its event loop only. What computes long without a pause calls
 * `tick`; when a turn has lasted long, signals are let through to the system, which ends the program at once.
 */
/** milliseconds: a signal that comes in the first of them is lost, so they are few */
const LONG = 20;
const SOME = 1024;

type LetThrough = () => () => void;

let count = 0;
let since: number | undefined;
let letThrough: LetThrough | undefined;
let takeBack: (() => void) | undefined;

/** Hands in what lets signals through; it gives back what ends that. */
export function whenTooLong(work: LetThrough): void {
  letThrough = work;
}

/** One round of something that may take very many. */
export function tick(): void {
  count += 1;
  if (count % SOME !== 0) return;
  const now = performance.now();
  if (since === undefined) {
    since = now;
    setImmediate(nextTurn);
  } else if (takeBack === undefined && now - since > LONG) takeBack = letThrough?.();
}

function nextTurn(): void {
  since = undefined;
  takeBack?.();
  takeBack = undefined;
}
