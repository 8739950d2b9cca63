import { flag, localPath, mode, path, raw, text } from "../model/args.js";
import { Fault } from "../model/errors.js";
import { type Controller, defineModule } from "../model/module.js";
import type { LocalFile, ShellValue } from "../model/script.js";
import { isDict, toPlain, type Value } from "../model/value.js";
import { content } from "../shell/content.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../shell/file_args.js";

export default defineModule({
  name: "copy",
  about: "Puts files of the controller, or text, on the host",
  hostLocal: true,
  check: "full",
  args: {
    src: localPath({ about: "a file or folder on the controller; with a / at its end the folder's content" }),
    content: raw({ about: "the text, instead of src" }),
    dest: path({ about: "where it goes", required: true }),
    remote_src: flag({ about: "src is on the host already", default: false }),
    force: flag({ about: "replace what differs", default: true }),
    directory_mode: mode({ about: "permissions of folders that are made" }),
    follow: flag({ about: "write through a link at dest", default: false }),
    local_follow: flag({ about: "copy what links on the controller point to", default: true }),
    checksum: text({ about: "SHA-1 the source must have" }),
    decrypt: flag({ about: "accepted: vaulted sources are decrypted", default: true }),
    backup: BACKUP,
    validate: VALIDATE,
    ...FILE_ARGS,
  },
  examples: [
    { src: "app.conf", dest: "/etc/app.conf", mode: "0644" },
    { content: "{{ motd }}\n", dest: "/etc/motd" },
  ],
  returns: { dest: "the file", checksum: "its SHA-1", backup_file: "the copy of what was there" },
  validate: ({ src, content: given, dest }) => [
    ...(src === undefined && given === undefined ? ["src (or content) is required"] : []),
    ...(src !== undefined && given !== undefined ? ["src and content are mutually exclusive"] : []),
    ...(given !== undefined && dest?.endsWith("/") ? ["can not use content with a dir as dest"] : []),
  ],
  uses: [content],
  sh: `
    name=$base
    if [ -n "$remote_src" ]; then
      [ -e "$src" ] || fail "Source $src not found"
      if [ -d "$src" ]; then
        case $src in */) top= ;; *) top=/\${src##*/} ;; esac
        src=\${src%/}; [ -d "$dest" ] || [ -n "$check" ] || mkdir -p "$dest"
        root=\${dest%/}$top
        if [ ! -d "$root" ]; then change && mkdir -p "$root"; fi
        (cd "$src" && find . -mindepth 1) | { while IFS= read -r one; do
          one=\${one#./}
          if [ -d "$src/$one" ] && [ ! -L "$src/$one" ]; then
            if [ ! -d "$root/$one" ]; then change && mkdir -p "$root/$one" && { m=$(t_stat "$src/$one"); set -- $m; chmod "\${directory_mode:-$5}" "$root/$one"; }; fi
          elif ! cmp -s "$src/$one" "$root/$one"; then change && cp -p "$src/$one" "$root/$one"; fi
        done; }
        say dest "$dest"; say src "$src"; exit 0
      fi
      case $dest in */) ;; *) [ ! -d "$dest" ] || dest=$dest/ ;; esac
      case $dest in */) dest=$dest\${src##*/} ;; esac
      in_folder "$dest" || { [ -n "$made_dir" ] || fail "Destination directory $parent does not exist"; }
      checksum "$src"; src_sha1=$sum T_at_new=$src
      [ -z "$want" ] || [ "$want" = "$sum" ] || fail "Copied file does not match the expected checksum. Transfer failed."
      [ "$mode" != preserve ] || { set -- $(t_stat "$src"); mode=0$5; }
      [ ! -L "$dest" ] || [ -z "$follow" ] || dest=$(readlink -f "$dest")
      say src "$src"
      place new "$src_sha1" "$dest"
      exit 0
    fi
    if [ -n "$tree" ]; then
      dest=\${dest%/}; [ -n "$dest" ] || dest=/
      printf '%s\\n' "$folders" | { while IFS= read -r one; do
        [ -z "$one" ] && continue
        d=$dest/$one; [ "$one" != . ] || d=$dest
        if [ ! -d "$d" ]; then
          change && { mkdir -p "$d" || fail "cannot make $d"; saved=$mode; [ -z "$directory_mode" ] || mode=$directory_mode; [ -z "$directory_mode" ] || attributes "$d" >/dev/null; mode=$saved; }
        fi
        if [ -n "$directory_mode" ] && [ -d "$d" ]; then saved=$mode mode=$directory_mode; attributes "$d"; mode=$saved; fi
      done; } || exit 1
      n=0
      printf '%s\\n' "$paths" | { while IFS= read -r one; do
        n=$((n+1)); [ -n "$one" ] || continue
        eval "want=\\$f\${n}_sha1; fmode=\\$f\${n}_mode"
        saved=$mode; [ "$mode" != preserve ] || mode=$fmode
        place "f$n" "$want" "$dest/$one"
        mode=$saved
      done; } || exit $?
      printf '%s\\n' "$links" | { while IFS= read -r one; do
        IFS= read -r to || break
        [ "$(readlink "$dest/$one" 2>/dev/null)" = "$to" ] || { change && { rm -rf "$dest/$one"; ln -s "$to" "$dest/$one"; }; }
      done; }
      say dest "$dest/"
      exit 0
    fi
    case $dest in
    */) if [ ! -d "$dest" ]; then
          change; [ -n "$check" ] || mkdir -p "$dest"; [ -z "$directory_mode" ] || [ -n "$check" ] || chmod "$directory_mode" "$dest"
        fi; dest=$dest$name ;;
    *) if [ -d "$dest" ]; then
         [ -n "$name" ] || fail "can not use content with a dir as dest"
         dest=$dest/$name
       fi ;;
    esac
    in_folder "$dest" || [ -n "$check" ] || fail "Destination directory $parent does not exist"
    [ ! -L "$dest" ] || [ -z "$follow" ] || dest=$(readlink -f "$dest")
    [ "$mode" != preserve ] || mode=$new_mode
    place new "$new_sha1" "$dest"
  `,
  bring: async (args, controller) => {
    if (args.remote_src) {
      if (args.src === undefined) throw new Fault("ARGUMENT_MISSING", "src is required with remote_src");
      return { vars: { src: { path: args.src }, base: "", want: args.checksum ?? "" } };
    }
    if (args.content !== undefined)
      return single(controller.localContent(contentText(args.content)), "", 0o644);
    const found = controller.find("files", args.src!);
    const { kind, mode } = await controller.stat(found);
    if (kind === "directory") return bringFolder(found, args.src!.endsWith("/"), controller);
    return single(await controller.localFile(found), found.split("/").at(-1)!, mode);
  },
  result: ({ said, changed }, { src }) =>
    changed && said.src === undefined ? { ...said, src: src ?? said.dest } : said,
});

function single(
  file: LocalFile,
  base: string,
  mode: number,
): { files: { new: LocalFile }; vars: Record<string, ShellValue> } {
  return { files: { new: file }, vars: { base, src: "", new_mode: mode.toString(8).padStart(4, "0") } };
}

/** A dict or list becomes JSON, as in Ansible; other values their text. */
function contentText(value: Value): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) || isDict(value))
    return JSON.stringify(toPlain(value)).replace(/":/g, '": ').replace(/,"/g, ', "');
  return String(value);
}

async function bringFolder(folder: string, onlyContent: boolean, controller: Controller) {
  const prefix = onlyContent ? "" : `${folder.replace(/\/$/, "").split("/").at(-1)}/`;
  const entries = await controller.walk(folder.replace(/\/$/, ""));
  const files: Record<string, LocalFile> = {};
  const vars: Record<string, ShellValue> = { tree: true, src: "", base: "" };
  const paths: string[] = [];
  const links: string[] = [];
  for (const entry of entries) {
    if (entry.kind === "link") links.push(prefix + entry.path, entry.target ?? "");
    if (entry.kind !== "file") continue;
    paths.push(prefix + entry.path);
    files[`f${paths.length}`] = await controller.localFile(`${folder.replace(/\/$/, "")}/${entry.path}`);
    vars[`f${paths.length}_mode`] = entry.mode.toString(8).padStart(4, "0");
  }
  const folders = entries.filter((entry) => entry.kind === "directory").map((entry) => prefix + entry.path);
  vars.folders = [prefix === "" ? "." : prefix.slice(0, -1), ...folders];
  vars.paths = paths;
  vars.links = links;
  return { files, vars };
}
