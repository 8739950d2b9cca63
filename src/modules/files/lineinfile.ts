import { flag, oneOf, path, text } from "../../model/args.js";
import { type Controller, defineModule, type Module } from "../../model/module.js";
import { toPosixRegex } from "../../model/posix_regex.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellValue } from "../../model/script.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../../shell/files/arguments.js";
import { attributeLibraries } from "../../shell/files/attributes.js";
import { fileFacts, finishEdit, textOf, writeOptions } from "../../shell/files/edit.js";
import { editLine } from "../../shell/files/edit_line.js";
import { editDiff, editMessage } from "../../shell/files/edit_result.js";
import { editedLines } from "../../shell/files/line_edit.js";
import { withFileEnds } from "../../shell/files/line_ends.js";
import windows from "../../shell/powershell/files/read_for_edit.ps1";
import { editing } from "../../shell/powershell/libraries.js";
import { rightsPassedOver, rightsRefused } from "../../shell/powershell/rights.js";
import { scriptFor } from "../../shell/session/script.js";

const lineinfile = defineModule({
  name: "lineinfile",
  about: "Makes sure that a line is, or is not, in a file",
  hostLocal: true,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.path ?? ""] : undefined),
  args: {
    path: path({ about: "the file", required: true, aliases: ["dest", "destfile", "name"] }),
    state: oneOf(["present", "absent"])({ about: "is the line wanted?", default: "present" }),
    regexp: text({ about: "the line that is replaced or removed", aliases: ["regex"] }),
    search_string: text({ about: "text that the line holds, instead of regexp" }),
    line: text({ about: "the line", aliases: ["value"] }),
    backrefs: flag({
      about: "fill the groups of regexp into line; do nothing where it matches nowhere",
      default: false,
    }),
    insertafter: text({ about: "where a new line goes: EOF, or after the last line that matches" }),
    insertbefore: text({ about: "where a new line goes: BOF, or before the last line that matches" }),
    create: flag({ about: "make the file where there is none", default: false }),
    firstmatch: flag({ about: "insertafter and insertbefore mean the first match", default: false }),
    backup: BACKUP,
    validate: VALIDATE,
    ...FILE_ARGS,
  },
  examples: [{ path: "/etc/ssh/sshd_config", regexp: "^PermitRootLogin", line: "PermitRootLogin no" }],
  returns: { msg: "line added, line replaced, or nothing" },
  exclusive: ["insertbefore|insertafter", "regexp|search_string", "backrefs|search_string"],
  validate: (args) => [
    ...(args.backrefs && args.regexp === undefined ? ["regexp is required with backrefs=true"] : []),
    ...(args.state === "present" && args.line === undefined ? ["line is required with state=present"] : []),
    ...(args.state === "absent" &&
    args.line === undefined &&
    args.regexp === undefined &&
    args.search_string === undefined
      ? ["one of line, search_string, or regexp is required with state=absent"]
      : []),
  ],
  // what awk can match is edited on the host; otherwise the controller looks at the file first
  sequential: (args) => isLookedAt(args),
  uses: [editLine],
  libraries: attributeLibraries,
  vars: editVars,
  sh: `
    empty="is an empty string, which will match every line in the file. This may have unintended consequences, such as replacing the last line in the file rather than appending."
    case $by in
    regexp) [ -n "$regexp" ] || warn "The regular expression $empty If this is desired, use '^' to match every line in the file and avoid this warning." ;;
    search) [ -n "$search_string" ] || warn "The search string $empty" ;;
    esac
    edit_line
  `,
  powershell: {
    text: windows,
    uses: [editing],
    sequential: true,
    refuses: rightsRefused,
    vars: ({ state }) => ({ absent: state === "absent", missing: "Destination" }),
    result: async (answer, args, controller) => {
      if (answer.failure !== undefined || answer.said.absent === true) return answer.said;
      const text = textOf(answer);
      const done = withFileEnds(text, (one) => editedLines(one, args));
      const result = await finishEdit(answer, done, writeOptions(args), controller);
      return { backup: "", ...result, ...rightsPassedOver(args) };
    },
  },
  result: async (answer, args, controller) =>
    answer.said.looked === true && answer.failure === undefined
      ? edited(await editLookedAt(answer.stdout, args, controller), args, controller)
      : edited(answer, args, controller),
});

interface LineArgs {
  path: string;
  regexp?: string | undefined;
  search_string?: string | undefined;
  line?: string | undefined;
  backrefs: boolean;
  insertafter?: string | undefined;
  insertbefore?: string | undefined;
  firstmatch: boolean;
}

/** The expression behind or before which a new line goes. */
function spotOf({ insertafter, insertbefore }: LineArgs): string | undefined {
  if (insertafter !== undefined) return /^(BOF|EOF)$/.test(insertafter) ? undefined : insertafter;
  return insertbefore === "BOF" ? undefined : insertbefore;
}

function isLookedAt(args: LineArgs): boolean {
  const patterns = [args.regexp, spotOf(args)].filter((pattern) => pattern !== undefined);
  return args.backrefs || patterns.some((pattern) => toPosixRegex(pattern) === undefined);
}

function editVars(args: LineArgs): Record<string, ShellValue> {
  const spot = spotOf(args);
  for (const pattern of [args.regexp, spot]) if (pattern !== undefined) regexOf(pattern);
  return {
    by: args.regexp !== undefined ? "regexp" : args.search_string !== undefined ? "search" : "line",
    matches: args.regexp === undefined ? "" : toPosixRegex(args.regexp),
    spot: spot === undefined ? "" : toPosixRegex(spot),
    look: isLookedAt(args),
    looked: "",
    filled: "",
  };
}

/** Python looks at bytes here: text whose characters are the bytes of UTF-8. */
const bytesOf = (text: string): string => Buffer.from(text).toString("latin1");

const regexOf = (pattern: string) => PythonRegex.of(bytesOf(pattern), { ascii: true });

/** Finds with Python's expressions what awk cannot find, and has the host edit those lines. */
function editLookedAt(file: Buffer, args: LineArgs, controller: Controller): Promise<Answer> {
  const lines = file.toString("latin1").match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const matching = (pattern: string | undefined): number[] => {
    if (pattern === undefined) return [];
    const regex = regexOf(pattern);
    return lines.flatMap((line, index) => (regex.test(line) ? [index + 1] : []));
  };
  const found = matching(args.regexp);
  const at = args.firstmatch ? found[0] : found.at(-1);
  const match = at === undefined ? undefined : regexOf(args.regexp!).search(lines[at - 1]!);
  const filled = args.backrefs && match ? regexOf(args.regexp!).expand(match, bytesOf(args.line!)) : "";
  const vars = {
    look: false,
    looked: controller.localContent(file).sha1,
    matches: found.join(" "),
    spot: matching(spotOf(args)).join(" "),
    filled: Buffer.from(filled, "latin1").toString(),
  };
  return controller.send(scriptFor(lineinfile as unknown as Module, { ...args }, { vars }));
}

function edited(answer: Answer, args: LineArgs, controller: Controller): ResultValues {
  const { found, msg, path: real, backup_file, rc } = answer.said;
  if (answer.failure !== undefined)
    return {
      ...fileFacts(answer.said),
      changed: false,
      failed: true,
      msg: answer.failure,
      ...(rc === undefined ? {} : { rc: Number(rc) }),
    };
  if (answer.said.absent === true) return { changed: false, msg };
  const path = String(real ?? args.path);
  const content = answer.diffs.find((diff) => diff.kind === "content");
  const diff = editDiff(path, content, answer.diffs);
  return {
    changed: answer.changed,
    msg: editMessage(String(msg ?? ""), answer.diffs),
    ...(found === undefined ? {} : { found }),
    backup: backup_file ?? "",
    // in check mode Ansible looks no further than to the text of a file that is to be made
    diff: controller.check && answer.said.exists === false ? diff[0] : diff,
  };
}

export default lineinfile;
