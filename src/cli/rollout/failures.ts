import type { Event } from "../../model/event.js";

/** What a run was at where it ends without a word of its own: what went wrong first on each host. */
export class FirstFailures {
  readonly #hosts = new Map<string, string[]>();
  /** has a host begun to change? */
  begun = false;

  see(event: Event): void {
    if (event.type !== "task-result") return;
    const { status, values } = event.result;
    if (event.task.module === "tera.rollout.release_note" && status === "changed") this.begun = true;
    if (this.#hosts.has(event.host) || (status !== "failed" && status !== "unreachable")) return;
    const { msg, stdout, stderr } = values as Readonly<Record<string, unknown>>;
    const said = [msg, stdout, stderr].filter((text) => typeof text === "string" && text !== "");
    this.#hosts.set(event.host, [`${event.host}: ${event.task.name}`, ...indented(said.join("\n"))]);
  }

  lines(): string[] {
    return [...this.#hosts.values()].flat();
  }
}

const indented = (text: string): string[] => text.trim().replace(/^/gm, "  ").split("\n");
