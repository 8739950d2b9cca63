import type { Controller } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { LocalFile, ShellLibrary } from "../../model/script.js";
import writeEdited from "../powershell/files/write_edited.ps1";
import { editing } from "../powershell/libraries.js";
import { bytesFromText, textFromBytes } from "../session/bytes.js";
import { attributeLibraries } from "./attributes.js";
import { content } from "./content.js";
import { editDiff, editMessage } from "./edit_result.js";

/**
 * `read_for_edit PATH`: the file's bytes as output, and whether it is there.
 * Python's regular expressions are not to be had on a host, so lines are
 * edited on the controller and written back by a second script, where
 * something changes.
 */
export const edit: ShellLibrary = {
  name: "edit",
  uses: [content],
  text: `
read_for_edit() {
[ ! -d "$1" ] || { say_json rc 256; fail "Path $1 is a directory !"; }
if [ -e "$1" ]; then say_json exists true; cat "$1" || fail "cannot read $1"; attributes "$1"
else say_json exists false; fi
say path "$1"
}
`,
};

const WRITE = `
[ ! -L "$path" ] || path=$(readlink -f "$path")
was=; [ ! -f "$path" ] || { checksum "$path"; was=$sum; }
[ "$was" = "$expected" ] || fail "$path was changed by somebody else meanwhile"
if [ -n "$create" ] && ! in_folder "$path"; then mkdir -p "$parent" || fail "Error creating $path"; fi
brought new
if [ -n "$validate" ]; then need new; validated "$new" "$path"; fi
[ -z "$backup" ] || [ ! -e "$path" ] || backup "$path"
p_wear=1 p_check=sha1:$new_sha1; put "$path" content_of new
`;

export interface Edited {
  text: string;
  msg: string;
  changed: boolean;
  more?: ResultValues;
}

/** What bears on how an edited file is written. */
export interface WriteOptions {
  path: string;
  backup: boolean;
  validate: string | undefined;
  mode: string | undefined;
  owner: string | undefined;
  group: string | undefined;
  attributes: string | undefined;
  seuser: string | undefined;
  serole: string | undefined;
  setype: string | undefined;
  selevel: string | undefined;
  unsafe_writes?: boolean | undefined;
}

/** Those of a module's arguments. */
export function writeOptions(args: WriteOptions): WriteOptions {
  const { path, backup, validate, mode, owner, group, attributes, unsafe_writes } = args;
  const { seuser, serole, setype, selevel } = args;
  const labels = { seuser, serole, setype, selevel };
  return { path, backup, validate, mode, owner, group, attributes, unsafe_writes, ...labels };
}

/** The file as text; bytes that are no UTF-8 stay what they are when it is written back. */
export function textOf(answer: Answer): string {
  return textFromBytes(answer.stdout);
}

/** Writes the edited text back where it changed, and makes the module's result. */
export async function finishEdit(
  answer: Answer,
  edited: Edited,
  options: WriteOptions,
  controller: Controller,
): Promise<ResultValues> {
  const path = String(answer.said.path ?? options.path);
  const before = textOf(answer);
  const text = { before, after: edited.changed ? edited.text : before };
  const shown = controller.diff ? text : undefined;
  const resultOf = (diffs: Answer["diffs"]): ResultValues => ({
    changed: edited.changed || answer.changed,
    msg: editMessage(edited.msg, diffs),
    diff: editDiff(path, shown, diffs),
    ...edited.more,
  });
  if (!edited.changed || controller.check) return resultOf(answer.diffs);
  const file = controller.localContent(bytesFromText(edited.text));
  const expected = answer.said.exists === true ? controller.localContent(answer.stdout).sha1 : "";
  const isNew = answer.said.exists !== true;
  const written =
    (await controller.shell()) === "powershell"
      ? await controller.send(windowsWrite({ ...options, path }, { file, expected, isNew }))
      : await controller.send({
          text: WRITE,
          uses: [edit, ...attributeLibraries(options)],
          files: { new: file },
          vars: {
            ...options,
            path,
            create: isNew,
            expected,
            diff: "",
          },
        });
  if (written.failure !== undefined)
    return { ...fileFacts(written.said), failed: true, changed: false, msg: written.failure };
  const result = resultOf([...answer.diffs, ...written.diffs]);
  if (written.said.backup_file !== undefined) result.backup_file = written.said.backup_file;
  return result;
}

const FACTS = ["path", "uid", "gid", "owner", "group", "mode", "size", "state"];

/** What a host says of a file when its owner, group or permissions cannot be as they should. */
export function fileFacts(said: Answer["said"]): ResultValues {
  if (said.uid === undefined) return {};
  return Object.fromEntries(Object.entries(said).filter(([name]) => FACTS.includes(name)));
}

/** The same on a Windows host. */
function windowsWrite(
  { path, backup, validate }: WriteOptions,
  { file, expected, isNew }: { file: LocalFile; expected: string; isNew: boolean },
): Parameters<Controller["send"]>[0] {
  const vars = { path: { path }, backup, validate, expected, create: isNew };
  return { family: "powershell", text: writeEdited, uses: [editing], files: { new: file }, vars };
}
