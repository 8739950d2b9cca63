import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders, writeWhole } from "../disk/disk.js";
import { Fault } from "../model/errors.js";
import { readJson } from "../model/json_read.js";
import { writeJson } from "../model/json_write.js";
import { localPathFrom } from "./local_paths.js";

/** Where a plugin keeps what its source said. */
export interface InventoryCache<T> {
  /** undefined where there is nothing, or it is too old */
  read(): T | undefined;
  write(value: T): void;
}

export interface CacheOptions {
  folder: string;
  /** seconds; 0: for ever */
  timeout: number;
  prefix: string;
  /** the plugin's name, a part of the file's name */
  name: string;
  /** all that the answer depends on; only its digest is kept */
  question: unknown;
}

/** A file for each configuration, readable by its owner only. Fault: INVENTORY_INVALID where it cannot be written. */
export function fileCache<T>({ folder, timeout, prefix, name, question }: CacheOptions): InventoryCache<T> {
  const digest = createHash("sha256").update(writeJson(question)).digest("hex").slice(0, 16);
  const path = join(localPathFrom(process.cwd(), folder), `${prefix}${name}_${digest}.json`);
  return {
    read: () => (isFresh(path, timeout) ? (parsed(path) as T | undefined) : undefined),
    write: (value) => {
      try {
        makeFolders(dirname(path), 0o700);
        writeWhole(path, writeJson(value), 0o600);
      } catch (cause) {
        throw new Fault(
          "INVENTORY_INVALID",
          `the cache ${path} cannot be written: ${(cause as Error).message}`,
          {
            hint: "`cache_connection` must be a folder that this user may write to",
            cause,
          },
        );
      }
    },
  };
}

function isFresh(path: string, timeout: number): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  // what others have written, or may write to, could name any host
  const isOwn = found.uid === (process.getuid?.() ?? found.uid);
  if (!isOwn || (found.mode & 0o022) !== 0) return false;
  return timeout === 0 || Date.now() - found.mtimeMs < timeout * 1000;
}

/** A half-written or foreign file is as none. */
function parsed(path: string): unknown {
  try {
    return readJson(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
