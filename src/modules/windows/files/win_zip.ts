import { path } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_zip.ps1";

export default defineModule({
  name: "win_zip",
  collection: "community.windows",
  about: "Packs a file or folder of a Windows host into a zip archive",
  notes: [
    "Verified: executed in the Windows lab beside Ansible's module.",
    "An archive that is there already is left as it is.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    src: path({ about: "the file or folder; with `\\*` at the end: what is in the folder", required: true }),
    dest: path({ about: "the archive: a path that ends in .zip", required: true }),
  },
  examples: [{ src: "C:\\app\\logs", dest: "C:\\backup\\logs.zip" }],
  returns: { msg: "that there is an archive already" },
  powershell: { text: script, uses: [files] },
});
