import { maintenancePlays } from "../../rollout/service_plays.js";
import type { Input } from "../options/option.js";
import { askHosts, say } from "./asked_hosts.js";

/** `tera maintenance on|off` */
export async function run(input: Input): Promise<number> {
  const on = input.operands[0] === "on";
  const message = (input.values.message as string | undefined) ?? "We will be back in a moment.";
  const { code, service } = await askHosts(input, (at) => maintenancePlays(at, on, message));
  if (code === 0)
    say(`maintenance of ${service.spec.service} in ${service.spec.environment} is ${on ? "on" : "off"}\n`);
  return code;
}
