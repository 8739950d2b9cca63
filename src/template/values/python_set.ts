import { fractionOf } from "../../model/python_numbers.js";
import { isNumber, numeric } from "./python.js";
import type { Result } from "./values.js";

/**
 * The order in which CPython lists a set of numbers: an open table with
 * linear probes, grown at three fifths. Where the members' hashes differ from
 * run to run (texts), there is no order to keep and the first seen stays first.
 */
const PROBES = 9;
const SMALLEST = 8;
const MODULUS = 2n ** 61n - 1n;

/** A number in a set: those that are equal, as 1, 1.0 and true, have one key and one hash. */
interface Member {
  key: string;
  hash: bigint;
  value: Result;
}

function memberOf(value: Result): Member | undefined {
  const number = typeof value === "boolean" ? Number(value) : isNumber(value) ? numeric(value) : undefined;
  if (number === undefined || (typeof number === "number" && !Number.isFinite(number))) return undefined;
  const isWhole = typeof number === "bigint" || Number.isInteger(number);
  return { key: String(isWhole ? BigInt(number) : number), hash: hashOf(number), value };
}

function hashOf(value: number | bigint): bigint {
  const { over, under } = typeof value === "bigint" ? { over: value, under: 1n } : fractionOf(value);
  const twos = BigInt(under.toString(2).length - 1) % 61n;
  const positive = (((over < 0n ? -over : over) % MODULUS) * 2n ** ((61n - twos) % 61n)) % MODULUS;
  const hash = over < 0n ? -positive : positive;
  return BigInt.asUintN(64, hash === -1n ? -2n : hash);
}

class Table {
  #slots: (Member | undefined)[] = new Array<Member | undefined>(SMALLEST).fill(undefined);
  /** slots that are or were in use: what is taken away leaves its place */
  #filled = 0;
  #used = 0;
  readonly #deleted = new Set<number>();
  readonly #keys = new Set<string>();

  get mask(): number {
    return this.#slots.length - 1;
  }

  get used(): number {
    return this.#used;
  }

  members(): Member[] {
    return this.#slots.filter((one): one is Member => one !== undefined);
  }

  has({ key }: Member): boolean {
    return this.#keys.has(key);
  }

  #place({ hash }: Member): number {
    let perturb = hash;
    let at = Number(hash & BigInt(this.mask));
    for (;;) {
      const last = at + PROBES <= this.mask ? at + PROBES : at;
      for (let slot = at; slot <= last; slot++) if (this.#slots[slot] === undefined) return slot;
      perturb >>= 5n;
      at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(this.mask));
    }
  }

  add(member: Member): void {
    if (this.has(member)) return;
    const slot = this.#place(member);
    this.#slots[slot] = member;
    this.#keys.add(member.key);
    this.#used += 1;
    if (this.#deleted.delete(slot)) return;
    this.#filled += 1;
    if (this.#filled * 5 >= this.mask * 3)
      this.#resize(this.#used > 50_000 ? this.#used * 2 : this.#used * 4);
  }

  discard({ key }: Member): boolean {
    if (!this.#keys.delete(key)) return false;
    const slot = this.#slots.findIndex((one) => one?.key === key);
    this.#slots[slot] = undefined;
    this.#deleted.add(slot);
    this.#used -= 1;
    return true;
  }

  #resize(wanted: number): void {
    let size = SMALLEST;
    while (size <= wanted) size *= 2;
    const before = this.members();
    this.#slots = new Array<Member | undefined>(size).fill(undefined);
    this.#deleted.clear();
    for (const one of before) this.#slots[this.#place(one)] = one;
    this.#filled = before.length;
  }

  /** set.update(other): the table grows once for all of them. */
  merge(other: Table): void {
    if ((this.#filled + other.used) * 5 >= this.mask * 3) this.#resize((this.#used + other.used) * 2);
    if (this.#filled === 0 && this.mask === other.mask && other.#deleted.size === 0) this.#takeOver(other);
    else for (const one of other.members()) this.add(one);
  }

  #takeOver(other: Table): void {
    this.#slots = [...other.#slots];
    this.#filled = other.#filled;
    this.#used = other.#used;
    for (const key of other.#keys) this.#keys.add(key);
  }

  static of(members: readonly Member[]): Table {
    const table = new Table();
    for (const one of members) table.add(one);
    return table;
  }

  copy(): Table {
    const table = new Table();
    table.merge(this);
    return table;
  }
}

export type SetOperation = "union" | "intersect" | "difference" | "symmetric_difference";

function operate(operation: SetOperation, a: Table, b: Table): Member[] {
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
function difference(a: Table, b: Table): Member[] {
  if (a.used >> 2 <= b.used) return Table.of(a.members().filter((one) => !b.has(one))).members();
  const rest = a.copy();
  for (const one of b.members()) rest.discard(one);
  return rest.members();
}

function membersOf(values: readonly Result[]): Member[] | undefined {
  const members: Member[] = [];
  for (const one of values) {
    const member = memberOf(one);
    if (!member) return undefined;
    members.push(member);
  }
  return members;
}

/** The members in Python's order; undefined where not all are numbers. */
export function numberSet(operation: SetOperation, a: Result[], b: Result[]): Result[] | undefined {
  const [left, right] = [membersOf(a), membersOf(b)];
  if (!left || !right) return undefined;
  return operate(operation, Table.of(left), Table.of(right)).map(({ value }) => value);
}
