import { flag, map, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "docker_network",
  collection: "community.docker",
  about: "Makes or removes a network of the Docker engine",
  check: "full",
  args: {
    name: text({ about: "the network", required: true, aliases: ["network_name"] }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
    driver: text({ about: "its driver", default: "bridge" }),
    internal: flag({ about: "without a way out", default: false }),
    labels: map({ about: "labels" }),
  },
  examples: [{ name: "webapp" }],
  vars: ({ labels }) => ({
    labels: Object.entries(labels ?? {}).map(([name, value]) => `${name}=${String(value)}`),
  }),
  sh: `
    have docker || [ -n "$check" ] || fail "docker is not on the host"
    now=; docker network inspect "$name" >/dev/null 2>&1 && now=1
    case $state:$now in
    present:) if differs state absent present; then
        set -- --driver "$driver"; [ -z "$internal" ] || set -- "$@" --internal
        for l in $labels; do set -- "$@" --label "$l"; done
        must docker network create "$@" "$name"
      fi ;;
    absent:1) if differs state present absent; then must docker network rm "$name"; fi ;;
    esac
    say name "$name"
  `,
});
