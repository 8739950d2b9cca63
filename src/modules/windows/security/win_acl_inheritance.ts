import { flag, oneOf, path } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { acls } from "../../../shell/powershell/libraries.js";
import script from "./win_acl_inheritance.ps1";

export default defineModule({
  name: "win_acl_inheritance",
  collection: "ansible.windows",
  about: "Says whether a file, folder or key of a Windows host inherits rights from above",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    path: path({ about: "the file, folder or key", required: true }),
    state: oneOf(["absent", "present"])({ about: "are rights inherited?", default: "absent" }),
    reorganize: flag({
      about: "absent: keep what was inherited as its own; present: drop what is inherited anyway",
      default: false,
    }),
  },
  examples: [{ path: "C:\\app\\secret", state: "absent", reorganize: true }],
  powershell: { text: script, uses: [acls] },
});
