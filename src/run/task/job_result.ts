import { readJson } from "../../model/json_read.js";
import type { Controller, Module } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import { isDict } from "../../model/value.js";
import { replay } from "../../shell/session/replay.js";
import { valuesFrom } from "./decode.js";

/**
 * Can the module's work be left to a host alone, as Ansible does? What acts here, or asks twice, cannot. Without a shell:
 * on some host.
 */
export function runsInBackground(module: Module, shell?: "sh" | "powershell"): boolean {
  const { background, sh, powershell, here, sequential } = module;
  if (background === false || here) return false;
  const [onSh, onWindows] = [
    sh !== undefined && sequential !== true,
    powershell && powershell.sequential !== true,
  ];
  return (shell !== "powershell" && onSh) || (shell !== "sh" && onWindows === true);
}

/**
 * The values of a job from what its result file holds: records of ours, or values that somebody else has written.
 * Undefined: not JSON.
 */
export async function jobResult(
  text: string,
  controller: Controller,
  findModule: (name: string) => Promise<Module | undefined>,
): Promise<ResultValues | undefined> {
  const data = parsed(text);
  if (!isRecord(data)) return undefined;
  if (typeof data.about !== "string") return data as ResultValues;
  const about = parsed(Buffer.from(data.about, "base64").toString());
  const module = isRecord(about) ? await findModule(String(about.module)) : undefined;
  const shell = isRecord(about) && about.shell === "powershell" ? "powershell" : "sh";
  if (!isRecord(about) || !isRecord(about.args) || !module || !runsInBackground(module, shell))
    return { failed: true, msg: "the result of the job tells of no module that can run in the background" };
  const bytes = (name: string) => Buffer.from(String(data[name] ?? ""), "base64");
  const answer = replay({
    mark: String(about.mark),
    stdout: bytes("stdout"),
    stderr: bytes("stderr"),
    code: Number(data.code),
    begun: Number(data.begun) || 0,
    ended: Number(data.ended) || 0,
  });
  const mode = { check: about.check === true, diff: about.diff === true };
  const { result } = shell === "powershell" ? module.powershell! : module;
  return valuesFrom({ ...module, result } as Module, about.args, answer, { ...controller, ...mode });
}

function parsed(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  isDict(value as never) && !(value instanceof Map);
