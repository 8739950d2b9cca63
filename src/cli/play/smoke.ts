import { namedInventories } from "../inventory/names.js";
import type { Input } from "../options/option.js";
import { playbookOr, start } from "./start.js";

export function run(input: Input): Promise<number> {
  return start(input, (settings) => ({
    playbooks: [playbookOr(input.operands[0], "playbooks/smoke.yml")],
    proves: true,
    inventory: namedInventories(input.values.inventory as string[] | undefined, settings),
  }));
}
