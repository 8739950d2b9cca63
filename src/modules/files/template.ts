import { flag, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../../shell/files/arguments.js";
import { attributeLibraries } from "../../shell/files/attributes.js";
import { content, placedResult } from "../../shell/files/content.js";
import { folderWay } from "../../shell/files/copy_trees.js";
import { newlineSequence, rendered, TEMPLATE_ARGS } from "../../shell/files/rendered.js";
import windows from "../../shell/powershell/files/place.ps1";
import { copying } from "../../shell/powershell/libraries.js";
import { filePlaced } from "../../shell/powershell/placed.js";
import { rightsRefused } from "../../shell/powershell/rights.js";

export default defineModule({
  name: "template",
  about: "Renders a template of the controller into a file on the host",
  hostLocal: true,
  background: false,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.dest ?? ""] : undefined),
  args: {
    ...TEMPLATE_ARGS,
    dest: path({ about: "the file", required: true }),
    follow: flag({ about: "write through a link at dest", default: false }),
    newline_sequence: newlineSequence("\n"),
    output_encoding: text({ about: "encoding of the file", default: "utf-8" }),
    backup: BACKUP,
    validate: VALIDATE,
    ...FILE_ARGS,
  },
  examples: [{ src: "app.conf.j2", dest: "/etc/app.conf", mode: "0644", validate: "app --check %s" }],
  returns: {
    dest: "the file",
    checksum: "its SHA-1",
    backup_file: "the copy of what was there",
    mode: "permissions; also owner, group, uid, gid, size and state",
  },
  uses: [content],
  libraries: (args) => [...attributeLibraries(args), ...(String(args.dest).endsWith("/") ? [folderWay] : [])],
  sh: `
    case $dest in */) reachable "$dest$name"; [ -d "$dest" ] || make_way "$dest"; dest=$dest$name ;; *) [ ! -d "$dest" ] || dest=$dest/$name ;; esac
    reachable "$dest"; say checksum "$new_sha1"; folder_of "$dest"
    [ ! -L "$dest" ] || [ -z "$follow" ] || dest=$(readlink -f "$dest")
    [ "$mode" != preserve ] || mode=$new_mode
    place new "$new_sha1" "$dest"
  `,
  powershell: {
    text: windows,
    uses: [copying],
    refuses: rightsRefused,
    vars: () => ({ src: null, list: null }),
    bring: async (args, controller) => {
      const { files, name } = await rendered(args, controller);
      return { files, vars: { base: name } };
    },
    result: (answer, args) => filePlaced(answer, args),
  },
  bring: async (args, controller) => {
    const { files, name, mode } = await rendered(args, controller);
    return {
      files,
      vars: { src: "", directory_mode: "", name, new_mode: mode.toString(8).padStart(4, "0") },
    };
  },
  result: (answer, { src }, controller) => placedResult(answer, src, controller),
});
