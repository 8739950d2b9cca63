import type { Event } from "../../model/event.js";
import type { PlainDict } from "../../model/value.js";
import type { At } from "../../rollout/service_plays.js";
import type { HostReleases } from "../../shell/releases/release.js";
import type { Input } from "../options/option.js";
import { ask, runPlays } from "./start.js";

/** What the hosts of a service have answered. */
export interface Answers {
  code: number;
  at: At;
  /** what they know of its releases, in the order of the inventory */
  releases: (HostReleases & { audit: string })[];
  /** results of the last task of each host */
  last: Map<string, Record<string, unknown>>;
}

/** Runs plays on the hosts of a service, and shows nothing but warnings and what failed. */
export async function askHosts(
  input: Input,
  plays: (at: At) => PlainDict[],
  play = runPlays,
): Promise<Answers> {
  const found = new Map<string, HostReleases & { audit: string }>();
  const last: Answers["last"] = new Map();
  let at: At | undefined;
  const note = (event: Event): void => {
    if (event.type !== "task-result" || event.result.status === "skipped") return;
    const values = event.result.values as Record<string, unknown>;
    if (event.task.module === "tera.rollout.release_info" && values.releases !== undefined)
      found.set(event.host, {
        ...(values.releases as HostReleases),
        host: event.host,
        audit: String(values.audit ?? ""),
      });
    last.set(event.host, values);
  };
  const code = await play(
    ask(input, { quiet: true }),
    (one) => {
      at = one;
      return plays(one);
    },
    note,
  );
  const releases = at!.hosts.flatMap((host) => found.get(host) ?? []);
  return { code, at: at!, releases, last };
}

export function say(text: string): void {
  process.stdout.write(text.endsWith("\n") || text === "" ? text : `${text}\n`);
}
