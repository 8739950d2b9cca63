import { flag, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { editing } from "../../../shell/powershell/libraries.js";
import script from "./win_lineinfile.ps1";

export default defineModule({
  name: "win_lineinfile",
  collection: "community.windows",
  about: "Puts a line into a text file of a Windows host, or removes lines from it",
  notes: [
    "Verified: executed in the Windows lab.",
    "All lines end alike afterwards: as `newline` says. Patterns are those of .NET.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    path: path({ about: "the file", required: true, aliases: ["dest", "destfile", "name"] }),
    regex: text({
      about: "the last line that it finds is replaced; absent: all of them go",
      aliases: ["regexp"],
    }),
    line: text({ about: "the line" }),
    state: oneOf(["absent", "present"])({ about: "is the line to be there?", default: "present" }),
    backrefs: flag({
      about: "line holds groups of regex ($1); without a match nothing is done",
      default: false,
    }),
    insertafter: text({ about: "after the last line that this pattern finds, or EOF, BOF" }),
    insertbefore: text({ about: "before the last line that this pattern finds, or BOF" }),
    create: flag({ about: "make the file where it is missing", default: false }),
    backup: flag({ about: "keep a copy of what was there", default: false }),
    validate: text({ about: "command that must accept the file; %s is its path" }),
    encoding: text({ about: "of the file; auto: as its first bytes say, else UTF-8", default: "auto" }),
    newline: oneOf(["unix", "windows"])({ about: "how lines end", default: "windows" }),
  },
  examples: [
    { path: "C:\\app\\app.ini", regexp: "^port=", line: "port=8080" },
    { path: "C:\\app\\app.ini", regexp: "^#", state: "absent" },
  ],
  returns: {
    msg: "what was done",
    found: "how many lines were removed",
    encoding: "of the file",
    backup_file: "the copy of what was there",
  },
  validate: ({ state, line, regex, backrefs }) => {
    if (state === "absent")
      return regex || line ? [] : ["one of line= or regexp= is required with state=absent"];
    if (backrefs && !regex) return ["regexp= is required with backrefs=true"];
    return line ? [] : ["line= is required with state=present"];
  },
  powershell: { text: script, uses: [editing] },
});
