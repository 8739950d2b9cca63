import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Fault } from "../../model/errors.js";
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
  #isLong = false;
  #file: { path: string; fd: number } | undefined;
  /** why there is no file: one full disk here must not end the run of all hosts */
  #lost: string | undefined;

  push(bytes: Buffer): void {
    this.#size += bytes.length;
    if (!this.#isLong && this.#size <= HELD) return void this.#held.push(Buffer.from(bytes));
    if (!this.#isLong) this.#begin();
    this.#write(bytes);
    this.#tail.push(Buffer.from(bytes));
    this.#tailSize += bytes.length;
    while (this.#tailSize - this.#tail[0]!.length >= END) this.#tailSize -= this.#tail.shift()!.length;
  }

  /** From now on the ends are held, and all of it goes to the file. */
  #begin(): void {
    this.#isLong = true;
    const held = Buffer.concat(this.#held);
    this.#held = [Buffer.from(held.subarray(0, END))];
    this.#tail = [Buffer.from(held.subarray(-END))];
    this.#tailSize = this.#tail[0]!.length;
    this.#trying(() => {
      const path = newPath();
      this.#file = { path, fd: openSync(path, "wx", 0o600) };
    });
    this.#write(held);
  }

  #write(bytes: Buffer): void {
    this.#trying(() => {
      for (let at = 0; this.#file && at < bytes.length; ) at += writeSync(this.#file.fd, bytes, at);
    });
  }

  #trying(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#lost ??= (error as Error).message;
      if (this.#file) wipe(this.#file);
      this.#file = undefined;
    }
  }

  /** All of it, or where it is. */
  finish(): Buffer | LongOutput {
    if (!this.#isLong) return Buffer.concat(this.#held);
    if (this.#file) closeSync(this.#file.fd);
    const path = this.#file?.path ?? "";
    const tail = Buffer.concat(this.#tail).subarray(-END);
    const left = this.#size - END - tail.length;
    const where =
      this.#lost === undefined ? `the whole is in ${path}` : `they could not be kept, ${this.#lost}`;
    const words = Buffer.from(`\n[... ${left} bytes are left out here: ${where} ...]\n`);
    const lost = this.#lost === undefined ? {} : { lost: this.#lost };
    return { path, size: this.#size, ends: Buffer.concat([...this.#held, words, tail]), ...lost };
  }
}

function wipe({ path, fd }: { path: string; fd: number }): void {
  closeSync(fd);
  rmSync(path, { force: true });
  unnamed.delete(path);
}

/**
 * All of a long output, for modules that cannot do with less; its file is not needed any more.
 * Fault: FILE_UNREADABLE, where it could not be kept.
 */
export function wholeOutput({ path, size, lost }: LongOutput): Buffer {
  if (lost !== undefined)
    throw new Fault("FILE_UNREADABLE", `the host's answer of ${size} bytes could not be kept: ${lost}`, {
      hint: "TMPDIR names a folder with more room",
    });
  const whole = readFileSync(path);
  rmSync(path, { force: true });
  unnamed.delete(path);
  return whole;
}
