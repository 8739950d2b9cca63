import type { Task } from "../../model/play.js";
import type { TaskResult } from "../../model/result.js";
import type { PlainDict, Value } from "../../model/value.js";
import type { Position } from "../order/position.js";
import type { HostLinks } from "./connections.js";
import type { FactCache } from "./fact_cache.js";

/** A variable whose new value is on its way from the step at `position`. */
export interface PendingValue {
  position: Position;
  promise: Promise<void>;
  what: string;
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
  included: PlainDict = {};
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
    this.#keep(kept);
    if (kept.module_setup === true) this.gathered = "all";
  }

  register(name: string, value: Value): void {
    this.registered[name] = value;
  }

  /** Facts of a module: kept under their own names and, without `ansible_`, in `ansible_facts`. */
  addFacts(facts: PlainDict): void {
    this.#keep(facts);
    this.#cache?.write(this.name, this.#given);
  }

  #keep(facts: PlainDict): void {
    Object.assign(this.#given, facts);
    this.facts.ansible_facts ??= {};
    const all = this.facts.ansible_facts as PlainDict;
    for (const [name, value] of Object.entries(facts)) {
      all[name.replace(/^ansible_(?!local$)/, "")] = value;
      if (name.startsWith("ansible_"))
        all[name === "ansible_local" ? "ansible_local" : name.slice(8)] = value;
      this.facts[name] = value;
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
