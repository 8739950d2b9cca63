import { openSync, readFileSync, writeFileSync } from "node:fs";
import { Fault } from "../model/errors.js";

/** What a command is to read, or writes, by a name that was typed: what is wrong with it is the user's to know. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EISDIR: "it is a folder",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of the path is no folder",
  EROFS: "it can only be read from",
};

/** `-` is standard input. Fault: FILE_MISSING. */
export function readNamed(path: string): string {
  return tried(`Unable to read source file (${path})`, () => readFileSync(path === "-" ? 0 : path, "utf8"));
}

/** Fault: FILE_MISSING. */
export function writeNamed(path: string, text: string, mode = 0o666): void {
  tried(`Unable to write to destination file (${path})`, () => writeFileSync(path, text, { mode }));
}

/** A file that is written bit by bit. Fault: FILE_MISSING. */
export function openNamed(path: string): number {
  return tried(`Unable to write to destination file (${path})`, () => openSync(path, "w"));
}

function tried<T>(what: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Fault("FILE_MISSING", `${what}: ${WORDS[code] ?? message}`, { cause: error });
  }
}
