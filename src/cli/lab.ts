import { loadInventory } from "../inventory/load.js";
import { labDown, labStatus, labUp } from "../lab/lab.js";
import { Fault } from "../model/errors.js";
import { namedInventories } from "./inventory/names.js";
import type { Input } from "./options/option.js";
import { readSettings } from "./options/settings.js";

/** The hosts inside this program, by hand; a run over the inventory `local` starts them by itself. */
export async function run({ operands }: Input): Promise<number> {
  switch (operands[0]) {
    case "up":
      return show(await labUp({ hosts: await labHosts() }), true);
    case "down":
      return say((await labDown()) ? "the lab is stopped and its folders are gone\n" : "there is no lab\n");
    case "status": {
      const lab = labStatus();
      return lab ? show(lab, lab.running) : say("there is no lab: `tera lab up` starts it\n");
    }
    default:
      throw new Fault("USAGE", `there is nothing like \`tera lab ${operands[0]}\``);
  }
}

async function labHosts(): Promise<string[]> {
  const sources = namedInventories(undefined, readSettings(process.env, process.cwd()));
  const inventory = await loadInventory(sources, {
    warn: (text) => void process.stderr.write(`[WARNING]: ${text}\n`),
  });
  return [...inventory.hosts.keys()];
}

function show(
  lab: { pid: number; hosts: readonly { name: string; address: string; port: number; folder: string }[] },
  running: boolean,
): number {
  const width = Math.max(...lab.hosts.map(({ name }) => name.length));
  const lines = lab.hosts.map(
    ({ name, address, port, folder }) => `  ${name.padEnd(width)}  ${address}:${port}  ${folder}`,
  );
  return say(`${running ? `running, process ${lab.pid}` : "not running"}\n${lines.join("\n")}\n`);
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}
