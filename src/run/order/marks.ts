import type { Position } from "./position.js";

/**
 * Places of a play at which something happens that later steps of any host
 * may see. They matter until the last host is past them.
 */
export class Marks {
  /** ascending, each once */
  #positions: Position[] = [];

  add(position: Position): void {
    let at = this.#positions.length;
    // they come in order, but for what is included
    while (at > 0 && this.#positions[at - 1]! > position) at -= 1;
    if (this.#positions[at - 1] !== position) this.#positions.splice(at, 0, position);
  }

  /** Is a marked step before `position` not behind all hosts yet? `earliest`: where the last of them is. */
  isOpenBefore(position: Position, earliest: Position): boolean {
    const over = this.#positions.findIndex((marked) => marked >= earliest);
    this.#positions.splice(0, over < 0 ? this.#positions.length : over);
    return this.#positions.length > 0 && this.#positions[0]! < position;
  }
}
