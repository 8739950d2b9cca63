import { oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "../../../shell/powershell/files/tempfile.ps1";
import { files } from "../../../shell/powershell/libraries.js";

export default defineModule({
  name: "win_tempfile",
  collection: "ansible.windows",
  about: "Makes a temporary file or folder on a Windows host",
  hostLocal: true,
  check: "full",
  args: {
    state: oneOf(["directory", "file"])({ about: "what is made", default: "file" }),
    path: path({ about: "folder to make it in", aliases: ["dest"] }),
    prefix: text({ about: "start of the name", default: "ansible." }),
    suffix: text({ about: "end of the name", default: "", nullable: true }),
  },
  examples: [{ state: "directory", suffix: "build" }],
  returns: { path: "what was made", state: "file or directory" },
  powershell: { text: script, uses: [files] },
});
