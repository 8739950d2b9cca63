import { integer, raw, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { toPlain } from "../../model/value.js";
import { superfluous } from "../../shell/releases/choose.js";
import type { Entry, HostReleases } from "../../shell/releases/release.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "release_prune",
  collection: "tera.rollout",
  about: "Removes the images of a service that are older than its last releases",
  notes: [
    "Only images that the service's own ledger names are looked at. The last `keep` good releases stay, and so does what " +
      "any container uses or the ledger of another service or environment names.",
    "That an image cannot be removed is a warning: no good release fails of it.",
  ],
  check: "full",
  args: {
    releases: raw({ about: "what release_info gave", required: true }),
    adds: raw({ about: "the line of the ledger that this run adds" }),
    replaced: text({ about: "a container that this run puts another one in the place of", default: "" }),
    keep: integer({ about: "how many good releases stay", default: 5 }),
  },
  examples: [{ releases: "{{ info.releases }}", keep: 5 }],
  returns: { removed: "the images, a line each" },
  uses: [docker],
  vars: ({ releases, adds, keep, replaced }) => {
    const seen = toPlain(releases) as HostReleases;
    const entries = adds
      ? [...seen.entries, { ...(toPlain(adds) as Entry), result: "good" as const }]
      : seen.entries;
    const containers = seen.containers.filter(({ slot }) => !replaced.endsWith(`-${slot}`));
    const images = superfluous({ ...seen, entries, containers }, Math.max(keep, 1));
    return { releases: "", adds: "", docker_host: "", images };
  },
  sh: `
    use_engine || exit 0
    removed=
    for image in $images; do
      docker image inspect -f . "$image" >/dev/null 2>&1 || continue
      # whatever uses it, under any name
      [ -z "$(docker ps -a --filter "ancestor=$image" --format '{{.Names}}' | grep -vx -- "\${replaced:--}")" ] || continue
      differs image "$image" '' || continue
      if said=$(docker rmi "$image" 2>&1); then removed="$removed$image
"; else warn "$image could not be removed: $(printf '%s' "$said" | tail -n 1)"; fi
    done
    say removed "$removed"
  `,
});
