import { existsSync } from "node:fs";
import { Fault } from "../../model/errors.js";
import { hintOfMissing } from "../../playbook/near_file.js";
import type { Input } from "../options/option.js";
import { inventorySources } from "../options/sources.js";
import { start } from "./start.js";

export function run(input: Input): Promise<number> {
  const missing = input.operands.find((path) => !existsSync(path));
  if (missing !== undefined)
    throw new Fault("FILE_MISSING", `the playbook: ${missing} could not be found`, {
      hint: hintOfMissing(missing),
    });
  return start(input, (settings) => ({
    playbooks: [...input.operands],
    inventory: inventorySources(input, settings),
  }));
}
