import { prunePlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { ask, runPlays } from "./start.js";

/** `tera prune` */
export function run(input: Input, play = runPlays): Promise<number> {
  const wait = (input.values.lockWait as number | undefined) ?? 20;
  return play(ask(input), (at) => prunePlays(at, wait));
}
