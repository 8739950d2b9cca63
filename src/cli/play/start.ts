import { existsSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import { mergeOptions, type WhatToRun } from "../options/merge.js";
import type { Input } from "../options/option.js";
import type { RunOptions } from "../options/run_options.js";
import { readSettings, type Settings } from "../options/settings.js";

/** Something that goes with a run: more options, an eye on its events, and a last word. */
export interface Company {
  options: Pick<RunOptions, "follow">;
  see(event: Event): void;
  conclude(code: number): Promise<void>;
}

/** Runs what a command has made of its words. */
export async function start(
  input: Input,
  whatOf: (settings: Settings) => WhatToRun,
  company?: Company,
): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const options = mergeOptions(input.values, settings, whatOf(settings));
  for (const text of settings.warnings) process.stderr.write(`[WARNING]: ${text}\n`);
  const { runPlaybooks } = await import("./play.js");
  options.words = process.argv.slice(2);
  if (!company) return runPlaybooks(options, input.signal, input.listen);
  const code = await runPlaybooks({ ...options, ...company.options }, input.signal, (event) => {
    company.see(event);
    input.listen?.(event);
  });
  await company.conclude(code);
  return code;
}

/** For `provision` and `smoke`: a playbook that has a default. */
export function playbookOr(given: string | undefined, usual: string): string {
  if (given !== undefined || existsSync(usual)) return given ?? usual;
  throw new Fault("FILE_MISSING", `there is no ${usual} here`, {
    hint: "go to the folder that holds it, or name a playbook",
  });
}
