import type { Answer } from "./result.js";
import type { RequestOptions, Script } from "./script.js";
import type { Secret } from "./secret.js";

/** How a session becomes another user. */
export interface Become {
  method: string;
  user: string;
  exe?: string | undefined;
  flags?: string | undefined;
  password?: Secret | undefined;
}

/**
 * One shell on a host that runs requests one after the other, in the order in
 * which they were sent, and stops by itself at a failure.
 */
export interface HostSession {
  /** Runs a script in its turn. `halted`: an earlier failure stopped the session before it. */
  send(script: Script, options: RequestOptions): Promise<Answer | "halted">;
  /** Runs a script that must not be halted: nothing else is on its way. */
  sendNow(script: Script, options: RequestOptions): Promise<Answer>;
  /** Lets the session go on after a failure. */
  resume(): void;
  /** The bytes of a file, through a channel of its own; they come only as fast as the sink takes them. */
  readFile(path: string, sink: (chunk: Buffer) => Promise<void>): Promise<void>;
  /** `wait`: until the shell is gone, and with it the user's last process */
  close(wait?: boolean): Promise<void>;
  /** Kills what runs on the host, then closes. */
  kill(): Promise<void>;
}
