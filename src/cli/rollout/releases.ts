import { infoPlays } from "../../rollout/service_plays.js";
import { runningImage } from "../../shell/releases/choose.js";
import type { Entry, HostReleases } from "../../shell/releases/release.js";
import type { Input } from "../options/option.js";
import { askHosts, say } from "./asked_hosts.js";
import { columns } from "./columns.js";
import { runPlays } from "./start.js";

/** `tera releases`: what was deployed, what runs where, and what a rollback finds. */
export async function run(input: Input, play = runPlays): Promise<number> {
  const { code, releases } = await askHosts(input, infoPlays, play);
  say(input.values.json === true ? `${JSON.stringify(releases, null, 2)}\n` : releasesText(releases));
  return code;
}

export function releasesText(hosts: readonly HostReleases[]): string {
  const runs = new Map<string, { entry: Entry; hosts: Map<string, Entry["result"]> }>();
  for (const { host, entries } of hosts)
    for (const entry of entries) {
      const known = runs.get(entry.run) ?? { entry, hosts: new Map() };
      known.hosts.set(host, entry.result);
      runs.set(entry.run, known);
    }
  const newest = [...runs.values()].sort((a, b) => b.entry.when.localeCompare(a.entry.when));
  const rows = newest.map(({ entry, hosts: results }) => {
    const { version, image, kind, when, by, git } = entry;
    const running = hosts.filter((host) => runningImage(host) === image).map(({ host }) => host);
    const there = hosts.filter(({ images }) => images.includes(image)).length;
    return [
      version,
      image.slice(image.indexOf("@") + 1, image.indexOf("@") + 20),
      git.slice(0, 8) || "-",
      kind,
      when.slice(0, 19),
      by,
      [...new Set(results.values())].join("/"),
      `${there}/${hosts.length}`,
      running.join(",") || "-",
    ];
  });
  if (rows.length === 0) return "no release yet\n";
  return columns([["VERSION", "DIGEST", "GIT", "KIND", "WHEN", "BY", "RESULT", "THERE", "RUNS ON"], ...rows]);
}
