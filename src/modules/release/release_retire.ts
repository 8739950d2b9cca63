import { flag, integer, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { owner } from "../../shell/releases/owner.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "release_retire",
  collection: "tera.rollout",
  about: "Waits until a container has answered its last requests, and stops it",
  notes: ["It is stopped with its own signal and timeout. It stays, so that its log can be read."],
  check: "full",
  args: {
    container: text({ about: "which one", required: true }),
    port: integer({ about: "its port on the host", required: true }),
    drain: integer({ about: "seconds to wait for connections to end, at most", default: 30 }),
    forever: flag({ about: "may the engine never start it again?", default: false }),
  },
  examples: [{ container: "webapp-prod-a", port: 20000 }],
  returns: { drained: "did all connections end in time?" },
  uses: [docker, owner],
  vars: () => ({ docker_host: "" }),
  sh: `
    have docker || exit 0
    now=$(docker inspect --type container -f '{{.State.Status}}' "$container" 2>/dev/null)
    case $now in running|restarting|paused) ;; *) exit 0 ;; esac
    differs state "$now" stopped || exit 0
    hex=$(printf '%04X' "$port")
    busy() { cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v p=":$hex" 'NR>1 && $4 == "01" && index($2,p)==length($2)-4 {f=1} END {exit !f}'; }
    until=$(( $(o_clock) + drain * 1000 )) drained=true
    while busy; do
      [ "$(o_clock)" -lt "$until" ] || { drained=false; break; }
      o_orphan && break
      sleep 0.5 2>/dev/null || sleep 1
    done
    say_json drained "$drained"
    [ "$now" != paused ] || docker unpause "$container" >/dev/null 2>&1
    # with the policy "always" it would be started with the engine
    [ -z "$forever" ] || must docker update --restart no "$container"
    must docker stop "$container"
  `,
});
