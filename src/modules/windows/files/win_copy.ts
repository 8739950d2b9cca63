import { flag, path, raw, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { bringCopy, copyVars } from "../../../shell/files/bring_copy.js";
import script from "../../../shell/powershell/files/place.ps1";
import { copying } from "../../../shell/powershell/libraries.js";
import { placedResult } from "../../../shell/powershell/placed.js";

export default defineModule({
  name: "win_copy",
  collection: "ansible.windows",
  about: "Copies files and folders of the controller to a Windows host, or from one place of it to another",
  notes: [
    "Where `force` is false, files of a folder that are there already stay as they are.",
    "Links below a folder are left out, unless `local_follow` says to copy what they point to.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    src: text({ about: "a file or folder of the controller; with / at the end: what is in it" }),
    content: raw({ about: "the content, instead of src" }),
    dest: path({ about: "the file, or the folder for it", required: true }),
    backup: flag({ about: "keep a copy of what was there", default: false }),
    force: flag({ about: "replace what differs", default: true }),
    remote_src: flag({ about: "src is on the host", default: false }),
    local_follow: flag({ about: "copy what links of a folder point to", default: false }),
    decrypt: flag({ about: "copy the plain text of vaulted files", default: true }),
  },
  examples: [
    { src: "app.conf", dest: "C:\\app\\" },
    { content: "hello", dest: "C:\\app\\word.txt" },
  ],
  returns: {
    dest: "where it is",
    checksum: "SHA-1 of a file",
    size: "its size",
    operation: "file_copy or folder_copy",
    backup_file: "the copy of what was there",
  },
  validate: ({ src, content, dest }) => {
    if ((!src && content === undefined) || !dest) return ["src (or content) and dest are required"];
    if (src && content !== undefined) return ["src and content are mutually exclusive"];
    return content !== undefined && /[/\\]$/.test(dest) ? ["dest must be a file if content is defined"] : [];
  },
  powershell: {
    text: script,
    uses: [copying],
    vars: copyVars,
    bring: bringCopy,
    result: (answer, { remote_src, src, dest }, { diff }) => {
      if (!remote_src) return placedResult(answer, { src, dest });
      const { prepared, ...said } = answer.said;
      return { src, dest, ...said, ...(diff && prepared !== undefined ? { diff: { prepared } } : {}) };
    },
  },
});
