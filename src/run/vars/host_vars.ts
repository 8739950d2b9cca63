import type { Value } from "../../model/value.js";
import { LazyDict } from "../../template/values/lazy.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { awaitOthers } from "./others.js";
import type { VariableScope } from "./scope.js";

/** The variables of any host, seen from a step at the position. */
type ScopeOf = (walk: Walk, name: string, position: Position) => VariableScope;

/** `hostvars`: the variables of any host, evaluated when they are read. */
export class HostVars extends LazyDict {
  readonly #walk: Walk;
  readonly #position: Position;
  readonly #scopeOf: ScopeOf;
  constructor(walk: Walk, position: Position, scopeOf: ScopeOf) {
    super();
    this.#walk = walk;
    this.#position = position;
    this.#scopeOf = scopeOf;
  }
  get(name: string): LazyDict | undefined {
    return this.has(name) ? new VarsOfHost(this.#walk, name, this.#position, this.#scopeOf) : undefined;
  }
  has(name: string): boolean {
    const { run } = this.#walk.batch;
    return run.inventory.hosts.has(name) || run.hosts.has(name);
  }
  keys(): string[] {
    return [...this.#walk.batch.run.inventory.hosts.keys()];
  }
}

/** One entry of `hostvars`. Under the linear strategy another host is only looked at when it has come as far. */
class VarsOfHost extends LazyDict {
  readonly #walk: Walk;
  readonly #name: string;
  readonly #position: Position;
  readonly #scopeOf: ScopeOf;
  constructor(walk: Walk, name: string, position: Position, scopeOf: ScopeOf) {
    super();
    this.#walk = walk;
    this.#name = name;
    this.#position = position;
    this.#scopeOf = scopeOf;
  }
  get(name: string): Value | LazyDict | undefined {
    this.#await();
    return this.#scopeOf(this.#walk, this.#name, this.#position).shown(name);
  }
  has(name: string): boolean {
    return this.get(name) !== undefined;
  }
  #await(): void {
    if (this.#name === this.#walk.host.name) return;
    awaitOthers(this.#walk, this.#position, "hostvars of hosts that are not this far yet");
  }
  keys(): string[] {
    this.#await();
    const scope = this.#scopeOf(this.#walk, this.#name, this.#position);
    return [...new Set([...scope.names(), ...HOST_MAGIC])];
  }
}

const HOST_MAGIC = [
  "inventory_hostname",
  "inventory_hostname_short",
  "group_names",
  "groups",
  "omit",
  "playbook_dir",
];
