import { flag, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { systemd, systemdResult, systemdVars } from "../../shell/services/systemd.js";

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
    force: flag({ about: "replace links that are in the way" }),
  },
  examples: [{ name: "webapp", state: "started", enabled: true, daemon_reload: true }],
  returns: { name: "the unit", state: "what it does now", status: "what systemctl show said before" },
  notes: [
    "In check mode a unit that is not there yet counts as a change: an earlier task may have been going to bring it.",
  ],
  validate: ({ name, state, enabled, masked }) => {
    const [first] = Object.entries({ state, enabled, masked }).find(([, value]) => value !== undefined) ?? [];
    return first !== undefined && name === undefined
      ? [`missing parameter(s) required by '${first}': name`]
      : [];
  },
  uses: [systemd],
  vars: systemdVars,
  sh: "systemd_main",
  result: systemdResult,
});
