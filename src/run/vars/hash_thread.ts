import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { HashOptions } from "../../template/crypt/password_hash.js";

/** Beside this file, or beside the parts of the program that was built. */
const [PROGRAM] = ["./hash_worker.js", "./parts/hash_worker.js"]
  .map((name) => new URL(name, import.meta.url))
  .filter((url) => existsSync(fileURLToPath(url)));

let running = 0;
const waiting: (() => void)[] = [];

/** A hash of a password, made by another thread: as many at a time as the machine has processors. */
export async function hashInThread(
  password: string,
  algorithm: string,
  options: HashOptions,
): Promise<string> {
  while (running >= availableParallelism()) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await oneThread({ password, algorithm, options });
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function oneThread(workerData: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM!, { workerData });
    worker.once("message", (said: { hash?: string; refused?: string }) => {
      if (said.hash === undefined) reject(new RangeError(said.refused));
      else resolve(said.hash);
    });
    worker.once("error", reject);
    worker.once("exit", () => reject(new Error("the thread that makes a hash has ended")));
  });
}
