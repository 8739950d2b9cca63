import { raw, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_security_policy.ps1";

export default defineModule({
  name: "win_security_policy",
  collection: "community.windows",
  about: "Changes a setting of a Windows host's local security policy, by secedit",
  notes: [
    "Verified: parsed; the lab has no secedit.",
    "Only the one setting is written, and read back. Rights of accounts: win_user_right.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    section: text({ about: "the part: System Access, Event Audit, Registry Values, …", required: true }),
    key: text({ about: "the setting: MinimumPasswordLength, …", required: true }),
    value: raw({ about: "what it is to be; empty: none", required: true }),
  },
  examples: [{ section: "System Access", key: "MinimumPasswordLength", value: 14 }],
  returns: { section: "the part", key: "the setting", value: "what it is", import_log: "what secedit told" },
  powershell: { text: script, uses: [files] },
});
