import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** What is left for everything that is no connection: this program's own files, those of playbooks, lookups. */
const RESERVE = 40;
/** A host that has been idle for so long waits for others; a shorter pause is that between two tasks. */
const IDLE_MS = 100;
const LOOK_AGAIN_MS = 50;
/** where the system does not say how many files may be open */
const USUAL = 4096;

/** Something that holds file handles of this program, and can let go of them while nobody uses it. */
export interface Holder {
  cost: number;
  /** since when, in milliseconds; undefined while it is in use */
  idleSince: number | undefined;
  /** lets go; what it was comes back when it is needed again */
  release(): Promise<void>;
}

/**
 * Keeps the open connections below the number of files that may be open: one more closes one that waits
 * for other hosts, or waits itself. Of those that wait the youngest goes: hosts come round in a circle,
 * and the oldest is the next that is needed.
 */
export class Handles {
  #free: number;
  readonly #holders = new Set<Holder>();

  constructor(limit: number = openFilesLimit()) {
    this.#free = Math.max(8, limit - RESERVE);
  }

  /** Waits until there is room. */
  async take(holder: Holder): Promise<void> {
    while (this.#free < holder.cost) {
      const victim = this.#youngestIdle();
      if (victim) await victim.release();
      else await sleep(LOOK_AGAIN_MS);
      // nobody will ever give back what this one alone is too much for
      if (this.#holders.size === 0) break;
    }
    this.#free -= holder.cost;
    this.#holders.add(holder);
  }

  give(holder: Holder): void {
    if (this.#holders.delete(holder)) this.#free += holder.cost;
  }

  #youngestIdle(): Holder | undefined {
    const before = Date.now() - IDLE_MS;
    let found: Holder | undefined;
    for (const one of this.#holders)
      if (one.idleSince !== undefined && one.idleSince <= before)
        if (!found || one.idleSince > found.idleSince!) found = one;
    return found;
  }
}

function openFilesLimit(): number {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return soft === undefined ? USUAL : Number(soft);
  } catch {
    return USUAL;
  }
}
