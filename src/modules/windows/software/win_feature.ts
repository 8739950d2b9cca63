import { flag, list, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_feature.ps1";

export default defineModule({
  name: "win_feature",
  collection: "ansible.windows",
  about: "Installs and removes roles and features of a Windows server",
  notes: [
    "Verified: by doubles of the commands of ServerManager.",
    "It restarts nothing: `reboot_required` says whether that is needed.",
  ],
  check: "full",
  writes: () => [],
  args: {
    name: list(text({ about: "a feature" }), { about: "the features", required: true }),
    state: oneOf(["absent", "present"])({ about: "are they to be there?", default: "present" }),
    include_sub_features: flag({ about: "with all that is below them", default: false }),
    include_management_tools: flag({ about: "with the tools to manage them", default: false }),
    source: path({ about: "where the files come from" }),
  },
  examples: [{ name: ["Containers"] }, { name: ["Web-Server"], include_management_tools: true }],
  returns: {
    feature_result: "of each feature that changed: id, display_name, reboot_required, …",
    exitcode: "Success, NoChangeNeeded, SuccessRestartRequired, …",
    reboot_required: "is a restart needed?",
  },
  powershell: { text: script },
});
