import type { ServerResponse } from "node:http";

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
}

function sayGoodbye(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader("Connection", "close");
}
