import type { Secret } from "./secret.js";

/** A path in which the host expands a leading `~` or `~user` and `$NAME`, as Ansible's `path` arguments do. */
export interface RemotePath {
  path: string;
}

/**
 * What a shell variable of a script can be. Lists become lines (an item with a
 * newline in it is a defect of the caller), true is "1", false, null and undefined are "".
 */
export type ShellValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | Secret
  | Buffer
  | RemotePath
  | readonly (string | RemotePath | Secret)[];

/** A library of shell functions, sent to a session before the first script that uses it, once. */
export interface ShellLibrary {
  name: string;
  text: string;
  uses?: readonly ShellLibrary[];
  /** it opens files by names that others may have made: who waits at a FIFO is ended */
  opensFiles?: boolean;
}

/** A file whose content is on the controller. Sent only when the host asks for it with `need NAME`. */
export interface LocalFile {
  /** hex SHA-1, as `checksum` shows it */
  sha1: string;
  /** hex MD5, where somebody reads it and this machine may compute it */
  md5?: string | undefined;
  size: number;
  /** never sent along: only where the host asks for it, however small it is */
  onDemand?: boolean;
  content: LocalContent;
}

/** Content in memory, the absolute path to stream it from, or several of them one after the other. */
export type LocalContent = Buffer | { path: string } | { parts: readonly LocalContent[] };

/**
 * What a session runs in one request: a function that is the same for every
 * use (sent once a session) and the variables it is called with this time.
 */
export interface Script {
  family: "sh" | "powershell";
  /** names the function: the module's name */
  name: string;
  text: string;
  uses: readonly ShellLibrary[];
  vars: Readonly<Record<string, ShellValue>>;
  files: Readonly<Record<string, LocalFile>>;
  /** as of a library */
  opensFiles?: boolean | undefined;
}

/** How one request is to be run; the script itself does not know. */
export interface RequestOptions {
  check: boolean;
  diff: boolean;
  /** added to the environment of the user's own commands, not of ours */
  environment: Readonly<Record<string, string | Secret>>;
  /** seconds; the remote processes are killed after it */
  timeout?: number | undefined;
  /**
   * What a failure does to requests that are sent already:
   * `halt` none of them runs; `note` they run, but the next request with
   * `haltIfNoted` halts the session after itself; `ignore` they run.
   */
  onFailure: "halt" | "note" | "ignore";
  haltIfNoted?: boolean;
  /** nobody is there to bring files: all content goes along */
  isAlone?: boolean;
}
