import { defineModule } from "../../model/module.js";
import type { Answer } from "../../model/result.js";
import { SERVICE_ARGS } from "../../shell/releases/arguments.js";
import { releasesOf } from "../../shell/releases/seen.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "release_info",
  collection: "tera.rollout",
  about: "Reads what a host knows of a service's releases",
  check: "run",
  args: SERVICE_ARGS,
  examples: [
    {
      service: "webapp",
      environment: "prod",
      folder: "/var/lib/tera/releases/prod-webapp",
      live: "/var/lib/tera/proxy/live/prod-webapp",
    },
  ],
  returns: {
    releases:
      "entries of the ledger, images, containers, which of them gets the requests, what else has the port, the lock",
  },
  uses: [docker],
  vars: () => ({ docker_host: "" }),
  sh: `
    say ledger "$(cat "$folder/ledger.jsonl" 2>/dev/null)"
    say lock "$(readlink "$folder/lock" 2>/dev/null)"
    say audit "$(tail -n 200 "$folder/audit.log" 2>/dev/null)"
    others=
    for other in "\${folder%/*}"/*/ledger.jsonl; do
      [ "$other" = "$folder/ledger.jsonl" ] || [ ! -e "$other" ] || others="$others$(cat "$other" 2>/dev/null)
"
    done
    say others "$others"
    slot=; [ ! -d "$live" ] || { slot=a; [ ! -e "$live/b" ] || slot=b; }
    # what was there before the first release gets them as yet
    [ ! -e "$live/old" ] || slot=
    say live_slot "$slot"
    have docker || exit 0
    [ "$port" = 0 ] || say holder "$(docker ps -q | xargs -r docker inspect -f '{{.Name}}|{{range $to, $all := .NetworkSettings.Ports}}{{range $all}}{{.HostIp}}:{{.HostPort}}>{{$to}} {{end}}{{end}}|{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' 2>/dev/null |
      awk -F '|' -v p="$port" '{ n=split($2, all, " "); split($3, ip, " "); for (i=1; i<=n; i++) if (match(all[i], "^(0[.]0[.]0[.]0|::|):" p ">[0-9]+/tcp$") && ip[1] != "") { to=all[i]; sub(/.*>/, "", to); sub("/.*", "", to); sub("^/", "", $1); print $1 "|" ip[1] ":" to; exit } }')"
    say images "$(docker images --no-trunc --digests --format '{{.Repository}}@{{.Digest}}' 2>/dev/null | sort -u)"
    say containers "$(docker ps -a --filter "label=tera.service=$service" --filter "label=tera.environment=$environment" \\
      --format '{{.Label "tera.slot"}}|{{.Label "tera.version"}}|{{.Label "tera.image"}}|{{.State}}')"
  `,
  result: (answer: Answer) =>
    answer.failure === undefined ? { ...releasesOf(answer.said), audit: answer.said.audit ?? "" } : {},
});
