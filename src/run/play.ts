import { Fault } from "../model/errors.js";
import type { VarsFolder } from "../model/host.js";
import type { Play } from "../model/play.js";
import { serialBatches } from "../plan/batches.js";
import { orderHosts, selectHosts } from "../plan/patterns.js";
import { type Ending, runBatch } from "./batch.js";
import type { Run } from "./hosts/engine.js";
import type { PlayVars } from "./hosts/play_vars.js";
import { plainScope, playKeyword, playTitle } from "./vars/play_scope.js";
import { askPrompts } from "./vars/prompts.js";
import { warnOfReservedNames } from "./vars/reserved_names.js";
import type { VariableScope } from "./vars/scope.js";

/** One play: its hosts, batch by batch. */
export async function runPlay(
  run: Run,
  play: Play,
  playbookFolder: string,
  folder: VarsFolder,
): Promise<Ending> {
  run.plays += 1;
  const prompted = await askPrompts(run, play);
  const scope = plainScope(run, play, prompted);
  const allHosts = hostsOf(run, play, scope);
  warnOfReservedNames(run, scope);
  const title = playTitle(scope, play);
  const check = playKeyword(scope, play, "check_mode");
  const start = {
    type: "play-start" as const,
    name: title,
    steps: countSteps(play),
    check: typeof check === "boolean" ? check : run.settings.check,
  };
  if (allHosts.length === 0) {
    run.emit({ ...start, hosts: [], noHosts: "no-match" });
    return "done";
  }
  const playVars: PlayVars = {
    play,
    title,
    files: [],
    prompted,
    roles: play.usedRoles.filter((use) => use.public),
    namedRoles: [...play.usedRoles],
    included: new Set(),
    folder,
  };
  const maxFailed = maxFailedOf(play, scope);
  const { serial } = play.keywords;
  const batches = serialBatches(allHosts, playKeyword(scope, play, "serial"), serial?.at);
  for (const [index, hosts] of batches.entries()) {
    if (run.signal.aborted) return "ended";
    const left = hosts.filter((host) => !run.lost.has(host));
    run.emit({ ...start, hosts: left, ...(left.length === 0 ? { noHosts: "none-left" } : {}) });
    if (left.length === 0) continue;
    run.journal?.batch(`${run.plays}.${index}`, title, left);
    const ending = await runBatch({ run, play, playVars, allHosts, hosts, maxFailed, playbookFolder });
    run.emit({ type: "play-end" });
    if (ending === "done") continue;
    run.isCut ||=
      ending !== "ended" && batches.slice(index + 1).some((some) => some.some((host) => !run.lost.has(host)));
    return ending;
  }
  return "done";
}

/** The hosts of a play in their order: its pattern, less what --limit leaves out. */
export function hostsOf(run: Run, play: Play, scope = plainScope(run, play)): string[] {
  const located = play.keywords.hosts;
  if (!located) throw new Fault("PLAYBOOK_INVALID", "the play has no `hosts`", { at: play.at });
  const pattern = playKeyword(scope, play, "hosts");
  const text = Array.isArray(pattern) ? pattern.map(String).join(",") : String(pattern ?? "");
  const { hosts, warnings } = selectHosts(text, run.inventory, run.settings.limit);
  const { patternMismatch } = run.settings;
  if (patternMismatch === "error" && warnings[0] !== undefined)
    throw new Fault("PATTERN_INVALID", warnings[0], {
      at: located.at,
      hint: "host_pattern_mismatch is `error`",
    });
  for (const warning of patternMismatch === "ignore" ? [] : warnings)
    run.emit({ type: "message", level: "warning", text: warning, at: located.at });
  const order = playKeyword(scope, play, "order") ?? "inventory";
  return orderHosts(hosts, order === "" ? "inventory" : String(order), play.keywords.order?.at);
}

/** `max_fail_percentage`, which may be a template and may have a percent sign. */
function maxFailedOf(play: Play, scope: VariableScope): number | undefined {
  const located = play.keywords.max_fail_percentage;
  const value = playKeyword(scope, play, "max_fail_percentage");
  if (value === undefined || value === null) return undefined;
  const percentage = Number(String(value).replace(/%$/, ""));
  if (String(value).trim() !== "" && Number.isFinite(percentage)) return percentage;
  throw new Fault("KEYWORD_INVALID", `\`max_fail_percentage\` must be a percentage, not ${String(value)}`, {
    at: located?.at,
    hint: 'such as 30 or "30%"',
  });
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
