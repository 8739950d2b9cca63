import { flag, localPath, oneOf, text } from "../../model/args.js";
import { encodeText } from "../../model/encoding.js";
import type { Controller } from "../../model/module.js";

const NEWLINES = {
  "\\n": "\n",
  "\\r": "\r",
  "\\r\\n": "\r\n",
  "\n": "\n",
  "\r": "\r",
  "\r\n": "\r\n",
} as const;

/** `newline_sequence`, with what is usual on a system. */
export const newlineSequence = (usual: "\n" | "\r\n") =>
  oneOf(["\n", "\r", "\r\n", "\\n", "\\r", "\\r\\n"])({ about: "what ends a line", default: usual });

/** Arguments that say how a template is read. */
export const TEMPLATE_ARGS = {
  src: localPath({ about: "the template", required: true }),
  force: flag({ about: "replace what differs", default: true }),
  block_start_string: text({ about: "start of a block" }),
  block_end_string: text({ about: "end of a block" }),
  variable_start_string: text({ about: "start of an expression" }),
  variable_end_string: text({ about: "end of an expression" }),
  comment_start_string: text({ about: "start of a comment" }),
  comment_end_string: text({ about: "end of a comment" }),
  trim_blocks: flag({ about: "drop the newline after a block", default: true }),
  lstrip_blocks: flag({ about: "drop white space before a block", default: false }),
} as const;

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

/** The template's text as a file, its name and its permissions. Faults: those of templates; ARGUMENT_INVALID (encoding). */
export async function rendered(args: TemplateArgs, controller: Controller) {
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
    source: args.src,
    destination: args.dest,
  });
  const name = found.split("/").at(-1)!;
  const bytes = encodeText(text, args.output_encoding);
  return { files: { new: controller.localContent(bytes) }, name, mode };
}
