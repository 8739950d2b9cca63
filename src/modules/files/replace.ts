import { path, text } from "../../model/args.js";
import { encodeText } from "../../model/encoding.js";
import { Fault } from "../../model/errors.js";
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
import { textFromBytes } from "../../shell/session/bytes.js";

export default defineModule({
  name: "replace",
  about: "Replaces every match of a regular expression in a file",
  hostLocal: true,
  check: "full",
  writes: (args) => (args.validate === undefined ? [args.path ?? ""] : undefined),
  sequential: true,
  args: {
    path: path({ about: "the file", required: true, aliases: ["dest", "destfile", "name"] }),
    regexp: text({ about: "what is replaced; ^ and $ match at lines", required: true }),
    replace: text({ about: "by what; empty removes", default: "" }),
    after: text({ about: "only behind the first match of this" }),
    before: text({ about: "only before the first match of this" }),
    backup: BACKUP,
    validate: VALIDATE,
    encoding: text({ about: "the encoding of the file", default: "utf-8" }),
    ...FILE_ARGS,
  },
  examples: [{ path: "/etc/hosts", regexp: "old\\.example", replace: "new.example" }],
  returns: { msg: "how many were replaced" },
  uses: [edit],
  libraries: attributeLibraries,
  sh: `
    [ -e "$path" ] || { say_json rc 257; fail "Path $path does not exist !"; }
    [ ! -d "$path" ] || { say_json rc 256; fail "Path $path is a directory !"; }
    read_for_edit "$path"
  `,
  powershell: {
    text: windows,
    uses: [editing],
    refuses: rightsRefused,
    vars: () => ({ create: false, missing: "Path" }),
    result: async (answer, args, controller) => ({
      ...(await replaceResult(answer, args, {
        controller,
        edit: (text) => withFileEnds(text, (one) => replaced(one, args)),
      })),
      ...rightsPassedOver(args),
    }),
  },
  result: (answer, args, controller) =>
    replaceResult(answer, args, { controller, edit: (text) => replaced(text, args) }),
});

async function replaceResult(
  answer: Answer,
  args: WriteOptions & { encoding: string },
  { controller, edit }: { controller: Controller; edit: (text: string) => Edited },
): Promise<ResultValues> {
  const { exists: _e, ...said } = answer.said;
  if (answer.failure !== undefined) return said;
  const text = decoded(answer, args.encoding);
  const edited = edit(text);
  const written = { ...edited, text: inFile(edited.text, args.encoding) };
  const { diff: _, ...result } = await finishEdit(answer, written, writeOptions(args), controller);
  if (result.failed) return result;
  const header = { before_header: String(answer.said.path), after_header: String(answer.said.path) };
  const diff = { before: text, after: edited.text, ...header };
  return { ...result, rc: 0, diff: edited.changed && controller.diff ? diff : undefined };
}

const isUtf8 = (encoding: string): boolean => /^utf[-_]?8$/i.test(encoding);

/** The file's text; what is in another encoding than UTF-8 is read by that. */
function decoded(answer: Answer, encoding: string): string {
  if (isUtf8(encoding)) return textOf(answer);
  const name = encoding.toLowerCase().replace(/^latin[-_]?1$/, "iso-8859-1");
  try {
    return new TextDecoder(name, { ignoreBOM: true }).decode(answer.stdout);
  } catch {
    throw new Fault("ARGUMENT_INVALID", `unknown encoding: ${encoding}`);
  }
}

/** The text as it is written: as if the bytes of its encoding were UTF-8. */
const inFile = (text: string, encoding: string): string =>
  isUtf8(encoding) ? text : textFromBytes(encodeText(text, encoding));

interface ReplaceArgs {
  regexp: string;
  replace: string;
  after?: string | undefined;
  before?: string | undefined;
}

function replaced(text: string, args: ReplaceArgs): Edited {
  const section = sectionOf(text, args.after, args.before);
  if (!section)
    return {
      text,
      msg: `Pattern for before/after params did not match the given file: ${pattern(args)}`,
      changed: false,
    };
  const [start, end] = section;
  const regex = PythonRegex.of(args.regexp, { multiline: true });
  const { text: middle, count } = substituted(regex, text.slice(start, end), args.replace);
  const fresh = text.slice(0, start) + middle + text.slice(end);
  const changed = count > 0 && fresh !== text;
  return { text: fresh, msg: changed ? `${count} replacements made` : "", changed };
}

function substituted(regex: PythonRegex, text: string, replacement: string): { text: string; count: number } {
  try {
    return regex.replace(text, replacement);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `Unable to process replace due to error: ${error.message}`, { cause: error });
  }
}

function pattern({ after, before }: { after?: string | undefined; before?: string | undefined }): string {
  if (after && before) return `${after}(?P<subsection>.*?)${before}`;
  return after ? `${after}(?P<subsection>.*)` : `(?P<subsection>.*)${before}`;
}

/** The part of the text between the two patterns. */
function sectionOf(
  text: string,
  after: string | undefined,
  before: string | undefined,
): [number, number] | undefined {
  if (!after && !before) return [0, text.length];
  return PythonRegex.of(pattern({ after, before }), { dotAll: true }).searchGroup(text, "subsection");
}
