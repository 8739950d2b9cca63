import type { Value } from "../model/value.js";

/** An encrypted value of a file, opened when it is first read: every one costs some milliseconds. */
export class Sealed {
  readonly #open: () => string;
  #plain: string | undefined;
  constructor(open: () => string) {
    this.#open = open;
  }
  open(): string {
    this.#plain ??= this.#open();
    return this.#plain;
  }
}

/** Puts a property into a dict or list that opens the sealed value when it is read. */
export function seal(container: object, key: string | number, sealed: Sealed): void {
  Object.defineProperty(container, key, {
    get: () => sealed.open(),
    set: (value: Value) =>
      Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true }),
    enumerable: true,
    configurable: true,
  });
}
