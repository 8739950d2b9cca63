import { flag, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { acls } from "../../../shell/powershell/libraries.js";
import script from "./win_owner.ps1";

export default defineModule({
  name: "win_owner",
  collection: "ansible.windows",
  about: "Sets who owns files and folders of a Windows host",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "full",
  args: {
    path: path({ about: "the file or folder", required: true }),
    user: text({ about: "the owner: name, DOMAIN\\name or SID", required: true }),
    recurse: flag({ about: "also of all that is below", default: false }),
  },
  examples: [{ path: "C:\\app", user: "app", recurse: true }],
  powershell: { text: script, uses: [acls] },
});
