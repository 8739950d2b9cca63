import { Fault } from "../model/errors.js";
import type { Module } from "../model/module.js";
import type { Task } from "../model/play.js";
import { keyPlaceOf } from "../model/source.js";
import { insteadOf } from "./other_system.js";

/** A module that has no hand for a host's shell; the same words before the run and in it. */
export function handFault(
  host: string,
  shell: "sh" | "powershell",
  { task, module, names }: { task: Task; module: Module; names: readonly string[] },
): Fault | undefined {
  const { name } = module;
  if (module.here || (shell === "sh" ? module.sh !== undefined : module.powershell)) return undefined;
  const instead = insteadOf(name, shell, names);
  const [message, hint] =
    shell === "sh"
      ? [
          `module ${name} works on Windows hosts only, and ${host} is none`,
          `${instead}; if ${host} is one, set ansible_connection: winrm`,
        ]
      : [`module ${name} does not work on Windows hosts, and ${host} is one`, instead];
  return new Fault("PLUGIN_UNSUPPORTED", message, { at: task.module.at, hint });
}

/** Arguments that mean nothing on Windows, at the place of the first. */
export function refusedFault(
  host: string,
  refused: readonly string[],
  { task, module }: { task: Task; module: Module },
): Fault {
  const named = /^`?(\w+)/.exec(refused[0]!)?.[1] ?? "";
  return new Fault("ARGUMENT_INVALID", `${module.name} on the Windows host ${host}: ${refused.join("; ")}`, {
    at: keyPlaceOf(task.args, named) ?? task.module.at,
  });
}
