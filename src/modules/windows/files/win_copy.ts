import { posix } from "node:path";
import { flag, path, raw, text } from "../../../model/args.js";
import { writeJson } from "../../../model/json_write.js";
import { type Brought, type Controller, defineModule } from "../../../model/module.js";
import type { LocalFile } from "../../../model/script.js";
import { isDict, type Value } from "../../../model/value.js";
import { treeBelow } from "../../../shell/files/tree.js";
import { copying } from "../../../shell/powershell/libraries.js";
import { placedResult } from "../../../shell/powershell/placed.js";
import script from "./win_copy.ps1";

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
    vars: ({ remote_src, src }) => ({
      content: null,
      src: remote_src && src ? { path: src } : null,
      list: null,
    }),
    bring: async (args, controller) => {
      if (args.remote_src) return {};
      if (args.content !== undefined)
        return { files: { new: controller.localContent(contentText(args.content)) }, vars: { base: "" } };
      const found = controller.find("files", args.src!.replace(/(?<=.)\/+$/, ""));
      if ((await controller.stat(found)).kind === "directory") return bringFolder(found, args, controller);
      const file = await controller.localFile(found, { decrypt: args.decrypt });
      return { files: { new: file }, vars: { base: posix.basename(found) } };
    },
    result: (answer, { remote_src, src, dest }, { diff }) => {
      if (!remote_src) return placedResult(answer, { src, dest });
      const { prepared, ...said } = answer.said;
      return { src, dest, ...said, ...(diff && prepared !== undefined ? { diff: { prepared } } : {}) };
    },
  },
});

/** A dict or list becomes JSON as Python writes it; other values their text. */
function contentText(value: Value): string {
  if (Array.isArray(value) || isDict(value)) return writeJson(value, { ascii: true });
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value ?? "");
}

interface FolderWish {
  src?: string | undefined;
  local_follow: boolean;
  decrypt: boolean;
}

/** All files of a folder as one, and a line for each: its SHA-1, where it begins, its size, its path. */
async function bringFolder(found: string, wish: FolderWish, controller: Controller): Promise<Brought> {
  const top = wish.src!.endsWith("/") ? "" : `${posix.basename(found)}/`;
  const tree = await treeBelow(found, { below: top, follow: wish.local_follow }, controller);
  const files: LocalFile[] = [];
  const list: string[] = [];
  let offset = 0;
  for (const { path: name, from } of tree.files) {
    const file = await controller.localFile(from, { decrypt: wish.decrypt });
    files.push(file);
    list.push(`${file.sha1} ${offset} ${file.size} ${name}`);
    offset += file.size;
  }
  const folders = [...(top ? [top.slice(0, -1)] : []), ...tree.folders];
  return { files: { new: await controller.joined(files) }, vars: { list, folders } };
}
