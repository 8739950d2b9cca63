import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Position } from "../order/position.js";
import type { HostLinks } from "./connections.js";
import type { FactCache } from "./fact_cache.js";
import { History } from "./history.js";

/** A variable whose new value is on its way from the step at `position`. */
export interface PendingValue {
  position: Position;
  promise: Promise<void>;
  what: string;
}

/** What is known of a host beside the inventory. */
export interface HostVariables {
  name: string;
  registered: PlainDict;
  included: PlainDict;
  facts: PlainDict;
}

/** One host over a whole run: its facts, its registered values, its open connections. */
export class HostState {
  readonly name: string;
  readonly links: HostLinks;
  /** set_fact and register: data */
  readonly registered: PlainDict = {};
  /** gathered facts and cacheable set_facts, under `ansible_facts` and as `ansible_*` */
  facts: PlainDict = { ansible_facts: {} };
  /** include_vars: may hold templates */
  readonly included: PlainDict = {};
  /** what they were before the steps that hosts behind this one have not come to yet */
  readonly history = new History();
  /** texts of filters such as `to_json` that set_fact has kept, by the variable's name: they stay text */
  readonly keptTexts = new Map<string, string>();
  /** names whose values are on their way, with what brings them */
  readonly pending = new Map<string, PendingValue[]>();
  /** which facts are here: none, those the play was seen to read, or all */
  gathered: "none" | "some" | "all" = "none";
  /** connection variables of `meta: reset_connection` and add_host are read anew each time */
  readonly #cache: FactCache | undefined;
  /** facts as modules gave them: what the cache keeps */
  #given: PlainDict = {};

  constructor(name: string, links: HostLinks, cache?: FactCache) {
    this.name = name;
    this.links = links;
    this.#cache = cache;
    const kept = cache?.read(name);
    if (!kept) return;
    this.#keep(kept, "");
    if (kept.module_setup === true) this.gathered = "all";
  }

  register(name: string, value: Value, position: Position): void {
    this.history.set(this.registered, name, value, position);
  }

  include(name: string, value: Value, position: Position): void {
    this.history.set(this.included, name, value, position);
  }

  /** The variables as a step at `position` sees them, though this host may be ahead of it. */
  asOf(position: Position): HostVariables {
    const facts = this.history.asOf(this.facts, position);
    const all = this.history.asOf((this.facts.ansible_facts ?? {}) as PlainDict, position);
    return {
      name: this.name,
      registered: this.history.asOf(this.registered, position),
      included: this.history.asOf(this.included, position),
      facts: all === facts.ansible_facts ? facts : { ...facts, ansible_facts: all },
    };
  }

  /** Facts of a module: kept under their own names and, without `ansible_`, in `ansible_facts`. */
  addFacts(facts: PlainDict, position: Position): void {
    this.#keep(facts, position);
    this.#cache?.write(this.name, this.#given);
  }

  #keep(facts: PlainDict, position: Position): void {
    Object.assign(this.#given, facts);
    this.facts.ansible_facts ??= {};
    const all = this.facts.ansible_facts as PlainDict;
    const set = (of: PlainDict, name: string, value: Value) => this.history.set(of, name, value, position);
    for (const [name, value] of Object.entries(facts)) {
      set(all, name.replace(/^ansible_(?!local$)/, ""), value);
      if (name.startsWith("ansible_"))
        set(all, name === "ansible_local" ? "ansible_local" : name.slice(8), value);
      set(this.facts, name, value);
    }
  }

  clearFacts(): void {
    this.facts = { ansible_facts: {} };
    this.gathered = "none";
    this.#given = {};
    this.#cache?.forget(this.name);
  }
}

/** A failed step, for `ansible_failed_result` and `ansible_failed_task`. */
export interface Failure {
  result: TaskResult;
  task: Task;
  /** "" where it has none of its own */
  taskName: string;
}
