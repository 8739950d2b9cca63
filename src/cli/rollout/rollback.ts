import type { Input } from "../options/option.js";
import { release } from "./release.js";
import { ask, runPlays } from "./start.js";

/** `tera rollback [VERSION]` */
export function run(input: Input, play = runPlays): Promise<number> {
  return release(ask(input), () => ({ kind: "rollback", version: input.operands[0], image: "" }), play);
}
