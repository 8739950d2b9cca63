import { END, type Position, START } from "./position.js";

/**
 * How far every host of a batch has come: everything before a host's position
 * is done on it. The earliest position decides what may be printed and which
 * barriers are open.
 */
export class Progress {
  readonly #positions = new Map<string, Position>();
  readonly #counts = new Map<Position, number>();
  /** ascending; positions that no host holds any more are dropped from the front */
  #order: Position[] = [];
  #waiting: { position: Position; open: () => void }[] = [];
  #leaving: { host: string; position: Position; left: () => void }[] = [];
  readonly #moved: (earliest: Position) => void;

  constructor(hosts: readonly string[], moved: (earliest: Position) => void) {
    this.#moved = moved;
    for (const host of hosts) this.#place(host, START);
  }

  get earliest(): Position {
    return this.#order[0] ?? END;
  }

  /** the earliest position of all hosts but one */
  earliestBut(host: string): Position {
    const own = this.#positions.get(host);
    if (own === undefined || own !== this.#order[0] || this.#counts.get(own)! > 1) return this.earliest;
    return this.#order[1] ?? END;
  }

  /** where a host is; undefined where it takes no further part */
  at(host: string): Position | undefined {
    return this.#positions.get(host);
  }

  advance(host: string, position: Position): void {
    const before = this.#positions.get(host);
    if (before === undefined || before === position) return;
    this.#remove(before);
    this.#place(host, position);
    this.#settle();
  }

  /** The host takes no further part. */
  leave(host: string): void {
    const before = this.#positions.get(host);
    if (before === undefined) return;
    this.#positions.delete(host);
    this.#remove(before);
    this.#settle();
  }

  /** Waits until no host is before `position`; undefined where none is. */
  barrier(position: Position): Promise<void> | undefined {
    if (this.earliest >= position) return undefined;
    return new Promise((open) => this.#waiting.push({ position, open }));
  }

  /** Waits until the host has gone on from `position`, or takes no further part. */
  async gone(host: string, position: Position): Promise<void> {
    if (!this.#stands(host, position)) return;
    await new Promise<void>((left) => this.#leaving.push({ host, position, left }));
  }

  #stands(host: string, position: Position): boolean {
    const at = this.#positions.get(host);
    return at !== undefined && at <= position;
  }

  #place(host: string, position: Position): void {
    this.#positions.set(host, position);
    const count = this.#counts.get(position) ?? 0;
    this.#counts.set(position, count + 1);
    if (count === 0) this.#order.splice(this.#indexFor(position), 0, position);
  }

  #remove(position: Position): void {
    const count = this.#counts.get(position)! - 1;
    if (count > 0) this.#counts.set(position, count);
    else {
      this.#counts.delete(position);
      this.#order.splice(this.#indexFor(position), 1);
    }
  }

  #indexFor(position: Position): number {
    let low = 0;
    let high = this.#order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#order[middle]! < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #settle(): void {
    const earliest = this.earliest;
    this.#moved(earliest);
    this.#leaving = this.#leaving.filter(({ host, position, left }) => {
      const stands = this.#stands(host, position);
      if (!stands) left();
      return stands;
    });
    const open = this.#waiting.filter((waiter) => waiter.position <= earliest);
    if (open.length === 0) return;
    this.#waiting = this.#waiting.filter((waiter) => waiter.position > earliest);
    for (const waiter of open) waiter.open();
  }
}
