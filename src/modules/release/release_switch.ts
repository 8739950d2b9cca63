import { oneOf, path } from "../../model/args.js";
import { defineModule } from "../../model/module.js";

export default defineModule({
  name: "release_switch",
  collection: "tera.rollout",
  about: "Lets the proxy send requests to the other container of a service",
  notes: ["The proxy looks for a file with each request: nothing is reloaded, and no connection is closed."],
  hostLocal: true,
  check: "full",
  args: {
    live: path({ about: "where it is said which one gets the requests", required: true }),
    slot: oneOf(["a", "b"])({ about: "which one is to get them", required: true }),
  },
  examples: [{ live: "/var/lib/tera/proxy/live/prod-webapp", slot: "b" }],
  returns: { slot: "which one gets them" },
  sh: `
    now=a; [ ! -e "$live/b" ] || now=b
    if differs slot "$now" "$slot"; then
      case $slot in
      b) : >"$live/b" || fail "cannot write in $live" ;;
      a) rm -f "$live/b" || fail "cannot write in $live" ;;
      esac
    fi
    say slot "$slot"
  `,
});
