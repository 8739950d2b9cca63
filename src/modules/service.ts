import { flag, integer, oneOf, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { services } from "../shell/services.js";

export default defineModule({
  name: "service",
  about: "Starts, stops and enables a service, whatever the host's init system",
  check: "full",
  args: {
    name: text({ about: "the service", required: true }),
    state: oneOf(["started", "stopped", "restarted", "reloaded"])({ about: "what it should do" }),
    enabled: flag({ about: "does it start with the host?" }),
    sleep: integer({ about: "seconds between stop and start of a restart" }),
    pattern: text({ about: "what its process looks like, where the init script cannot tell its state" }),
    runlevel: text({ about: "OpenRC run level", default: "default" }),
    arguments: text({ about: "accepted", default: "", aliases: ["args"] }),
    use: text({ about: "accepted: the init system is found out", default: "auto" }),
    daemon_reload: flag({
      about: "let systemd read its units anew first",
      default: false,
      aliases: ["daemon-reload"],
    }),
    masked: flag({ about: "masked units cannot be started (systemd)" }),
  },
  examples: [{ name: "docker", state: "started", enabled: true }],
  returns: { name: "the service", state: "what it does now", enabled: "does it start with the host?" },
  uses: [services],
  vars: ({ enabled }) => ({
    enabled: enabled === undefined ? "" : enabled ? "1" : "0",
    s_scope: "",
    no_block: "",
    force: "",
  }),
  sh: `
    s_kind
    say name "$name"
    if [ -n "$daemon_reload" ] && [ "$s_k" = systemd ] && [ -z "$check" ]; then must systemctl daemon-reload; fi
    if ! s_exists "$name"; then
      if [ -n "$check" ]; then [ -z "$state$enabled" ] || change; exit 0; fi
      fail "Could not find the requested service $name: host"
    fi
    s_boot
    s_state
  `,
});
