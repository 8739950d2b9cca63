import { maintenancePlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts, say } from "./asked_hosts.js";
import { runPlays } from "./start.js";

/** `tera maintenance on|off` */
export async function run(input: Input, play = runPlays): Promise<number> {
  const on = input.operands[0] === "on";
  const message = (input.values.message as string | undefined) ?? "We will be back in a moment.";
  const { code, at } = await askHosts(input, (one) => maintenancePlays(one, on, message), play);
  if (code === 0)
    say(`maintenance of ${at.spec.service} in ${at.spec.environment} is ${on ? "on" : "off"}\n`);
  return code;
}
