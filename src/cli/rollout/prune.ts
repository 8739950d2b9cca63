import { prunePlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { ask, runPlays } from "./start.js";

/** `tera prune` */
export function run(input: Input): Promise<number> {
  const asked = ask(input);
  const wait = (input.values.lockWait as number | undefined) ?? 20;
  return runPlays(asked, (service) => prunePlays({ ...service, by: asked.by, run: asked.run }, wait));
}
