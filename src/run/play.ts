import { Fault } from "../model/errors.js";
import type { VarsFolder } from "../model/host.js";
import type { Play } from "../model/play.js";
import { serialBatches } from "../plan/batches.js";
import { orderHosts, selectHosts } from "../plan/patterns.js";
import { runBatch } from "./batch.js";
import type { Run } from "./hosts/engine.js";
import type { PlayVars } from "./hosts/play_vars.js";
import { plainScope, playKeyword, playTitle } from "./vars/play_scope.js";
import { askPrompts } from "./vars/prompts.js";

/** One play: its hosts, batch by batch. Returns false where no host is left for the plays after it. */
export async function runPlay(
  run: Run,
  play: Play,
  playbookFolder: string,
  folder: VarsFolder,
): Promise<void> {
  const prompted = await askPrompts(run, play);
  const scope = plainScope(run, play, prompted);
  const matched = hostsOf(run, play, scope);
  const left = matched.filter((host) => !run.lost.has(host));
  const title = playTitle(scope, play);
  const start = { type: "play-start" as const, name: title, hosts: left, steps: countSteps(play) };
  if (left.length === 0) {
    run.emit({ ...start, noHosts: matched.length === 0 ? "no-match" : "none-left" });
    return;
  }
  const playVars: PlayVars = {
    play,
    title,
    files: [],
    prompted,
    roles: [...play.publicRoles],
    namedRoles: [...play.publicRoles],
    includedRoles: new Set(),
    folder,
  };
  const { serial } = play.keywords;
  for (const hosts of serialBatches(left, playKeyword(scope, play, "serial"), serial?.at)) {
    if (run.signal.aborted) return;
    run.emit({ ...start, hosts });
    const outcome = await runBatch({ run, play, playVars, allHosts: matched, hosts, playbookFolder });
    run.emit({ type: "play-end" });
    if (outcome === "ended") return;
  }
}

/** The hosts of a play in their order: its pattern, less what --limit leaves out. */
export function hostsOf(run: Run, play: Play, scope = plainScope(run, play)): string[] {
  const located = play.keywords.hosts;
  if (!located) throw new Fault("PLAYBOOK_INVALID", "the play has no `hosts`", { at: play.at });
  const pattern = playKeyword(scope, play, "hosts");
  const text = Array.isArray(pattern) ? pattern.map(String).join(",") : String(pattern ?? "");
  const { hosts, warnings } = selectHosts(text, run.inventory, run.settings.limit);
  for (const warning of warnings)
    run.emit({ type: "message", level: "warning", text: warning, at: located.at });
  const order = playKeyword(scope, play, "order") ?? "inventory";
  return orderHosts(hosts, order === "" ? "inventory" : String(order), play.keywords.order?.at);
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
