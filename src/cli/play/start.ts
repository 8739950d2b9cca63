import { existsSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { mergeOptions, type WhatToRun } from "../options/merge.js";
import type { Input } from "../options/option.js";
import { readSettings, type Settings } from "../options/settings.js";

/** Runs what a command has made of its words. */
export async function start(input: Input, whatOf: (settings: Settings) => WhatToRun): Promise<number> {
  const settings = readSettings(process.env, process.cwd());
  const options = mergeOptions(input.values, settings, whatOf(settings));
  for (const text of settings.warnings) process.stderr.write(`[WARNING]: ${text}\n`);
  const { runPlaybooks } = await import("./play.js");
  options.words = process.argv.slice(2);
  return runPlaybooks(options, input.signal, input.listen);
}

/** For `provision` and `smoke`: a playbook that has a default. */
export function playbookOr(given: string | undefined, usual: string): string {
  if (given !== undefined || existsSync(usual)) return given ?? usual;
  throw new Fault("FILE_MISSING", `there is no ${usual} here`, {
    hint: "go to the folder that holds it, or name a playbook",
  });
}
