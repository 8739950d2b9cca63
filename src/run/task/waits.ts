import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";
import { inherited, shortName } from "../vars/keywords.js";
import type { Verdict } from "./conclude.js";

/** Modules whose result changes what later steps may be, in ways their arguments do not tell. */
const CHANGES_THE_RUN = new Set([
  "add_host",
  "gather_facts",
  "getent",
  "group_by",
  "hostname",
  "include_vars",
  "mount_facts",
  "package_facts",
  "service_facts",
]);

/**
 * Must the task be finished before the next one is even begun? The reason, in
 * words, or undefined. What holds back only what leaves is in order/guard.ts.
 */
export function mustFinishFirst(walk: Walk, task: Task, verdict: Verdict): string | undefined {
  if (!walk.batch.run.settings.sendAhead) return "nothing is sent ahead";
  if (task.keywords.until) return "`until` may run it again";
  if (verdict.anyErrorsFatal) return "`any_errors_fatal`: a failure here stops the other hosts";
  if (CHANGES_THE_RUN.has(shortName(task))) return `${shortName(task)} changes what later steps see`;
  if (inherited(task, walk.batch.play, "throttle")) return "`throttle` limits how many hosts run it at once";
  return undefined;
}

/**
 * Under `strategy: linear`, must the other hosts have come this far? Only where
 * they could tell the difference: the module reaches beyond its own host.
 */
export async function waitsForOthers(walk: Walk, task: Task): Promise<string | undefined> {
  if (walk.batch.strategy !== "linear" || walk.batch.hosts.length === 1) return undefined;
  const { play, run } = walk.batch;
  if (!run.settings.sendAhead) return "nothing is sent ahead";
  for (const keyword of ["run_once", "delegate_to", "any_errors_fatal"] as const)
    if (inherited(task, play, keyword)) return `\`${keyword}\``;
  if (walk.afterFatal) return walk.afterFatal;
  if (task.freeForm?.value === "clear_host_errors") return "`clear_host_errors` is about all hosts";
  if (task.freeForm?.value === "reset_connection") return "others may delegate to this host";
  if (play.keywords.max_fail_percentage) return "`max_fail_percentage`";
  const module = await walk.batch.run.findModule(task.module.value);
  return module && !module.hostLocal ? `${module.name} may reach other hosts` : undefined;
}
