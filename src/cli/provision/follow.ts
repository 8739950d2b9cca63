import { existsSync } from "node:fs";
import type { PlainDict } from "../../model/value.js";
import type { Engine } from "../../run/hosts/engine.js";
import type { Input } from "../options/option.js";
import type { Company } from "../play/start.js";
import { Bringing } from "../rollout/release.js";
import { ask, compiled } from "../rollout/start.js";

const USUAL = "release.yml";
/** Who asks for a part of the tasks does not ask for a release. */
const PARTS = [
  "tags",
  "skipTags",
  "startAtTask",
  "step",
  "syntaxCheck",
  "listHosts",
  "listTasks",
  "listTags",
];

/**
 * The release that runs, as the release file is now: settings that were changed get to its hosts through the same switch
 * as a release. undefined where there is no release file, or a part of the tasks is asked for. Fault: FILE_MISSING.
 */
export function following(input: Input): Company | undefined {
  const { values } = input;
  const given = values.releaseFile as string | undefined;
  if (given === undefined && !existsSync(USUAL)) return undefined;
  if (PARTS.some((name) => isSaid(values[name]))) return undefined;
  const asked = ask({ ...input, values: { ...values, file: given ?? USUAL } }, { warned: true });
  const bringing = new Bringing(asked, () => ({ kind: "deploy", version: undefined, image: "" }), {
    follows: true,
  });
  const plays = (at: Parameters<Bringing["plays"]>[0]): PlainDict[] => bringing.plays(at);
  const options = { ...asked.options, allowEmpty: true };
  return {
    options: {
      follow: (engine: Engine) => ({ ...compiled({ ...asked, options }, plays, engine), anew: true }),
    },
    see: (event) => bringing.see(event),
    conclude: (code) => bringing.conclude(code),
  };
}

const isSaid = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false;
