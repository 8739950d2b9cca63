import { Fault } from "../model/errors.js";
import type { VarsFolder } from "../model/host.js";
import type { Play } from "../model/play.js";
import type { Value } from "../model/value.js";
import { serialBatches } from "../plan/batches.js";
import { orderHosts, selectHosts } from "../plan/patterns.js";
import { isOmitted } from "../template/omit.js";
import { evaluateDeep } from "../template/render.js";
import { runBatch } from "./batch.js";
import type { Run } from "./hosts/engine.js";
import type { PlayVars } from "./hosts/play_vars.js";
import { plainScope } from "./vars/play_scope.js";
import { askPrompts } from "./vars/prompts.js";

/** One play: its hosts, batch by batch. Returns false where no host is left for the plays after it. */
export async function runPlay(
  run: Run,
  play: Play,
  playbookFolder: string,
  folder: VarsFolder,
): Promise<void> {
  const matched = hostsOf(run, play);
  const left = matched.filter((host) => !run.lost.has(host));
  const start = { type: "play-start" as const, name: play.title, hosts: left, steps: countSteps(play) };
  if (left.length === 0) {
    run.emit({ ...start, noHosts: matched.length === 0 ? "no-match" : "none-left" });
    return;
  }
  const playVars: PlayVars = {
    play,
    files: [],
    prompted: await askPrompts(run, play),
    roles: [...play.publicRoles],
    folder,
  };
  for (const hosts of batchesOf(run, play, left)) {
    if (run.signal.aborted) return;
    run.emit({ ...start, hosts });
    const outcome = await runBatch({ run, play, playVars, allHosts: matched, hosts, playbookFolder });
    run.emit({ type: "play-end" });
    if (outcome === "ended") return;
  }
}

/** The hosts of a play in their order: its pattern, less what --limit leaves out. */
export function hostsOf(run: Run, play: Play): string[] {
  const located = play.keywords.hosts;
  if (!located) throw new Fault("PLAYBOOK_INVALID", "the play has no `hosts`", { at: play.at });
  const pattern = evaluateDeep(located.value, located.at, plainScope(run, play).context);
  const text = Array.isArray(pattern) ? pattern.map(String).join(",") : String(pattern ?? "");
  const { hosts, warnings } = selectHosts(text, run.inventory, run.settings.limit);
  for (const warning of warnings)
    run.emit({ type: "message", level: "warning", text: warning, at: located.at });
  const { order } = play.keywords;
  return orderHosts(hosts, order?.value as string | undefined, order?.at);
}

function batchesOf(run: Run, play: Play, hosts: string[]): string[][] {
  const serial = play.keywords.serial;
  const sizes = serial && evaluateDeep(serial.value, serial.at, plainScope(run, play).context);
  return serialBatches(hosts, isOmitted(sizes) ? undefined : (sizes as Value | undefined), serial?.at);
}

function countSteps(play: Play): number {
  const count = (
    entries: readonly (Play["tasks"][number] | Play["tasks"][number]["body"][number])[],
  ): number =>
    entries.reduce(
      (sum, entry) => sum + (entry.kind === "task" ? 1 : count(entry.body) + count(entry.always)),
      0,
    );
  return count([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks]);
}
