import { execPlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts } from "./asked_hosts.js";
import { sayOutputs } from "./logs.js";

/** `tera exec -- COMMAND` */
export async function run(input: Input): Promise<number> {
  const { code, last } = await askHosts(input, (at) => execPlays(at, input.operands));
  sayOutputs(last);
  return code;
}
