import type { ClientConfig } from "./config.js";

/** A peer that has said nothing for so long is asked, and again; then it is given up. Seconds. */
const USUAL = { interval: 10, count: 4 };

/** How often ssh2 asks a silent peer for an answer. */
export function aliveSettings({ alive }: ClientConfig): { interval: number; count: number } {
  return alive ?? USUAL;
}

/**
 * Calls `dead` when nothing has come from the peer for interval times count seconds. Every byte is a
 * sign of life: an answer may stand behind minutes of an upload. Ticks are counted, not the clock:
 * a laptop that slept has not been answered by anybody.
 */
export function watchPeer(
  received: () => number,
  { interval, count }: { interval: number; count: number },
  dead: (seconds: number) => void,
): () => void {
  const TICKS = 4;
  let seen = received();
  let silent = 0;
  const timer = setInterval(
    () => {
      const now = received();
      silent = now === seen ? silent + 1 : 0;
      seen = now;
      if (silent < count * TICKS) return;
      clearInterval(timer);
      dead(interval * count);
    },
    (interval * 1000) / TICKS,
  );
  timer.unref();
  return () => clearInterval(timer);
}
