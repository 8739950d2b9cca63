import { posix } from "node:path";
import { flag, localPath, mode, path, raw, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { writeJson } from "../../model/json_write.js";
import { type Brought, type Controller, defineModule } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import type { LocalFile } from "../../model/script.js";
import { isDict, type Value } from "../../model/value.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../../shell/files/arguments.js";
import { attributeLibraries } from "../../shell/files/attributes.js";
import { bringCopy, copyVars } from "../../shell/files/bring_copy.js";
import { content, placedResult } from "../../shell/files/content.js";
import { folderWay, localTree, remoteCopy } from "../../shell/files/copy_trees.js";
import { treeBelow } from "../../shell/files/tree.js";
import windows from "../../shell/powershell/files/place.ps1";
import { copying } from "../../shell/powershell/libraries.js";
import { filePlaced } from "../../shell/powershell/placed.js";
import { rightsRefused } from "../../shell/powershell/rights.js";

export default defineModule({
  name: "copy",
  about: "Puts files of the controller, or text, on the host",
  hostLocal: true,
  background: false,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.dest ?? ""] : undefined),
  args: {
    src: localPath({ about: "a file or folder on the controller; with a / at its end the folder's content" }),
    content: raw({ about: "the text, instead of src" }),
    dest: path({ about: "where it goes (required)" }),
    remote_src: flag({ about: "src is on the host already", default: false }),
    force: flag({ about: "replace what differs", default: true }),
    directory_mode: mode({ about: "permissions of folders that are made" }),
    follow: flag({ about: "write through a link at dest", default: false }),
    local_follow: flag({
      about: "copy what links point to; default true, with remote_src links stay links",
    }),
    checksum: text({ about: "SHA-1 the source must have" }),
    decrypt: flag({ about: "vaulted sources arrive as plain text", default: true }),
    backup: BACKUP,
    validate: VALIDATE,
    ...FILE_ARGS,
  },
  examples: [
    { src: "app.conf", dest: "/etc/app.conf", mode: "0644" },
    { content: "{{ motd }}\n", dest: "/etc/motd" },
  ],
  returns: {
    dest: "the file",
    checksum: "its SHA-1",
    backup_file: "the copy of what was there",
    mode: "permissions; also owner, group, uid, gid, size and state",
  },
  validate: ({ src, content: given, dest }) => [
    ...(!src && given === undefined ? ["src (or content) is required"] : []),
    ...(!dest ? ["dest is required"] : []),
    ...(src && given !== undefined ? ["src and content are mutually exclusive"] : []),
    ...(given !== undefined && dest?.endsWith("/") ? ["can not use content with a dir as dest"] : []),
  ],
  uses: [content],
  libraries: (args) => [
    ...attributeLibraries(args),
    ...(args.remote_src ? [remoteCopy] : args.dest?.endsWith("/") ? [folderWay] : []),
  ],
  sh: `
    if [ -n "$remote_src" ]; then copy_remote; exit 0; fi
    if [ -n "$tree" ]; then place_tree; exit 0; fi
    case $dest in
    */) reachable "$dest$base"; [ -d "$dest" ] || make_way "$dest"; dest=$dest$base ;;
    *) if [ -d "$dest" ]; then
        [ -n "$base" ] || fail "can not use content with a dir as dest"
        dest=$dest/$base
      fi ;;
    esac
    reachable "$dest"; say checksum "$new_sha1"; folder_of "$dest"
    [ ! -L "$dest" ] || [ -z "$follow" ] || dest=$(readlink -f "$dest")
    [ "$mode" != preserve ] || mode=$new_mode
    place new "$new_sha1" "$dest"
  `,
  bring: async (args, controller) => {
    if (args.remote_src) return { vars: { src: { path: args.src! } } };
    if (args.content !== undefined) {
      const file = controller.localContent(contentText(args.content));
      const wrong = wrongSource(args.checksum, file, controller);
      if (wrong) return { result: wrong };
      return { files: { new: file }, vars: { src: "", base: "", new_mode: "0644" } };
    }
    const found = controller.find("files", args.src!.replace(/(?<=.)\/+$/, ""));
    const { kind, mode } = await controller.stat(found);
    if (kind === "directory") return bringTree(found, args, controller);
    const file = await controller.localFile(found, { decrypt: args.decrypt });
    const wrong = wrongSource(args.checksum, file, controller);
    if (wrong) return { result: wrong };
    return {
      files: { new: file },
      vars: { src: "", base: posix.basename(found), new_mode: modeText(mode) },
    };
  },
  powershell: {
    text: windows,
    uses: [copying],
    refuses: rightsRefused,
    vars: copyVars,
    bring: async (args, controller) => {
      const brought = await bringCopy({ ...args, local_follow: args.local_follow ?? true }, controller);
      const wrong = wrongSource(args.checksum, brought.files?.new, controller);
      return wrong ? { result: wrong } : brought;
    },
    result: (answer, args) => filePlaced(answer, args),
  },
  result: (answer, args, controller) => {
    const { files, ...said } = answer.said;
    // of many files only the whole is told
    if (answer.failure === undefined && files !== undefined && files !== 1)
      return {
        dest: said.dest,
        src: args.src,
        diff: undefined,
      };
    // as a difference names it, where it was found
    const isFound = controller.diff && args.src !== undefined && !args.remote_src;
    const source = isFound ? controller.find("files", args.src!) : args.src;
    const result = placedResult({ ...answer, said }, source, controller);
    if (!args.remote_src) return result;
    const isFolder =
      answer.failure === undefined &&
      said.checksum === undefined &&
      said.msg === undefined &&
      !controller.check;
    return { ...result, diff: undefined, ...(isFolder ? { checksum: null, md5sum: null } : {}) };
  },
});

/** A source that is not the one that `checksum` says. */
function wrongSource(
  wanted: string | undefined,
  file: LocalFile | undefined,
  { check }: Controller,
): ResultValues | undefined {
  if (wanted === undefined || !file || wanted === file.sha1 || check) return undefined;
  return {
    changed: false,
    failed: true,
    msg: "Copied file does not match the expected checksum. Transfer failed.",
    checksum: file.sha1,
    expected_checksum: wanted,
    diff: [],
  };
}

const modeText = (mode: number): string => mode.toString(8).padStart(4, "0");

/** A dict or list becomes JSON as Python writes it; other values their text. */
function contentText(value: Value): string {
  if (Array.isArray(value) || isDict(value)) return writeJson(value, { ascii: true });
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value ?? "");
}

interface TreeArgs {
  src?: string | undefined;
  local_follow?: boolean | undefined;
  decrypt: boolean;
  checksum?: string | undefined;
}

async function bringTree(
  found: string,
  { src, local_follow, decrypt, checksum }: TreeArgs,
  controller: Controller,
): Promise<Brought> {
  const top = src!.endsWith("/") ? "" : posix.basename(found);
  const tree = await treeBelow(found, { below: top && `${top}/`, follow: local_follow ?? true }, controller);
  const odd = tree.files.find(({ path }) => path.includes("\n"));
  if (odd) throw new Fault("ARGUMENT_INVALID", `a file name with a newline cannot be copied: ${odd.from}`);
  const files: LocalFile[] = [];
  let offset = 0;
  const list = [];
  const depth = (path: string) => path.split("/").length;
  tree.files.sort((a, b) => depth(a.path) - depth(b.path));
  for (const { path, from, mode } of tree.files) {
    const file = await controller.localFile(from, { decrypt });
    const result = wrongSource(checksum, file, controller);
    if (result) return { result };
    files.push(file);
    list.push(`${file.sha1} ${modeText(mode)} ${offset} ${file.size} ${path}`);
    offset += file.size;
  }
  const links = tree.links.flatMap(({ path, target }) => [path, target]);
  return {
    files: { new: await controller.joined(files) },
    vars: { src: "", tree: true, top, list, links, folders: tree.folders, count: tree.files.length },
    uses: [localTree],
  };
}
