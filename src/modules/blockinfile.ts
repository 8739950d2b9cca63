import { flag, oneOf, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { toJsRegex } from "../model/python_regex.js";
import { type Edited, edit, finishEdit, textOf } from "../shell/edit.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../shell/file_args.js";

export default defineModule({
  name: "blockinfile",
  about: "Keeps a block of lines between two marker lines of a file",
  hostLocal: true,
  check: "full",
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
    encoding: text({ about: "accepted: utf-8", default: "utf-8" }),
    ...FILE_ARGS,
  },
  examples: [{ path: "/etc/hosts", block: "10.0.0.1 web1\n10.0.0.2 web2" }],
  returns: { msg: "Block inserted, Block updated, Block removed" },
  validate: ({ insertafter, insertbefore }) =>
    insertafter !== undefined && insertbefore !== undefined
      ? ["parameters are mutually exclusive: insertbefore|insertafter"]
      : [],
  uses: [edit],
  sh: `
    [ -e "$path" ] || [ -n "$create" ] || { say_json rc 257; fail "Path $path does not exist !"; }
    read_for_edit "$path"
  `,
  result: (answer, args, controller) => {
    if (answer.failure !== undefined) return answer.said;
    const edited = blocked(textOf(answer), args);
    if (edited.changed && answer.said.exists !== true) edited.msg = "File created";
    return finishEdit(
      answer,
      edited,
      {
        path: args.path,
        backup: args.backup,
        validate: args.validate,
        mode: args.mode,
        owner: args.owner,
        group: args.group,
      },
      controller,
    );
  },
});

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

function blocked(text: string, args: BlockArgs): Edited {
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const ended = text === "" || text.endsWith("\n");
  const [begin, end] = [args.marker_begin, args.marker_end].map((mark) =>
    args.marker.replace(/\{mark\}/g, mark),
  );
  const wanted =
    args.state === "present" && args.block !== ""
      ? [begin!, ...args.block.replace(/\n$/, "").split("\n"), end!]
      : [];
  let first = -1;
  let last = -1;
  for (const [index, line] of lines.entries()) {
    if (line === begin) first = index;
    if (line === end) last = index;
  }
  const known = first >= 0 && last >= 0;
  let at: number;
  if (known) {
    const [low, high] = first < last ? [first, last] : [last, first];
    lines.splice(low, high - low + 1);
    at = low;
  } else {
    if (wanted.length === 0) return { text, msg: "", changed: false };
    at = placeFor(lines, args);
  }
  const before = args.prepend_newline && wanted.length > 0 && at > 0 && lines[at - 1] !== "" ? [""] : [];
  const after = args.append_newline && wanted.length > 0 && at < lines.length && lines[at] !== "" ? [""] : [];
  lines.splice(at, 0, ...before, ...wanted, ...after);
  const atEnd = at + wanted.length + before.length >= lines.length;
  const fresh =
    lines.length === 0 ? "" : `${lines.join("\n")}${ended || (wanted.length > 0 && atEnd) ? "\n" : ""}`;
  if (fresh === text) return { text, msg: "", changed: false };
  return {
    text: fresh,
    msg: wanted.length === 0 ? "Block removed" : known ? "Block updated" : "Block inserted",
    changed: true,
  };
}

function placeFor(lines: string[], { insertafter, insertbefore }: BlockArgs): number {
  if (insertbefore === "BOF") return 0;
  const pattern = insertbefore ?? insertafter;
  if (pattern === undefined || pattern === "EOF") return lines.length;
  const regex = toJsRegex(pattern);
  const found = lines.findLastIndex((line) => regex.test(line));
  if (found < 0) return lines.length;
  return insertbefore === undefined ? found + 1 : found;
}
