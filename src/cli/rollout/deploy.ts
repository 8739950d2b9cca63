import { Fault } from "../../model/errors.js";
import type { Spec } from "../../rollout/spec.js";
import type { Input } from "../options/option.js";
import { imageOf, wantedOf } from "./image.js";
import { lastHere } from "./ledger.js";
import { release, type What } from "./release.js";
import { ask, runPlays } from "./start.js";

/** `tera deploy VERSION[@sha256:…]`; `tera deploy`: what runs, as the file is now; `tera deploy --resume` */
export async function run(input: Input, play = runPlays): Promise<number> {
  const [word] = input.operands;
  const resumes = input.values.resumeRelease === true;
  if (resumes && word !== undefined)
    throw new Fault("USAGE", "--resume knows which version it is", { hint: "say one of the two" });
  if (resumes) return release(ask(input), interrupted, play);
  if (word === undefined)
    return release(ask(input), () => ({ kind: "deploy", version: undefined, image: "" }), play);
  const wanted = wantedOf(word);
  return release(
    ask(input),
    (spec) => ({ kind: "deploy", version: wanted.version, image: imageOf(spec, wanted) }),
    play,
  );
}

/** The release that this machine has begun and not ended. Hosts that have it already are left as they are. */
function interrupted(spec: Spec): What {
  const last = lastHere(spec);
  const refused = (why: string, hint: string) => new Fault("RESUME_REFUSED", `--resume: ${why}`, { hint });
  if (!last) throw refused("this machine has begun no release of it", "`tera releases` says what hosts know");
  const { kind, version, image, result } = last;
  if (result !== "begun")
    throw refused(
      `the last run, ${kind} ${version}, came to its end: ${result}`,
      "there is nothing to go on with",
    );
  if (kind === "deploy") return { kind, version: version || undefined, image };
  throw refused("what was broken off is a rollback", `tera rollback ${version}`.trim());
}
