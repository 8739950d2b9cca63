import { flag, oneOf, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { services } from "../shell/services.js";

export default defineModule({
  name: "systemd",
  aliases: ["systemd_service"],
  about: "Starts, stops, enables and masks units of systemd",
  check: "full",
  args: {
    name: text({ about: "the unit", aliases: ["service", "unit"] }),
    state: oneOf(["started", "stopped", "restarted", "reloaded"])({ about: "what it should do" }),
    enabled: flag({ about: "does it start with the host?" }),
    masked: flag({ about: "masked units cannot be started" }),
    daemon_reload: flag({ about: "read the units anew first", default: false, aliases: ["daemon-reload"] }),
    daemon_reexec: flag({
      about: "start systemd itself anew first",
      default: false,
      aliases: ["daemon-reexec"],
    }),
    scope: oneOf(["system", "user", "global"])({ about: "whose systemd", default: "system" }),
    no_block: flag({ about: "do not wait for it", default: false }),
    force: flag({ about: "replace links that are in the way", default: false }),
  },
  examples: [{ name: "webapp", state: "started", enabled: true, daemon_reload: true }],
  returns: { name: "the unit", state: "what it does now", status: "some of what systemctl show says" },
  validate: ({ name, state, enabled, masked }) =>
    name === undefined && (state !== undefined || enabled !== undefined || masked !== undefined)
      ? ["name is required with state, enabled and masked"]
      : [],
  uses: [services],
  vars: ({ enabled, masked, scope }) => ({
    enabled: enabled === undefined ? "" : enabled ? "1" : "0",
    masked: masked === undefined ? "" : masked ? "1" : "0",
    s_scope: scope === "system" ? "" : `--${scope}`,
    sleep: "",
    pattern: "",
  }),
  sh: `
    have systemctl || { [ -n "$check" ] && { change; exit 0; }; fail "systemd is not on this host: use the service module"; }
    s_k=systemd
    [ -z "$daemon_reload" ] || [ -n "$check" ] || must systemctl $s_scope daemon-reload
    [ -z "$daemon_reexec" ] || [ -n "$check" ] || must systemctl $s_scope daemon-reexec
    [ -n "$name" ] || exit 0
    say name "$name"
    if [ -n "$masked" ]; then
      now=0; [ "$(systemctl $s_scope is-enabled "$name" 2>/dev/null)" != masked ] || now=1
      if differs masked "$now" "$masked"; then if [ "$masked" = 1 ]; then must systemctl $s_scope mask "$name"; else must systemctl $s_scope unmask "$name"; fi; fi
    fi
    if ! s_exists "$name" && [ "$masked" != 1 ]; then
      if [ -n "$check" ]; then [ -z "$state$enabled" ] || change; exit 0; fi
      [ -z "$state$enabled" ] || fail "Could not find the requested service $name: host"
    fi
    s_boot
    s_state
    say show "$(systemctl $s_scope show "$name" -p ActiveState -p SubState -p LoadState -p MainPID -p UnitFileState -p FragmentPath 2>/dev/null)"
  `,
  result: ({ said }) => {
    const { show, ...rest } = said as Record<string, unknown>;
    const status = Object.fromEntries(
      String(show ?? "")
        .split("\n")
        .filter(Boolean)
        .map((line) => line.split(/=(.*)/s).slice(0, 2) as [string, string]),
    );
    return { ...rest, status };
  },
});
