import { createHash } from "node:crypto";
import { existsSync, realpathSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { homeFolder } from "../disk/local_user.js";

/** Where what outlives a run is kept: of this user, on this machine. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const { XDG_STATE_HOME: home } = env;
  return join(home && isAbsolute(home) ? home : join(homeFolder(), ".local", "state"), "tera");
}

/** Runs of the same playbooks over the same inventory have one journal. */
export function journalPath(
  folder: string,
  playbooks: readonly string[],
  inventory: readonly string[],
): string {
  const real = (path: string) => (existsSync(path) ? realpathSync(path) : resolve(path));
  // hosts with commas are no path
  const sources = inventory.map((source) => (existsSync(source) ? realpathSync(source) : source));
  const text = JSON.stringify([playbooks.map(real), sources]);
  const name = basename(playbooks[0] ?? "")
    .replace(/\.[^.]*$/, "")
    .replace(/[^\w.-]/g, "_")
    .slice(0, 80);
  return join(
    folder,
    "runs",
    `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 20)}.jsonl`,
  );
}
