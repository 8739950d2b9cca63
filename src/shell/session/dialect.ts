import type { Channel } from "../../model/connection.js";
import type { LocalFile, RequestOptions, Script } from "../../model/script.js";
import type { Become } from "../../model/session.js";
import type { Aside } from "./aside.js";
import type { BecomeCommand } from "./become.js";

/** What a session shares with its host alone: the mark of its records, and the name of its temporary folder. */
export interface Mark {
  mark: string;
  folder: string;
}

/** What has been sent to a session already. */
export interface Sent {
  /** names of functions and variables that the host knows */
  known: Set<string>;
  /** files by their name: their path on the host */
  uploaded: ReadonlyMap<string, string>;
}

/** Where a host wants a file that it asked for. */
export interface Destination {
  folder: string;
  name: string;
}

/** A file that was sent, or why the host could not keep it: that is a failure of the task, not of the connection. */
export type Uploaded = { path: string } | { failure: string };

/** Brings files to the host that it has asked for. */
export interface Uploader {
  /** these are not needed any more */
  done(paths: Iterable<string>): void;
  /** Faults: CONNECTION_LOST */
  send(file: LocalFile, to: Destination): Promise<Uploaded>;
}

/** What is to count of a request whose file could not be sent: what was noted before it stays. */
export interface Waited {
  /** it has failed, and that is noted */
  isNoted: boolean;
  /** its group ends with it, and halts the session if a failure was noted */
  endsGroup: boolean;
}

/** How one kind of shell is talked to: what is sent differs, what it means does not. */
export interface Dialect {
  /** What is opened: the shell, as the user to become. Faults: BECOME_FAILED */
  program(become: Become | undefined): BecomeCommand;
  /** the command that runs another one beside the session */
  beside(command: string): string;
  prelude(mark: Mark): string;
  request(script: Script, options: RequestOptions, sent: Sent): string;
  /** goes on after a failure, and forgets what was noted */
  resume: string;
  /** goes on after a request that waited for a file */
  goOn(after: Waited): string;
  leave: string;
  uploader(aside: Aside, channel: Channel): Uploader;
  /** whether a text can be the folder of a session */
  isFolder(path: string): boolean;
  /** the command that prints a file's bytes */
  read(path: string): string;
  /** the command that ends what the session has started, but not the session */
  kill(pid: number, mark: Mark): string;
  /** the same where something waits at a FIFO for somebody to open it; it prints `stuck` then */
  endStuck?(pid: number): string;
}
