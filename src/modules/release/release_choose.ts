import { flag, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { toPlain } from "../../model/value.js";
import { chooseRelease, currentRelease } from "../../shell/releases/choose.js";
import type { HostReleases } from "../../shell/releases/release.js";

export default defineModule({
  name: "release_choose",
  collection: "tera.rollout",
  about: "Finds the release to go back to, or the one that runs, or says what there is",
  check: "run",
  hostLocal: true,
  args: {
    hosts: raw({ about: "what release_info gave, for every host", required: true }),
    version: text({ about: "which version; unless said the one before" }),
    current: flag({ about: "not one to go back to, but the one that runs", default: false }),
  },
  examples: [{ hosts: "{{ all_releases }}", version: "1.2.0" }],
  returns: { release: "version, image and when it was deployed" },
  here: ({ hosts, version, current }) => {
    const known = (toPlain(hosts) as (Omit<HostReleases, "slot"> & { slot: "a" | "b" | "" })[]).map(
      (one) => ({
        ...one,
        slot: one.slot === "" ? undefined : one.slot,
      }),
    );
    const chosen = current ? currentRelease(known) : chooseRelease(known, version || undefined);
    return "problem" in chosen
      ? { changed: false, failed: true, msg: chosen.problem }
      : { changed: false, release: { ...chosen.release } };
  },
});
