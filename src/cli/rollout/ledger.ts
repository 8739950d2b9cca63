import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeFolders } from "../../disk/disk.js";
import { namesOf } from "../../rollout/names.js";
import type { Spec } from "../../rollout/spec.js";
import { type Entry, readLedger } from "../../shell/releases/release.js";
import { stateFolder } from "../../state/folder.js";

/** Where this machine keeps what it has deployed; the hosts' own ledgers are what counts. */
export function ledgerHere(spec: Pick<Spec, "environment" | "service">): string {
  return join(stateFolder(process.env), "releases", `${namesOf(spec).id}.jsonl`);
}

/** The last run that this machine has begun; undefined where there is none. */
export function lastHere(spec: Pick<Spec, "environment" | "service">): Entry | undefined {
  const path = ledgerHere(spec);
  return existsSync(path) ? readLedger(readFileSync(path, "utf8")).at(-1) : undefined;
}

/** Adds a line to it. That it cannot be written fails no release. */
export function noteHere(spec: Spec, entry: Entry): void {
  const path = ledgerHere(spec);
  try {
    makeFolders(dirname(path), 0o700);
    appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  } catch (error) {
    process.stderr.write(`[WARNING]: ${path} cannot be written: ${(error as Error).message}\n`);
  }
}
