import { execPlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts } from "./asked_hosts.js";
import { sayOutputs } from "./logs.js";
import { runPlays } from "./start.js";

/** `tera exec -- COMMAND` */
export async function run(input: Input, play = runPlays): Promise<number> {
  const { code, last } = await askHosts(input, (at) => execPlays(at, input.operands), play);
  sayOutputs(last);
  return code;
}
