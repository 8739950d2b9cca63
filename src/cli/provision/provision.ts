import { namedInventories } from "../inventory/names.js";
import type { Input } from "../options/option.js";
import { playbookOr, start } from "../play/start.js";

export async function run(input: Input): Promise<number> {
  const { following } = await import("./follow.js");
  return start(
    input,
    (settings) => ({
      playbooks: [playbookOr(input.operands[0], "playbooks/site.yml")],
      proves: true,
      inventory: namedInventories(input.values.inventory as string[] | undefined, settings),
    }),
    following(input),
  );
}
