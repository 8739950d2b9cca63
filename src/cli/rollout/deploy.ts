import type { Input } from "../options/option.js";
import { imageOf, wantedOf } from "./image.js";
import { release } from "./release.js";
import { ask, runPlays } from "./start.js";

/** `tera deploy VERSION[@sha256:…]` */
export async function run(input: Input, play = runPlays): Promise<number> {
  const asked = ask(input);
  const wanted = wantedOf(input.operands[0]!);
  return release(
    asked,
    { kind: "deploy", version: wanted.version, image: (spec) => imageOf(spec, wanted) },
    play,
  );
}
