import { randomBytes } from "node:crypto";
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** A folder and those above it that are missing. Node's own `recursive` never ends where a file system makes none. */
export function makeFolders(path: string, mode = 0o777): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (isFolder(path)) return;
    if (codeOf(error) !== "ENOENT" || dirname(path) === path) throw error;
    makeFolders(dirname(path), mode);
    makeLast(path, mode);
  }
}

function makeLast(path: string, mode: number): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if (!isFolder(path)) throw error;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Beside a file, a name that nobody else can have put a link under. */
export function besideName(path: string): string {
  return `${path}.${randomBytes(8).toString("hex")}.tmp`;
}

/** A file whole or not at all; what is half written is removed. */
export function writeWhole(path: string, content: string | Uint8Array, mode = 0o666): void {
  const half = besideName(path);
  try {
    writeFileSync(half, content, { mode, flag: "wx" });
    renameSync(half, path);
  } catch (error) {
    rmSync(half, { force: true });
    throw error;
  }
}
