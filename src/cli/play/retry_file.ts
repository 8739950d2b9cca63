import { writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makeFolders } from "../../disk/disk.js";
import type { Event } from "../../model/event.js";
import type { Settings } from "../options/settings.js";

/**
 * `retry_files_enabled`: the hosts that failed or were not reached, one a line
 * in PLAYBOOK.retry, for `--limit @PLAYBOOK.retry`. Hears a run's events and
 * gives what is to be shown before them.
 */
export function retryFiles(settings: Settings): (event: Event) => Event[] {
  let playbook: string | undefined;
  return (event) => {
    if (event.type === "playbook-start") playbook = event.path;
    if (event.type !== "stats" || playbook === undefined || !settings.retryFiles) return [];
    const hosts = Object.entries(event.hosts).filter(
      ([, { failed, unreachable }]) => failed + unreachable > 0,
    );
    if (hosts.length === 0) return [];
    return [written(playbook, settings.retryFilesPath, hosts.map(([host]) => host).sort())];
  };
}

function written(playbook: string, folder: string | undefined, hosts: readonly string[]): Event {
  const path = join(folder ?? dirname(playbook), `${basename(playbook).replace(/\.[^.]*$/, "")}.retry`);
  try {
    makeFolders(dirname(path));
    writeFileSync(path, `${hosts.join("\n")}\n`);
    return { type: "message", level: "info", text: `\tto retry, use: --limit @${path}\n` };
  } catch (error) {
    const text = `Could not create retry file '${path}': ${(error as Error).message}`;
    return { type: "message", level: "warning", text };
  }
}
