import type { Position } from "./position.js";

/**
 * Places of a play at which something happens that later steps of any host
 * may see. The first host that comes by marks them; they matter until the last
 * host is past them.
 */
export class Marks {
  #positions: Position[] = [];

  add(position: Position): void {
    if (!this.#positions.includes(position)) this.#positions.push(position);
  }

  /** Is a marked step before `position` not behind all hosts yet? `earliest`: where the last of them is. */
  isOpenBefore(position: Position, earliest: Position): boolean {
    this.#positions = this.#positions.filter((marked) => marked >= earliest);
    return this.#positions.some((marked) => marked < position);
  }
}
