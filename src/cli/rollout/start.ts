import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { basename, resolve } from "node:path";
import { localUser } from "../../disk/local_user.js";
import { Fault } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import type { Playbook } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { namesOf } from "../../rollout/names.js";
import { runName } from "../../rollout/run.js";
import type { At } from "../../rollout/service_plays.js";
import type { Engine } from "../../run/hosts/engine.js";
import { namedInventories } from "../inventory/names.js";
import { mergeOptions } from "../options/merge.js";
import type { Input } from "../options/option.js";
import type { OutputOption, RunOptions } from "../options/run_options.js";
import { readSettings } from "../options/settings.js";
import { findService, playbookOf } from "./compile.js";
import { fetchSecrets } from "./secrets.js";

/** What every command of releases knows before it asks a host. */
export interface Asked {
  input: Input;
  options: RunOptions;
  /** release.yml */
  file: string;
  environment: string;
  run: string;
  by: string;
}

/** Reads the words of a command. `quiet`: its own text is all that is shown; `warned`: settings are told of already. */
export function ask(input: Input, { quiet = false, warned = false } = {}): Asked {
  const { values } = input;
  const settings = readSettings(process.env, process.cwd());
  const inventory = namedInventories(values.inventory as string[] | undefined, settings);
  const file = resolve((values.file as string | undefined) ?? "release.yml");
  if (!existsSync(file))
    throw new Fault("FILE_MISSING", `there is no release file ${file}`, {
      hint: `docs/releases.md shows one; ${values.releaseFile === undefined ? "--file" : "--release"} names another`,
    });
  const merged = mergeOptions(values, settings, { playbooks: [file], inventory });
  const options: RunOptions = { ...merged, outputs: quiet ? quietOutputs(merged.outputs) : merged.outputs };
  if (!warned) for (const text of settings.warnings) process.stderr.write(`[WARNING]: ${text}\n`);
  const environment = (values.environment as string | undefined) ?? environmentOf(inventory);
  return { input, options, file, environment, run: runName(new Date()), by: who() };
}

/** Only what goes to files: the terminal is the command's own. */
const quietOutputs = (outputs: readonly OutputOption[]): OutputOption[] => [
  { kind: "none" },
  ...outputs.filter(({ file }) => file !== undefined),
];

/** The inventory's name is the environment's. */
function environmentOf(inventory: readonly string[]): string {
  const [first = ""] = inventory;
  if (first.includes(",")) return "default";
  return basename(resolve(first))
    .replace(/\.[^.]*$/, "")
    .toLowerCase();
}

/** It becomes a part of templates: it holds nothing that one could be made of. */
const who = (): string =>
  (process.env.GITHUB_ACTOR ?? `${localUser().name}@${hostname()}`).replace(/[^\p{L}\p{N}_.@+-]/gu, "_");

/** Runs plays that are made when the inventory is known. Gives the exit code and every event. */
export async function runPlays(
  asked: Asked,
  plays: (at: At) => PlainDict[],
  listen: (event: Event) => void = () => {},
): Promise<number> {
  const { options, input } = asked;
  const compile = (engine: Engine): Playbook => {
    const playbook = compiled(asked, plays, engine);
    if (playbook.plays.length === 0)
      engine.emit({ type: "message", level: "warning", text: "no host: nothing is done" });
    return playbook;
  };
  const made: RunOptions = { ...options, compile };
  const { runPlaybooks } = await import("../play/play.js");
  return runPlaybooks(made, input.signal, (event) => {
    listen(event);
    input.listen?.(event);
  });
}

/** The plays as a playbook, for the hosts that the release file speaks of. */
export function compiled(asked: Asked, plays: (at: At) => PlainDict[], engine: Engine): Playbook {
  const { options, file, environment, by, run } = asked;
  const found = findService(engine, file, { environment, allowEmpty: options.allowEmpty });
  if (found.hosts.length === 0) return playbookOf([], file, engine);
  const secrets = () => fetchSecrets(found.spec, (text) => engine.secrets.add(text));
  return playbookOf(plays({ ...found, names: namesOf(found.spec), by, run, secrets }), file, engine);
}
