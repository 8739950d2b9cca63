import type { Become } from "../../model/session.js";
import type { BecomeCommand } from "./become.js";
import type { Dialect } from "./dialect.js";

export interface SessionOptions {
  /** what the shell understands: POSIX, unless said */
  dialect?: Dialect | undefined;
  become?: Become | undefined;
  /** what is opened, where that is settled already */
  program?: BecomeCommand | undefined;
  /** seconds in which a shell has to say its first word */
  timeout?: number | undefined;
  /** the same where another user has to be become first */
  becomeTimeout?: number | undefined;
  /** seconds in which what was stopped at its time-out has to end */
  grace?: number | undefined;
  /** seconds after which a task that opens files is looked at, whether it waits at a FIFO; and each time again */
  lookAfter?: number | undefined;
  /** is called when nothing can be sent any more */
  onLost?: (() => void) | undefined;
}

const DEFAULT_TIMEOUT = 30;
/** Before sudo starts anything it may ask name servers that do not answer. */
const BECOME_TIMEOUT = 60;
/** The host kills for two of them. */
export const DEFAULT_GRACE = 10;
export const LOOK_AFTER = 10;

/** Seconds in which the shell has to be there. */
export function patienceOf({ become, timeout = DEFAULT_TIMEOUT, becomeTimeout }: SessionOptions): number {
  return become ? (becomeTimeout ?? Math.max(timeout, BECOME_TIMEOUT)) : timeout;
}
