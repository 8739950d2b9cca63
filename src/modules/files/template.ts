import { flag, localPath, oneOf, path, text } from "../../model/args.js";
import { encodeText } from "../../model/encoding.js";
import { type Controller, defineModule } from "../../model/module.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../../shell/files/arguments.js";
import { attributeLibraries } from "../../shell/files/attributes.js";
import { content, placedResult } from "../../shell/files/content.js";
import windows from "../../shell/powershell/files/place.ps1";
import { copying } from "../../shell/powershell/libraries.js";
import { filePlaced } from "../../shell/powershell/placed.js";
import { rightsRefused } from "../../shell/powershell/rights.js";

const NEWLINES = {
  "\\n": "\n",
  "\\r": "\r",
  "\\r\\n": "\r\n",
  "\n": "\n",
  "\r": "\r",
  "\r\n": "\r\n",
} as const;

export default defineModule({
  name: "template",
  about: "Renders a template of the controller into a file on the host",
  hostLocal: true,
  background: false,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.dest ?? ""] : undefined),
  args: {
    src: localPath({ about: "the template", required: true }),
    dest: path({ about: "the file", required: true }),
    force: flag({ about: "replace what differs", default: true }),
    follow: flag({ about: "write through a link at dest", default: false }),
    newline_sequence: oneOf(["\n", "\r", "\r\n", "\\n", "\\r", "\\r\\n"])({
      about: "what ends a line",
      default: "\n",
    }),
    block_start_string: text({ about: "start of a block" }),
    block_end_string: text({ about: "end of a block" }),
    variable_start_string: text({ about: "start of an expression" }),
    variable_end_string: text({ about: "end of an expression" }),
    comment_start_string: text({ about: "start of a comment" }),
    comment_end_string: text({ about: "end of a comment" }),
    trim_blocks: flag({ about: "drop the newline after a block", default: true }),
    lstrip_blocks: flag({ about: "drop white space before a block", default: false }),
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
  libraries: attributeLibraries,
  sh: `
    case $dest in */) dest=$dest$name ;; *) [ ! -d "$dest" ] || dest=$dest/$name ;; esac
    say checksum "$new_sha1"; folder_of "$dest"
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
    return { files, vars: { src: "", name, new_mode: mode.toString(8).padStart(4, "0") } };
  },
  result: (answer, { src }, controller) => placedResult(answer, src, controller),
});

interface TemplateArgs {
  src: string;
  dest: string;
  newline_sequence: keyof typeof NEWLINES;
  block_start_string?: string | undefined;
  block_end_string?: string | undefined;
  variable_start_string?: string | undefined;
  variable_end_string?: string | undefined;
  comment_start_string?: string | undefined;
  comment_end_string?: string | undefined;
  trim_blocks: boolean;
  lstrip_blocks: boolean;
  output_encoding: string;
}

/** The template's text as a file, its name and its permissions. */
async function rendered(args: TemplateArgs, controller: Controller) {
  const found = controller.find("templates", args.src);
  const { mode } = await controller.stat(found);
  const text = await controller.render(found, {
    blockStart: args.block_start_string,
    blockEnd: args.block_end_string,
    variableStart: args.variable_start_string,
    variableEnd: args.variable_end_string,
    commentStart: args.comment_start_string,
    commentEnd: args.comment_end_string,
    trimBlocks: args.trim_blocks,
    lstripBlocks: args.lstrip_blocks,
    newline: NEWLINES[args.newline_sequence],
    destination: args.dest,
  });
  const name = found.split("/").at(-1)!;
  const bytes = encodeText(text, args.output_encoding);
  return { files: { new: controller.localContent(bytes) }, name, mode };
}
