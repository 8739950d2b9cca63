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

/** microseconds of computing that one evaluation may take */
const MOST = 2_000_000;

let depth = 0;
let steps = 0;
let begun: number | undefined;

/** Work that is made of `step`s, however it is nested: too many of them are a RangeError. */
export function spending<T>(work: () => T): T {
  depth += 1;
  try {
    return work();
  } finally {
    depth -= 1;
    if (depth === 0) begun = undefined;
  }
}

/** One round of something that a template may ask for without end. */
export function step(): void {
  tick();
  steps += 1;
  if (steps % SOME !== 0 || depth === 0) return;
  const now = process.cpuUsage().user;
  begun ??= now;
  if (now - begun > MOST) throw new RangeError(`it takes more than ${MOST / 1_000_000} s of computing`);
}

function nextTurn(): void {
  since = undefined;
  takeBack?.();
  takeBack = undefined;
}
