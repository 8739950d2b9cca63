import { oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { programs } from "../../../shell/powershell/libraries.js";
import script from "./win_hotfix.ps1";

export default defineModule({
  name: "win_hotfix",
  collection: "ansible.windows",
  about: "Installs and removes single updates of Windows (.msu)",
  notes: [
    "Verified: parsed.",
    "Windows itself forbids it over WinRM in many cases: then a scheduled task has to do it.",
  ],
  check: "full",
  writes: () => [],
  args: {
    hotfix_identifier: text({
      about: "name that DISM has for it; of an installation: what the file must be",
    }),
    hotfix_kb: text({ about: "its number, KB1234567; the same" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    source: path({ about: "the .msu file" }),
  },
  examples: [
    { source: "C:\\temp\\windows8.1-kb3172729-x64.msu" },
    { hotfix_kb: "KB3172729", state: "absent" },
  ],
  returns: {
    identifier: "name that DISM has for it",
    identifiers: "of all that are in the file",
    kb: "its number",
    kbs: "the numbers of all",
    reboot_required: "is a restart needed?",
  },
  validate: ({ state = "present", source, hotfix_identifier, hotfix_kb }) => {
    if (state === "present") return source === undefined ? ["source must be set when state=present"] : [];
    return hotfix_identifier === undefined && hotfix_kb === undefined
      ? ["either hotfix_identifier or hotfix_kb needs to be set when state=absent"]
      : [];
  },
  powershell: { text: script, uses: [programs] },
});
