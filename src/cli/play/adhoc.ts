import type { Input } from "../options/option.js";
import type { AdhocOptions } from "../options/run_options.js";
import { inventorySources } from "../options/sources.js";
import { start } from "./start.js";

export function run(input: Input): Promise<number> {
  return start(input, (settings) => ({
    playbooks: [],
    inventory: inventorySources(input, settings),
    adhoc: adhocOptions(input),
  }));
}

function adhocOptions({ values, operands }: Input): AdhocOptions {
  return {
    pattern: operands[0]!,
    module: (values.module as string | undefined) ?? "command",
    args: (values.moduleArgs as string | undefined) ?? "",
    taskTimeout: (values.taskTimeout as number | undefined) ?? 0,
  };
}
