import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_feature_info.ps1";

export default defineModule({
  name: "win_feature_info",
  collection: "ansible.windows",
  about: "Tells which roles and features a Windows server has",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { name: text({ about: "one, or a pattern", default: "*" }) },
  examples: [{ name: "Web-*" }],
  returns: {
    exists: "is there one?",
    features: "of each: name, display_name, installed, install_state, parent, …",
  },
  powershell: { text: script },
});
