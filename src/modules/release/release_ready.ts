import { float, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { HTTP_DEFAULTS, http } from "../../shell/http/http.js";
import { evidence } from "../../shell/releases/evidence.js";
import { owner } from "../../shell/releases/owner.js";

export default defineModule({
  name: "release_ready",
  collection: "tera.rollout",
  about: "Waits until a container answers its readiness probe, and goes on answering for some time",
  notes: [
    "A container that ends, or was started anew by the engine, has failed at once: nobody waits for the end of the time.",
    "When it fails it says why: the last probe's status, body and time, the container's state, its last 50 lines.",
  ],
  check: "full",
  args: {
    container: text({ about: "which one", required: true }),
    url: text({ about: "what is asked, from the host", required: true }),
    within: float({ about: "seconds in which it must answer with 2xx", default: 60 }),
    stays: float({ about: "seconds for which it must go on to do so", default: 6 }),
  },
  examples: [{ container: "webapp-prod-b", url: "http://127.0.0.1:20001/readyz" }],
  returns: { probes: "how often it was asked", seconds: "until it was ready" },
  uses: [http, owner, evidence],
  vars: () => ({ ...HTTP_DEFAULTS, timeout: 5, use_proxy: false, follow: "", http_agent: "tera" }),
  sh: `
    [ -z "$check" ] || exit 0
    ms() { awk "BEGIN{printf \\"%d\\", $1 * 1000}"; }
    make_temp; body=$temp; make_temp; head=$temp
    begun=$(o_clock); until=$((begun + $(ms "$within"))) hold=$(ms "$stays")
    restarts=$(docker inspect --type container -f '{{.RestartCount}}' "$container" 2>/dev/null)
    ready= probes=0 ok=
    broken() { e_probe="$probes probes; the last of $url: status $http_status after $http_time s\${http_error:+ ($http_error)}"; e_body=$(head -c 400 "$body"); e_tell "$container" "$1"; fail "$e_text"; }
    while :; do
      o_orphan && fail "the connection has ended"
      state=$(docker inspect --type container -f '{{.State.Status}} {{.RestartCount}}' "$container" 2>/dev/null)
      : >"$body"; http_get GET "$url" "$body" "$head"; probes=$((probes+1)); now=$(o_clock)
      case $state in
      "running $restarts") ;;
      '') broken "it is not there any more" ;;
      running\\ *|restarting\\ *) broken "it ended and was started anew by the engine" ;;
      *) broken "it has ended" ;;
      esac
      case $http_status in
      2??) [ -n "$ready" ] || { ready=$now; say seconds "$(( (now - begun) / 1000 )).$(( (now - begun) % 1000 / 100 ))"; }
        [ $((now - ready)) -lt "$hold" ] || break ;;
      *) [ -z "$ready" ] || broken "it was ready, and is not any more"
        [ "$now" -lt "$until" ] || broken "it was not ready within $within seconds" ;;
      esac
      sleep 0.5 2>/dev/null || sleep 1
    done
    say_json probes "$probes"
  `,
});
