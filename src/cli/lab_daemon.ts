import { runLabDaemon } from "../lab/daemon.js";
import type { Input } from "./options/option.js";

/** `tera lab-daemon FOLDER HOSTS PORTS`: started by `labUp`, never by hand. */
export async function run({ operands }: Input): Promise<number> {
  const [folder, hosts, ports] = operands as [string, string, string];
  await runLabDaemon(folder, hosts.split(","), ports.split(",").map(Number));
  return 0;
}
