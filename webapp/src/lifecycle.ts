import type { ServerResponse } from "node:http";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Whether we are on our way out. While we are, every answer asks its client to connect elsewhere. */
export class Lifecycle {
  readonly started = new Date().toISOString();
  #draining = false;
  #answering = new Set<ServerResponse>();

  get draining(): boolean {
    return this.#draining;
  }

  track(response: ServerResponse): void {
    if (this.#draining) sayGoodbye(response);
    this.#answering.add(response);
    response.once("close", () => this.#answering.delete(response));
  }

  drain(): void {
    this.#draining = true;
    for (const response of this.#answering) sayGoodbye(response);
  }

  /** Answers report their end only some turns after their connection has closed. */
  async answered(): Promise<void> {
    while (this.#answering.size > 0) await nextTurn();
  }
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
