import { randomBytes } from "node:crypto";
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolders } from "../disk/disk.js";
import { isLive, type Owner, thisProcess } from "./owner.js";

/** A lock that this process has got. */
export interface Lock {
  release(): void;
}

const NOBODY: Owner = { pid: 0, start: "", machine: "" };

/**
 * Takes the lock, or says who has it. A lock is a folder with a file whose name is a number, and the highest one
 * holds: whoever takes it over from a dead process makes the next number, which only one can. Numbers never go back,
 * so that nobody can take over what somebody else has taken over meanwhile: a lock that is given back stays as a file
 * that names nobody. The folder is the lock's own, since beside it there may be thousands.
 */
export function takeLock(path: string): Lock | { heldBy: Owner } {
  makeFolders(path, 0o700);
  for (;;) {
    const number = highest(path);
    const held = number === 0 ? NOBODY : ownerIn(join(path, String(number)));
    if (held.pid !== 0 && isLive(held)) return { heldBy: held };
    const mine = join(path, String(number + 1));
    if (!placed(mine, thisProcess(), "new")) continue;
    for (const old of numbers(path)) if (old <= number) rmSync(join(path, String(old)), { force: true });
    return { release: () => release(mine) };
  }
}

/** Where that cannot be written the lock is that of a process which will soon be no more: nobody's as well. */
function release(path: string): void {
  try {
    placed(path, NOBODY, "replace");
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
  }
}

/** Makes the file whole or not at all. */
function placed(path: string, owner: Owner, how: "new" | "replace"): boolean {
  const half = `${path}.${randomBytes(6).toString("hex")}.half`;
  try {
    writeFileSync(half, `${JSON.stringify(owner)}\n`, { mode: 0o600, flag: "wx" });
    if (how === "replace") renameSync(half, path);
    else linkSync(half, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(half, { force: true });
  }
}

const numbers = (path: string): number[] => readdirSync(path).map(Number).filter(Number.isInteger);

const highest = (path: string): number => Math.max(0, ...numbers(path));

function ownerIn(path: string): Owner {
  try {
    const owner = JSON.parse(readFileSync(path, "utf8")) as Partial<Owner>;
    return { ...NOBODY, ...owner };
  } catch {
    // gone meanwhile, or of a disk that had no time to write it: nobody's
    return NOBODY;
  }
}
