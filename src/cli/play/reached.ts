import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import { EXIT_CODES } from "../options/exit_codes.js";

/** Modules that only say something: a host for which nothing else was done was not reached. */
const WORDS: ReadonlySet<string> = new Set(["debug", "ansible.builtin.debug", "meta", "pause"]);

/**
 * For commands that are to prove something: nobody checked is no success. Listens to a run, names the hosts that no
 * play did anything on, and changes the end of a run that reached nobody.
 */
export class Reached {
  readonly #wanted: readonly string[];
  readonly #allowEmpty: boolean;
  readonly #hosts = new Set<string>();
  #nobody = false;

  /** `wanted`: the hosts of the inventory, and of `--limit` */
  constructor(wanted: readonly string[], allowEmpty: boolean) {
    this.#wanted = wanted;
    this.#allowEmpty = allowEmpty;
  }

  /** What is to be shown for an event. */
  seen(event: Event): Event[] {
    if (event.type === "task-result" && event.result.status !== "skipped" && !WORDS.has(event.task.module))
      this.#hosts.add(event.host);
    if (event.type !== "run-end") return [event];
    const left = this.#wanted.filter((host) => !this.#hosts.has(host));
    this.#nobody = this.#hosts.size === 0 && event.code === 0 && !this.#allowEmpty;
    const shown: Event[] =
      left.length === 0 ? [] : [{ type: "message", level: "warning", text: leftOut(left) }];
    return [...shown, this.#nobody ? { ...event, code: EXIT_CODES.nobody[0] } : event];
  }

  /** Fault: NOBODY_REACHED. */
  check(): void {
    if (!this.#nobody) return;
    const why = this.#wanted.length === 0 ? "there are no hosts" : "no play did anything on any of them";
    throw new Fault("NOBODY_REACHED", `no host was reached: ${why}`, {
      hint: "look at the inventory (`tera inventory --graph`), --limit and --tags; --allow-empty says that it is meant",
    });
  }
}

function leftOut(hosts: readonly string[]): string {
  const some = hosts.slice(0, 20).join(", ");
  return `nothing was done on ${hosts.length === 1 ? "one host" : `${hosts.length} hosts`}: ${some}${hosts.length > 20 ? ", …" : ""}`;
}
