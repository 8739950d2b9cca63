import { inheritPlaces } from "../../model/source.js";
import { isUnsafe, markUnsafe, type PlainDict, type Value } from "../../model/value.js";
import type { Position } from "../order/position.js";

interface Change {
  position: Position;
  of: PlainDict;
  name: string;
  before: Value | undefined;
}

/**
 * What variables were before steps changed them. A host may be ahead of
 * another one that reads its variables: that one must see them as they were at
 * its own position.
 */
export class History {
  #changes: Change[] = [];

  /** Sets a variable, and remembers what it was. */
  set(of: PlainDict, name: string, value: Value, position: Position): void {
    this.#changes.push({ position, of, name, before: of[name] });
    of[name] = value;
  }

  /** The variables as they were before the step at `position`; `of` itself where nothing has changed since. */
  asOf(of: PlainDict, position: Position): PlainDict {
    const later = this.#changes.filter((change) => change.of === of && change.position >= position);
    if (later.length === 0) return of;
    const then = inheritPlaces({ ...of }, of);
    for (const name of Object.keys(of)) if (isUnsafe(of, name)) markUnsafe(then, name);
    for (const { name, before } of later.reverse())
      if (before === undefined) delete then[name];
      else then[name] = before;
    return then;
  }

  /** No host is before `position` any more. */
  forget(position: Position): void {
    if (this.#changes[0] && this.#changes[0].position < position)
      this.#changes = this.#changes.filter((change) => change.position >= position);
  }

  /** Another batch begins: positions start again. */
  clear(): void {
    this.#changes = [];
  }
}
