import { flag, integer, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { redirect } from "../../shell/releases/redirect.js";
import { docker } from "../../shell/services/docker.js";

export default defineModule({
  name: "release_proxy",
  collection: "tera.rollout",
  about: "Puts a new proxy in the place of the one that runs, without a dropped request",
  notes: [
    "The new one, NAME-next, listens on the same ports beside the old one. The old one then answers each kept " +
      "connection once more and closes it, and ends when it has had time for that.",
    "Without `replace` it removes what an interrupted run has left.",
  ],
  check: "full",
  args: {
    container: text({ about: "the proxy's name; its successor is made as NAME-next", required: true }),
    folder: path({ about: "where its configuration is", required: true }),
    replace: flag({ about: "is there to be another one?", default: false }),
    port: integer({ about: "the port that it listens on now, where another one stood for it", default: 0 }),
    via: integer({ about: "the one that stood for it", default: 0 }),
  },
  examples: [{ container: "tera-proxy", folder: "/var/lib/tera/proxy", replace: true }],
  uses: [docker, redirect],
  vars: () => ({ docker_host: "", migrate: "/proc/sys/net/ipv4/tcp_migrate_req" }),
  sh: `
    have docker || exit 0
    next=$container-next
    is() { docker inspect --type container -f "$2" "$1" 2>/dev/null; }
    mark() { p_id=$(is "$1" '{{range .Config.Env}}{{println .}}{{end}}' | sed -n 's/^TERA_PROXY=//p'); p_mark=\${p_id:+$folder/closing-$p_id}; }
    if [ -z "$replace" ]; then
      mark "$container"
      if [ -n "$p_mark" ] && [ -e "$p_mark" ]; then change && rm -f "$p_mark"; fi
      if [ -n "$(is "$next" .)" ]; then change && must docker rm -f "$next"; fi
      if [ "$port" != 0 ] && r_led "$port" "$via"; then change && r_unlead "$port" "$via"; fi
      exit 0
    fi
    change || exit 0
    must docker start "$next"
    # the configuration is the one that it has: this only waits until it is in use
    tries=0
    until said=$(docker exec "$next" caddy reload --config "$folder/Caddyfile" --adapter caddyfile --address unix//run/tera-admin.sock 2>&1); do
      tries=$((tries+1))
      if [ "$tries" -gt 100 ] || [ "$(is "$next" '{{.State.Running}}{{.RestartCount}}')" != true0 ]; then
        log=$(docker logs --tail 20 "$next" 2>&1); docker rm -f "$next" >/dev/null 2>&1
        fail "the new proxy does not start, the old one goes on: $(printf '%s' "$said" | tail -n 1)
\${log:+its last lines:
$log}"
      fi
      sleep 0.2 2>/dev/null || sleep 1
    done
    [ "$port" = 0 ] || r_unlead "$port" "$via"
    # half of this is nothing: it is done to the end, whoever is gone
    trap '' HUP TERM PIPE
    if [ "$(is "$container" '{{.State.Running}}')" = true ]; then
      mark "$container"
      if [ -n "$p_mark" ]; then : >"$p_mark" && sleep 5; fi
      # connections that the old one has not yet accepted go to the new one
      was=
      if [ -w "$migrate" ]; then was=$(cat "$migrate"); echo 1 >"$migrate" 2>/dev/null; fi
      said=$(docker stop "$container" 2>&1) || { trap 'exit 1' HUP TERM PIPE; fail "the old proxy cannot be stopped: $said"; }
      [ -z "$was" ] || echo "$was" >"$migrate" 2>/dev/null
      [ -z "$p_mark" ] || rm -f "$p_mark"
    fi
    if [ -n "$(is "$container" .)" ]; then said=$(docker rm "$container" 2>&1) || warn "$said"; fi
    said=$(docker rename "$next" "$container" 2>&1) || { trap 'exit 1' HUP TERM PIPE; fail "$said"; }
    trap 'exit 1' HUP TERM PIPE
  `,
});
