import { oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_file.ps1";

const FORMAT = "yyyy-MM-dd HH:mm:ss";

export default defineModule({
  name: "win_file",
  collection: "ansible.windows",
  about: "Creates, touches and removes files and folders of a Windows host",
  hostLocal: true,
  check: "full",
  args: {
    path: path({ about: "the file or folder", required: true, aliases: ["dest", "name"] }),
    state: oneOf(["absent", "directory", "file", "touch"])({
      about: "what there is to be; `file` creates nothing",
    }),
    access_time: text({ about: "time of the last access: now, preserve, or a time" }),
    access_time_format: text({ about: "how that time is written", default: FORMAT }),
    modification_time: text({ about: "time of the last change: now, preserve, or a time" }),
    modification_time_format: text({ about: "how that time is written", default: FORMAT }),
  },
  examples: [{ path: "C:\\app\\logs", state: "directory" }],
  powershell: { text: script, uses: [files] },
});
