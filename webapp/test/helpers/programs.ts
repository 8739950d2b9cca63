import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";

export const REDIS = ["redis-server", "valkey-server"];
export const CHROMIUM = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The path of the first of these programs that is installed. */
export function find(names: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(":");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/** True where the test cannot run here: said in its log on a user's machine, a failure in CI. */
export function lacks(t: ExecutionContext, names: readonly string[]): boolean {
  if (find(names)) return false;
  if (process.env.CI === "true") t.fail(`${names[0]} is not installed`);
  else t.pass();
  t.log(`skipped: ${names[0]} is not installed`);
  return true;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
