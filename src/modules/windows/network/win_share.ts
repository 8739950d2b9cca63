import { flag, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { accounts } from "../../../shell/powershell/libraries.js";
import script from "./win_share.ps1";

export default defineModule({
  name: "win_share",
  collection: "ansible.windows",
  about: "Shares folders of a Windows host, and says who may use them",
  notes: ["Verified: by doubles of the commands of SmbShare."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "name of the share", required: true }),
    path: path({ about: "the folder; needed for a share that is to be there" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    description: text({ about: "what it is for", default: "" }),
    list: flag({ about: "does everybody see all names in it?", default: false }),
    read: text({ about: "who may read, with commas between", default: "" }),
    change: text({ about: "who may read and write", default: "" }),
    full: text({ about: "who may do all", default: "" }),
    deny: text({ about: "who may do nothing", default: "" }),
    caching_mode: oneOf(["BranchCache", "Documents", "Manual", "None", "Programs", "Unknown"])({
      about: "what is kept offline",
      default: "Manual",
    }),
    scope_name: text({ about: "scope in a cluster" }),
    encrypt: flag({ about: "is the traffic encrypted?", default: false }),
    rule_action: oneOf(["set", "add"])({ about: "do other rules go, or stay?", default: "set" }),
  },
  examples: [{ name: "data", path: "C:\\data", read: "Everyone", full: "Administrators" }],
  returns: { actions: "the commands that were used" },
  validate: ({ state = "present", path: folder }) =>
    state === "present" && folder === undefined ? ["Get-AnsibleParam: Missing required argument: path"] : [],
  powershell: { text: script, uses: [accounts] },
});
