import { integer, oneOf, path } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { redirect } from "../../shell/releases/redirect.js";

export default defineModule({
  name: "release_switch",
  collection: "tera.rollout",
  about: "Lets the proxy send requests to the other container of a service",
  notes: [
    "The proxy looks for a file with each request: nothing is reloaded, and no connection is closed.",
    "`old` is a container from before the first release, which has the proxy's `port`: for as long as it runs, new " +
      "connections to that are led to the proxy by a rule of the host's firewall.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    live: path({ about: "where it is said which one gets the requests", required: true }),
    slot: oneOf(["a", "b", "old"])({ about: "which one is to get them", required: true }),
    foreseen: oneOf(["a", "b", "old"])({
      about: "in check mode: which one gets them by then, since earlier tasks have only been predicted",
    }),
    port: integer({ about: "a port that another container has: the proxy gets it too", default: 0 }),
    via: integer({ about: "the port that the proxy listens on meanwhile", default: 0 }),
  },
  examples: [{ live: "/var/lib/tera/proxy/live/prod-webapp", slot: "b" }],
  returns: { slot: "which one gets them" },
  uses: [redirect],
  sh: `
    now=a; [ ! -e "$live/b" ] || now=b
    [ ! -e "$live/old" ] || now=old
    [ -z "$check" ] || now=\${foreseen:-$now}
    if differs slot "$now" "$slot"; then
      case $slot in
      old) : >"$live/old" || fail "cannot write in $live" ;;
      b) : >"$live/b" && rm -f "$live/old" || fail "cannot write in $live" ;;
      a) rm -f "$live/b" "$live/old" || fail "cannot write in $live" ;;
      esac
    fi
    led=no; [ "$port" = 0 ] || ! r_led "$port" "$via" || led=yes
    wanted=no; [ "$port" = 0 ] || [ "$slot" = old ] || wanted=yes
    if [ "$port" != 0 ] && differs proxy_has_port "$led" "$wanted"; then
      case $wanted in
      yes) r_lead "$port" "$via" ;;
      no) r_unlead "$port" "$via" ;;
      esac
    fi
    say slot "$slot"
  `,
});
