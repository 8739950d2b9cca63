import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LongOutput } from "../../model/result.js";

/** So much of a program's output is held; a longer one is in a file, and its ends are shown. */
const HELD = 8 * 1024 * 1024;
const END = 256 * 1024;

let folder: string | undefined;
const unnamed = new Set<string>();

/** A folder of this process, which nobody else can look into. Files that no result names go with the process. */
function newPath(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), "tera-output-"));
    process.once("exit", removeUnnamed);
  }
  const path = join(folder, randomBytes(8).toString("hex"));
  unnamed.add(path);
  return path;
}

function removeUnnamed(): void {
  for (const path of unnamed) rmSync(path, { force: true });
  try {
    rmdirSync(folder!);
  } catch {
    // there are files in it that results name
  }
}

/** A result names the file: it stays. */
export function keepOutput({ path }: LongOutput): string {
  unnamed.delete(path);
  return path;
}

/** What a program prints, as it comes: in memory while it is short, then in a file. */
export class Spool {
  #held: Buffer[] = [];
  #size = 0;
  #tail: Buffer[] = [];
  #tailSize = 0;
  #file: { path: string; fd: number } | undefined;

  push(bytes: Buffer): void {
    this.#size += bytes.length;
    if (!this.#file && this.#size <= HELD) return void this.#held.push(Buffer.from(bytes));
    this.#file ??= this.#open();
    writeSync(this.#file.fd, bytes);
    this.#tail.push(Buffer.from(bytes));
    this.#tailSize += bytes.length;
    while (this.#tailSize - this.#tail[0]!.length >= END) this.#tailSize -= this.#tail.shift()!.length;
  }

  #open(): { path: string; fd: number } {
    const path = newPath();
    const fd = openSync(path, "wx", 0o600);
    const held = Buffer.concat(this.#held);
    writeSync(fd, held);
    this.#held = [held.subarray(0, END)];
    this.#tail = [Buffer.from(held.subarray(-END))];
    this.#tailSize = this.#tail[0]!.length;
    return { path, fd };
  }

  /** All of it, or where it is. */
  finish(): Buffer | LongOutput {
    if (!this.#file) return Buffer.concat(this.#held);
    const { path, fd } = this.#file;
    closeSync(fd);
    const tail = Buffer.concat(this.#tail).subarray(-END);
    const left = this.#size - END - tail.length;
    const words = Buffer.from(`\n[... ${left} bytes are left out here: the whole is in ${path} ...]\n`);
    return { path, size: this.#size, ends: Buffer.concat([...this.#held, words, tail]) };
  }
}

/** All of a long output, for modules that cannot do with less; its file is not needed any more. */
export function wholeOutput({ path }: LongOutput): Buffer {
  const whole = readFileSync(path);
  rmSync(path, { force: true });
  unnamed.delete(path);
  return whole;
}
