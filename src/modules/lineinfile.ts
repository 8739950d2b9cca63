import { flag, oneOf, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { expandReplacement, toJsRegex } from "../model/python_regex.js";
import { type Edited, edit, finishEdit, textOf } from "../shell/edit.js";
import { BACKUP, FILE_ARGS, VALIDATE } from "../shell/file_args.js";

export default defineModule({
  name: "lineinfile",
  about: "Makes sure that a line is, or is not, in a file",
  hostLocal: true,
  check: "full",
  sequential: true,
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
    encoding: text({ about: "accepted: utf-8", default: "utf-8" }),
    ...FILE_ARGS,
  },
  examples: [{ path: "/etc/ssh/sshd_config", regexp: "^PermitRootLogin", line: "PermitRootLogin no" }],
  returns: { msg: "line added, line replaced, or nothing" },
  validate: (args) => [
    ...(args.insertbefore !== undefined && args.insertafter !== undefined
      ? ["parameters are mutually exclusive: insertbefore|insertafter"]
      : []),
    ...(args.regexp !== undefined && args.search_string !== undefined
      ? ["parameters are mutually exclusive: regexp|search_string"]
      : []),
    ...(args.backrefs && args.regexp === undefined ? ["regexp is required with backrefs=true"] : []),
    ...(args.state === "present" && args.line === undefined ? ["line is required with state=present"] : []),
    ...(args.state === "absent" &&
    args.line === undefined &&
    args.regexp === undefined &&
    args.search_string === undefined
      ? ["one of line, search_string, or regexp is required with state=absent"]
      : []),
  ],
  uses: [edit],
  sh: `
    [ -e "$path" ] || [ "$state" = absent ] || [ -n "$create" ] || { say_json rc 257; fail "Destination $path does not exist !"; }
    read_for_edit "$path"
  `,
  result: (answer, args, controller) => {
    if (answer.failure !== undefined) return answer.said;
    if (args.state === "absent" && answer.said.exists !== true)
      return { changed: false, msg: "file not present", found: 0 };
    const before = textOf(answer);
    const edited =
      args.state === "present" ? present(before, args, answer.said.exists === true) : absent(before, args);
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

interface LineArgs {
  regexp?: string | undefined;
  search_string?: string | undefined;
  line?: string | undefined;
  backrefs: boolean;
  insertafter?: string | undefined;
  insertbefore?: string | undefined;
  firstmatch: boolean;
}

/** Lines with their ends. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

const bare = (line: string): string => line.replace(/[\r\n]+$/, "");

function present(text: string, args: LineArgs, exists: boolean): Edited {
  const lines = linesOf(text);
  const wanted = args.line!;
  const regexp = args.regexp === undefined ? undefined : toJsRegex(args.regexp);
  const after =
    args.insertafter === undefined || args.insertafter === "EOF" || args.insertafter === "BOF"
      ? undefined
      : toJsRegex(args.insertafter);
  const before =
    args.insertbefore === undefined || args.insertbefore === "BOF" || args.insertbefore === "EOF"
      ? undefined
      : toJsRegex(args.insertbefore);
  let at = -1;
  let match: RegExpMatchArray | null = null;
  let exact = false;
  let place = -1;
  for (const [index, line] of lines.entries()) {
    const found = regexp
      ? bare(line).match(regexp)
      : args.search_string !== undefined
        ? line.includes(args.search_string)
          ? ([] as unknown as RegExpMatchArray)
          : null
        : bare(line) === wanted
          ? ([] as unknown as RegExpMatchArray)
          : null;
    if (found) {
      at = index;
      match = found;
      if (bare(line) === wanted) exact = true;
      if (args.firstmatch) break;
      continue;
    }
    if (after?.test(bare(line)) && !(args.firstmatch && place >= 0)) place = index + 1;
    if (before?.test(bare(line)) && !(args.firstmatch && place >= 0)) place = index;
  }
  void exact;
  const end = lines.length > 0 && /\r\n$/.test(lines[0]!) ? "\r\n" : "\n";
  if (at >= 0) {
    const text = args.backrefs && match ? expandReplacement(wanted, match) : wanted;
    const fresh = `${text.replace(/\n$/, "")}${/[\r\n]+$/.exec(lines[at]!)?.[0] ?? end}`;
    if (lines[at] === fresh) return { text: lines.join(""), msg: "", changed: false };
    if (bare(lines[at]!) === bare(fresh) && !lines[at]!.endsWith("\n"))
      return { text: lines.join(""), msg: "", changed: false };
    lines[at] = fresh;
    return { text: lines.join(""), msg: "line replaced", changed: true };
  }
  if (args.backrefs) return { text, msg: "", changed: false };
  if (
    (regexp || args.search_string !== undefined) &&
    lines.some((line) => bare(line) === bare(wanted)) &&
    !after &&
    !before &&
    args.insertbefore !== "BOF"
  ) {
    const known = lines.some((line) => bare(line) === bare(wanted));
    if (known && regexp) return { text, msg: "", changed: false };
  }
  const line = `${wanted.replace(/\n$/, "")}${end}`;
  if (args.insertbefore === "BOF" || args.insertafter === "BOF") {
    if (lines[0] !== undefined && bare(lines[0]) === bare(line)) return { text, msg: "", changed: false };
    lines.unshift(line);
  } else if (place >= 0) {
    if (neighbour(lines, place, after !== undefined, line)) return { text, msg: "", changed: false };
    if (place > 0 && !lines[place - 1]!.endsWith("\n")) lines[place - 1] += end;
    lines.splice(place, 0, line);
  } else {
    if (lines.length > 0 && !lines.at(-1)!.endsWith("\n")) lines[lines.length - 1] += end;
    lines.push(line);
  }
  void exists;
  return { text: lines.join(""), msg: "line added", changed: true };
}

/** The line stands already where it would be put. */
function neighbour(lines: string[], place: number, after: boolean, line: string): boolean {
  const there = after ? lines[place] : lines[place - 1];
  return there !== undefined && bare(there) === bare(line);
}

function absent(text: string, args: LineArgs): Edited {
  const regexp = args.regexp === undefined ? undefined : toJsRegex(args.regexp);
  const lines = linesOf(text);
  const kept = lines.filter((line) => {
    if (regexp) return !regexp.test(bare(line));
    if (args.search_string !== undefined) return !line.includes(args.search_string);
    return bare(line) !== bare(args.line!);
  });
  const found = lines.length - kept.length;
  return {
    text: kept.join(""),
    msg: found > 0 ? `${found} line(s) removed` : "",
    changed: found > 0,
    more: { found },
  };
}
