import { infoPlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts, say } from "./asked_hosts.js";
import { runPlays } from "./start.js";

/** `tera audit`: who did what, the last lines of every host. */
export async function run(input: Input, play = runPlays): Promise<number> {
  const { code, releases } = await askHosts(input, infoPlays, play);
  const lines = new Map<string, string[]>();
  for (const { host, audit } of releases)
    for (const line of audit.split("\n").filter(Boolean)) lines.set(line, [...(lines.get(line) ?? []), host]);
  const all = releases.length;
  const sorted = [...lines].sort(([a], [b]) => a.localeCompare(b));
  say(
    sorted
      .map(([line, hosts]) => `${line}${hosts.length === all ? "" : ` (${hosts.join(", ")})`}\n`)
      .join("") || "nothing has been done yet\n",
  );
  return code;
}
