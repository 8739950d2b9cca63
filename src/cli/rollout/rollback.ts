import type { Input } from "../options/option.js";
import { release } from "./release.js";
import { ask } from "./start.js";

/** `tera rollback [VERSION]` */
export function run(input: Input): Promise<number> {
  return release(ask(input), { kind: "rollback", version: input.operands[0], image: () => "" });
}
