import { Fault } from "../../model/errors.js";
import type { Input } from "../options/option.js";
import { imageOf, type Wanted, wantedOf } from "./image.js";
import { release } from "./release.js";
import { ask } from "./start.js";

/** `tera deploy VERSION[@sha256:…]` */
export async function run(input: Input): Promise<number> {
  const asked = ask(input);
  const wanted: Wanted = wantedOf(input.operands[0]!);
  if (wanted.version === "") throw new Fault("USAGE", "a release needs a version");
  return release(asked, {
    kind: "deploy",
    version: wanted.version,
    image: (spec) => imageOf(spec, wanted),
  });
}
