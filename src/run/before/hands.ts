import { convertArgs } from "../../model/args.js";
import type { Fault } from "../../model/errors.js";
import type { Module } from "../../model/module.js";
import type { Play, Task } from "../../model/play.js";
import { isDict, type Value } from "../../model/value.js";
import { handFault, refusedFault } from "../../plan/hands.js";
import { selectHosts } from "../../plan/patterns.js";
import { isTemplate } from "../../template/render.js";
import type { Engine } from "../hosts/engine.js";
import { inherited } from "../vars/keywords.js";
import { shellOn } from "./reached.js";
import type { SeenTask, Way } from "./way.js";

/** A module without a hand for the system of a host that it runs on in any case, and arguments that mean nothing there. */
export async function handFaults(seen: SeenTask, { engine }: Way): Promise<Fault[]> {
  const { task, play } = seen;
  if (!seen.certain || seen.foreseen || task.keywords.loop || task.with) return [];
  const module = await engine.findModule(task.module.value);
  if (!module || module.here) return [];
  const names = engine.moduleNames();
  for (const { host, isDelegated } of hostsOf(task, play, engine)) {
    const shell = await shellOn(host, { task, play, isDelegated }, engine);
    const fault =
      shell &&
      (handFault(host, shell, { task, module, names }) ??
        (shell === "powershell" && refusedOn(host, { task, module })));
    if (fault) return [fault];
  }
  return [];
}

function hostsOf(task: Task, play: Play, { inventory, settings }: Engine) {
  const delegate = inherited(task, play, "delegate_to")?.value;
  if (delegate !== undefined && delegate !== null && delegate !== "") {
    const host = String(delegate);
    return isTemplate(host) ? [] : [{ host, isDelegated: true }];
  }
  const pattern = [play.keywords.hosts?.value ?? ""].flat().map(String).join(",");
  const { hosts } = selectHosts(pattern, inventory, settings.limit);
  return hosts.map((host) => ({ host, isDelegated: false }));
}

/** Where they are known already. */
function refusedOn(host: string, { task, module }: { task: Task; module: Module }): Fault | undefined {
  const { refuses } = module.powershell ?? {};
  if (!refuses || task.argsTemplate || task.freeForm || !isLiteral(task.args)) return undefined;
  const { args, problems } = convertArgs(module.args, task.args, "as modules take them");
  if (problems.length > 0) return undefined;
  const refused = refuses(args as never);
  return refused.length > 0 ? refusedFault(host, refused, { task, module }) : undefined;
}

function isLiteral(value: Value): boolean {
  if (typeof value === "string") return !isTemplate(value);
  if (Array.isArray(value)) return value.every(isLiteral);
  return !isDict(value) || Object.values(value).every((one) => isLiteral(one as Value));
}
