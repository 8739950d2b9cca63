import { isNumber, numeric } from "./python.js";
import type { Result } from "./values.js";

/**
 * The order in which CPython lists a set of whole numbers: an open table with
 * linear probes, grown at three fifths. Where the members' hashes differ from
 * run to run (texts), there is no order to keep and the first seen stays first.
 */
const PROBES = 9;
const SMALLEST = 8;
const MODULUS = 2n ** 61n - 1n;

function hashOf(value: bigint): bigint {
  const positive = (value < 0n ? -value : value) % MODULUS;
  const hash = value < 0n ? -positive : positive;
  return BigInt.asUintN(64, hash === -1n ? -2n : hash);
}

class Table {
  #slots: (bigint | undefined)[] = new Array<bigint | undefined>(SMALLEST).fill(undefined);
  /** slots that are or were in use: what is taken away leaves its place */
  #filled = 0;
  #used = 0;
  readonly #deleted = new Set<number>();
  readonly #values = new Set<bigint>();

  get mask(): number {
    return this.#slots.length - 1;
  }

  get used(): number {
    return this.#used;
  }

  members(): bigint[] {
    return this.#slots.filter((one): one is bigint => one !== undefined);
  }

  has(value: bigint): boolean {
    return this.#values.has(value);
  }

  #place(value: bigint): number {
    const hash = hashOf(value);
    let perturb = hash;
    let at = Number(hash & BigInt(this.mask));
    for (;;) {
      const last = at + PROBES <= this.mask ? at + PROBES : at;
      for (let slot = at; slot <= last; slot++) if (this.#slots[slot] === undefined) return slot;
      perturb >>= 5n;
      at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(this.mask));
    }
  }

  add(value: bigint): void {
    if (this.has(value)) return;
    const slot = this.#place(value);
    this.#slots[slot] = value;
    this.#values.add(value);
    this.#used += 1;
    if (this.#deleted.delete(slot)) return;
    this.#filled += 1;
    if (this.#filled * 5 >= this.mask * 3)
      this.#resize(this.#used > 50_000 ? this.#used * 2 : this.#used * 4);
  }

  discard(value: bigint): boolean {
    if (!this.#values.delete(value)) return false;
    const slot = this.#slots.indexOf(value);
    this.#slots[slot] = undefined;
    this.#deleted.add(slot);
    this.#used -= 1;
    return true;
  }

  #resize(wanted: number): void {
    let size = SMALLEST;
    while (size <= wanted) size *= 2;
    const before = this.members();
    this.#slots = new Array<bigint | undefined>(size).fill(undefined);
    this.#deleted.clear();
    for (const value of before) this.#slots[this.#place(value)] = value;
    this.#filled = before.length;
  }

  /** set.update(other): the table grows once for all of them. */
  merge(other: Table): void {
    if ((this.#filled + other.used) * 5 >= this.mask * 3) this.#resize((this.#used + other.used) * 2);
    if (this.#filled === 0 && this.mask === other.mask && other.#deleted.size === 0) this.#takeOver(other);
    else for (const value of other.members()) this.add(value);
  }

  #takeOver(other: Table): void {
    this.#slots = [...other.#slots];
    this.#filled = other.#filled;
    this.#used = other.#used;
    for (const value of other.#values) this.#values.add(value);
  }

  static of(values: readonly bigint[]): Table {
    const table = new Table();
    for (const value of values) table.add(value);
    return table;
  }

  copy(): Table {
    const table = new Table();
    table.merge(this);
    return table;
  }
}

export type SetOperation = "union" | "intersect" | "difference" | "symmetric_difference";

function operate(operation: SetOperation, a: Table, b: Table): bigint[] {
  switch (operation) {
    case "union": {
      const all = a.copy();
      all.merge(b);
      return all.members();
    }
    case "intersect": {
      const [small, large] = b.used > a.used ? [a, b] : [b, a];
      return Table.of(small.members().filter((one) => large.has(one))).members();
    }
    case "difference":
      return difference(a, b);
    default: {
      const rest = b.copy();
      for (const one of a.members()) if (!rest.discard(one)) rest.add(one);
      return rest.members();
    }
  }
}

/** A much larger set is copied and thinned out; else what stays makes a new one. */
function difference(a: Table, b: Table): bigint[] {
  if (a.used >> 2 <= b.used) return Table.of(a.members().filter((one) => !b.has(one))).members();
  const rest = a.copy();
  for (const one of b.members()) rest.discard(one);
  return rest.members();
}

/** The members in Python's order; undefined where not all are whole numbers. */
export function wholeNumberSet(operation: SetOperation, a: Result[], b: Result[]): Result[] | undefined {
  const isWhole = (one: Result): boolean =>
    typeof one === "bigint" || (typeof one === "number" && Number.isInteger(one));
  if (![...a, ...b].every(isWhole)) return undefined;
  const table = (list: Result[]): Table =>
    Table.of(list.map((one) => BigInt(isNumber(one) ? numeric(one) : 0)));
  return operate(operation, table(a), table(b)).map((one) =>
    Number.isSafeInteger(Number(one)) ? Number(one) : one,
  );
}
