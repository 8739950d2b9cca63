import { raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { toPlain } from "../../model/value.js";
import { chooseRelease } from "../../shell/releases/choose.js";
import type { HostReleases } from "../../shell/releases/release.js";

export default defineModule({
  name: "release_choose",
  collection: "tera.rollout",
  about: "Finds the release to go back to, or says what there is",
  check: "run",
  hostLocal: true,
  args: {
    hosts: raw({ about: "what release_info gave, for every host", required: true }),
    version: text({ about: "which version; unless said the one before" }),
  },
  examples: [{ hosts: "{{ all_releases }}", version: "1.2.0" }],
  returns: { release: "version, image and when it was deployed" },
  here: ({ hosts, version }) => {
    const known = (toPlain(hosts) as (Omit<HostReleases, "slot"> & { slot: "a" | "b" | "" })[]).map(
      (one) => ({
        ...one,
        slot: one.slot === "" ? undefined : one.slot,
      }),
    );
    const chosen = chooseRelease(known, version || undefined);
    return "problem" in chosen
      ? { changed: false, failed: true, msg: chosen.problem }
      : { changed: false, release: { ...chosen.release } };
  },
});
