import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { native } from "../../../shell/powershell/libraries.js";
import script from "./win_hostname.ps1";

export default defineModule({
  name: "win_hostname",
  collection: "ansible.windows",
  about: "Sets the name of a Windows host; it has it after a restart",
  notes: ["Verified: executed in the Windows lab."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: { name: text({ about: "the name", required: true }) },
  examples: [{ name: "web1" }],
  returns: { old_name: "the name before", reboot_required: "is a restart needed?" },
  powershell: { text: script, uses: [native] },
});
