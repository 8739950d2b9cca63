import { path } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_file_version.ps1";

export default defineModule({
  name: "win_file_version",
  collection: "community.windows",
  about: "Tells the version of a program or library on a Windows host",
  notes: ["Verified: executed in the Windows lab."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { path: path({ about: "the .exe or .dll", required: true }) },
  examples: [{ path: "C:\\Windows\\System32\\cmd.exe" }],
  returns: { win_file_version: "path, file_version, product_version, file_version_raw, file_major_part, …" },
  powershell: { text: script, uses: [files] },
});
