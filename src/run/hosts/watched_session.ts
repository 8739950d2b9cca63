import type { HostSession } from "../../model/session.js";

/** Told when a session is in use, and when nothing of it is under way any more. */
export interface Watcher {
  busy(): void;
  idle(): void;
}

/** A session that tells whether anything is under way in it, or still to be said: then it must stay open. */
export function watchedSession(session: HostSession, watcher: Watcher): HostSession {
  let underWay = 0;
  /** a failure was noted, and stops what follows the last step of its loop */
  let noted = false;
  const during = async <T>(work: Promise<T>): Promise<T> => {
    underWay += 1;
    watcher.busy();
    try {
      return await work;
    } finally {
      underWay -= 1;
      if (underWay === 0 && !noted) watcher.idle();
    }
  };
  return {
    send: (script, options) => {
      noted = options.onFailure === "note" || (noted && options.haltIfNoted !== true);
      return during(session.send(script, options));
    },
    sendNow: (script, options) => during(session.sendNow(script, options)),
    resume: () => session.resume(),
    readFile: (path, sink) => during(session.readFile(path, sink)),
    close: (wait) => session.close(wait),
    kill: () => session.kill(),
  };
}
