import { flag, localPath, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "../../../shell/powershell/files/place.ps1";
import { copying } from "../../../shell/powershell/libraries.js";
import { placedResult } from "../../../shell/powershell/placed.js";

const NEWLINES = {
  "\\n": "\n",
  "\\r": "\r",
  "\\r\\n": "\r\n",
  "\n": "\n",
  "\r": "\r",
  "\r\n": "\r\n",
} as const;

export default defineModule({
  name: "win_template",
  collection: "ansible.windows",
  about:
    "Renders a template of the controller into a file on a Windows host; its lines end as Windows has it",
  hostLocal: true,
  check: "full",
  args: {
    src: localPath({ about: "the template", required: true }),
    dest: path({ about: "the file, or the folder for it", required: true }),
    backup: flag({ about: "keep a copy of what was there", default: false }),
    force: flag({ about: "replace what differs", default: true }),
    newline_sequence: oneOf(["\n", "\r", "\r\n", "\\n", "\\r", "\\r\\n"])({
      about: "what ends a line",
      default: "\r\n",
    }),
    block_start_string: text({ about: "start of a block" }),
    block_end_string: text({ about: "end of a block" }),
    variable_start_string: text({ about: "start of an expression" }),
    variable_end_string: text({ about: "end of an expression" }),
    comment_start_string: text({ about: "start of a comment" }),
    comment_end_string: text({ about: "end of a comment" }),
    trim_blocks: flag({ about: "drop the newline after a block", default: true }),
    lstrip_blocks: flag({ about: "drop white space before a block", default: false }),
    output_encoding: oneOf(["utf-8", "latin-1", "utf-16-le"])({
      about: "encoding of the file",
      default: "utf-8",
    }),
  },
  examples: [{ src: "app.conf.j2", dest: "C:\\app\\app.conf" }],
  returns: {
    dest: "the file",
    checksum: "its SHA-1",
    size: "its size",
    backup_file: "the copy of what was there",
  },
  powershell: {
    text: script,
    uses: [copying],
    vars: () => ({ src: null, list: null }),
    bring: async (args, controller) => {
      const found = controller.find("templates", args.src);
      const rendered = await controller.render(found, {
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
      const encoding = ({ "utf-8": "utf8", "latin-1": "latin1", "utf-16-le": "utf16le" } as const)[
        args.output_encoding
      ];
      const base = found.split("/").at(-1)!;
      const file = controller.localContent(Buffer.from(rendered, encoding));
      return { files: { new: file }, vars: { base } };
    },
    result: (answer, { src, dest }) => placedResult(answer, { src, dest }),
  },
});
