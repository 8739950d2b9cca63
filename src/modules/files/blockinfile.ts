import { flag, oneOf, path, text } from "../../model/args.js";
import { type Controller, defineModule } from "../../model/module.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../../shell/files/arguments.js";
import { attributeLibraries } from "../../shell/files/attributes.js";
import {
  type Edited,
  edit,
  finishEdit,
  textOf,
  type WriteOptions,
  writeOptions,
} from "../../shell/files/edit.js";
import { withFileEnds } from "../../shell/files/line_ends.js";
import windows from "../../shell/powershell/files/read_for_edit.ps1";
import { editing } from "../../shell/powershell/libraries.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";

export default defineModule({
  name: "blockinfile",
  about: "Keeps a block of lines between two marker lines of a file",
  hostLocal: true,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.path ?? ""] : undefined),
  sequential: true,
  args: {
    path: path({ about: "the file", required: true, aliases: ["dest", "destfile", "name"] }),
    state: oneOf(["present", "absent"])({ about: "is the block wanted?", default: "present" }),
    block: text({ about: "the lines; empty removes the block", default: "", aliases: ["content"] }),
    marker: text({
      about: "the marker lines; {mark} is BEGIN or END",
      default: "# {mark} ANSIBLE MANAGED BLOCK",
    }),
    marker_begin: text({ about: "{mark} of the first line", default: "BEGIN" }),
    marker_end: text({ about: "{mark} of the last line", default: "END" }),
    insertafter: text({ about: "where a new block goes: EOF, or after the last line that matches" }),
    insertbefore: text({ about: "where a new block goes: BOF, or before the last line that matches" }),
    create: flag({ about: "make the file where there is none", default: false }),
    append_newline: flag({ about: "an empty line after the block", default: false }),
    prepend_newline: flag({ about: "an empty line before the block", default: false }),
    backup: BACKUP,
    validate: VALIDATE,
    ...FILE_ARGS,
  },
  examples: [{ path: "/etc/hosts", block: "10.0.0.1 web1\n10.0.0.2 web2" }],
  returns: { msg: "File created, Block inserted, Block removed" },
  exclusive: ["insertbefore|insertafter"],
  uses: [edit],
  libraries: attributeLibraries,
  sh: `
    [ -e "$path" ] || [ -n "$create" ] || { say_json rc 257; fail "Path $path does not exist !"; }
    read_for_edit "$path"
  `,
  powershell: {
    text: windows,
    uses: [editing],
    refuses: rightsRefused,
    vars: () => ({ missing: "Path" }),
    result: async (answer, args, controller) => ({
      ...(await blockResult(answer, args, {
        controller,
        edit: (text) => withFileEnds(text, (one) => blocked(one, args)),
      })),
      ...rightsPassedOver(args),
    }),
  },
  result: (answer, args, controller) =>
    blockResult(answer, args, { controller, edit: (text) => blocked(text, args) }),
});

async function blockResult(
  answer: Answer,
  args: BlockArgs & WriteOptions,
  { controller, edit }: { controller: Controller; edit: (text: string) => Edited },
): Promise<ResultValues> {
  if (answer.failure !== undefined) {
    const { exists: _, ...said } = answer.said;
    return said;
  }
  const isNew = answer.said.exists !== true;
  if (isNew && args.state === "absent")
    return { changed: false, msg: `File ${answer.said.path} not present` };
  const edited = edit(textOf(answer));
  // a file that is made for an empty block too
  if (isNew) Object.assign(edited, { changed: true, msg: "File created" });
  const result = await finishEdit(answer, edited, writeOptions(args), controller);
  // in check mode Ansible looks no further than to the text of a file that is to be made
  if (controller.check && isNew) result.diff = (result.diff as unknown[])[0];
  return result;
}

interface BlockArgs {
  state: string;
  block: string;
  marker: string;
  marker_begin: string;
  marker_end: string;
  insertafter?: string | undefined;
  insertbefore?: string | undefined;
  append_newline: boolean;
  prepend_newline: boolean;
}

/** The text with the block as wanted. Lines keep their ends. */
function blocked(text: string, args: BlockArgs): Edited {
  const lines: string[] = text.match(LINES) ?? [];
  const block = args.state === "present" ? args.block : "";
  const [begin, end] = [args.marker_begin, args.marker_end].map(
    (mark) => `${args.marker.replaceAll("{mark}", () => mark)}\n`,
  ) as [string, string];
  const wanted = block === "" ? [] : [begin, ...(ended(block).match(LINES) ?? []), end];
  const [first, last] = [lines.lastIndexOf(begin), lines.lastIndexOf(end)];
  const known = first >= 0 && last >= 0;
  let at = known ? Math.min(first, last) : placeFor(text, lines, args);
  if (known) lines.splice(at, Math.abs(last - first) + 1);
  if (at > 0) lines[at - 1] = ended(lines[at - 1]!);
  if (args.prepend_newline && args.state === "present" && at > 0 && lines[at - 1] !== "\n")
    lines.splice(at++, 0, "\n");
  lines.splice(at, 0, ...wanted);
  const behind = at + wanted.length;
  if (args.append_newline && args.state === "present" && behind < lines.length && lines[behind] !== "\n")
    lines.splice(behind, 0, "\n");
  const fresh = lines.join("");
  if (fresh === text) return { text, msg: "", changed: false };
  return { text: fresh, msg: wanted.length === 0 ? "Block removed" : "Block inserted", changed: true };
}

const LINES = /[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g;

const ended = (line: string): string => (line.endsWith("\n") ? line : `${line}\n`);

/** Before which line a new block goes. An expression with `(?m)` is looked for in the whole text. */
function placeFor(text: string, lines: string[], { insertafter, insertbefore }: BlockArgs): number {
  if (insertbefore === "BOF") return 0;
  const pattern = insertafter === undefined || insertafter === "EOF" ? insertbefore : insertafter;
  if (pattern === undefined) return lines.length;
  const regex = PythonRegex.of(pattern);
  if (regex.flags.multiline) {
    const found = regex.search(text);
    if (!found) return lines.length;
    const upTo = insertafter === undefined ? found.start : found.end;
    return text.slice(0, upTo).split("\n").length - (insertafter === undefined ? 1 : 0);
  }
  const found = lines.findLastIndex((line) => regex.test(line));
  if (found < 0) return lines.length;
  return insertafter === undefined ? found : found + 1;
}
