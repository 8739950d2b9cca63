import type { HostSession } from "../../model/session.js";
import type { Holder } from "./handles.js";

/** How many are using a connection: while it is anybody's it must stay open. */
export class Use {
  readonly #holder: Pick<Holder, "idleSince">;
  #count = 0;
  #whenFree: (() => void)[] = [];

  constructor(holder: Pick<Holder, "idleSince">) {
    this.#holder = holder;
  }

  get isFree(): boolean {
    return this.#count === 0;
  }

  begin(): void {
    this.#count += 1;
    this.#holder.idleSince = undefined;
  }

  end(): void {
    this.#count -= 1;
    if (this.#count > 0) return;
    this.#holder.idleSince = Date.now();
    for (const free of this.#whenFree.splice(0)) free();
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work;
    } finally {
      this.end();
    }
  }

  /** Waits until nobody uses it. */
  async free(): Promise<void> {
    while (!this.isFree) await new Promise<void>((free) => this.#whenFree.push(free));
  }
}

/** A session that tells whether anything is under way in it, or still to be said. */
export interface WatchedSession extends HostSession {
  /** The rounds of a loop that were sent are all that there will be. */
  groupOver(): void;
}

/** A session whose connection is in use while anything is under way in it, or still to be said. */
export function watchedSession(session: HostSession, use: Use): WatchedSession {
  /** what was sent may have noted a failure, which the last round of its loop has to find */
  let isOpen = false;
  const setOpen = (open: boolean): void => {
    if (open === isOpen) return;
    isOpen = open;
    if (open) use.begin();
    else use.end();
  };
  return {
    send: (script, options) => {
      const answer = use.during(session.send(script, options));
      setOpen(options.onFailure === "note" && options.haltIfNoted !== true);
      return answer;
    },
    sendNow: (script, options) => use.during(session.sendNow(script, options)),
    resume: () => {
      setOpen(false);
      session.resume();
    },
    groupOver: () => setOpen(false),
    readFile: (path, sink) => use.during(session.readFile(path, sink)),
    close: (wait) => session.close(wait),
    kill: () => session.kill(),
  };
}
