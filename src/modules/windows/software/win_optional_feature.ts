import { flag, list, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_optional_feature.ps1";

export default defineModule({
  name: "win_optional_feature",
  collection: "ansible.windows",
  about: "Turns optional features of a Windows host on and off",
  notes: [
    "Verified: parsed; its commands and parameters are those of Windows PowerShell 5.1.",
    "It restarts nothing: `reboot_required` says whether that is needed.",
  ],
  check: "full",
  writes: () => [],
  args: {
    name: list(text({ about: "a feature" }), { about: "the features", required: true }),
    state: oneOf(["absent", "present"])({ about: "on or off?", default: "present" }),
    include_parent: flag({ about: "turn on what they need too", default: false }),
    source: path({ about: "where the files come from" }),
  },
  examples: [{ name: ["TelnetClient"] }],
  returns: { reboot_required: "is a restart needed?" },
  powershell: { text: script },
});
