import { list, oneOf } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_firewall.ps1";

const ACTIONS = ["allow", "block", "not_configured"] as const;

export default defineModule({
  name: "win_firewall",
  collection: "ansible.windows",
  about: "Turns the firewall of a Windows host on and off",
  notes: ["Verified: parsed; its commands and parameters are those of Windows PowerShell 5.1."],
  check: "full",
  writes: () => [],
  args: {
    state: oneOf(["enabled", "disabled"])({ about: "on or off?", required: true }),
    profiles: list(oneOf(["Domain", "Private", "Public"])({ about: "a profile" }), {
      about: "for which networks",
      default: ["Domain", "Private", "Public"],
    }),
    inbound_action: oneOf(ACTIONS)({ about: "what happens to what comes in and no rule is for" }),
    outbound_action: oneOf(ACTIONS)({ about: "and to what goes out" }),
  },
  examples: [{ state: "enabled", profiles: ["Public"], inbound_action: "block" }],
  returns: {
    Domain: "enabled, considered, currentstate; also Private and Public",
    profiles: "for which networks",
    state: "on or off",
  },
  powershell: { text: script },
});
