import { flag, list, oneOf, options, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { BACKUP, FILE_ARGS } from "../../shell/files/arguments.js";
import { attributeLibraries, attributes } from "../../shell/files/attributes.js";
import { iniEdit, iniLines } from "../../shell/files/ini_edit.js";
import { writer } from "../../shell/files/writer.js";

export default defineModule({
  name: "ini_file",
  collection: "community.general",
  about: "Sets or removes options and sections of an INI file",
  notes: [
    "A file without a last newline gets one, and a new file begins with an empty line, as Ansible's does.",
    "Check mode tells changes of permissions and owner too.",
  ],
  hostLocal: true,
  check: "full",
  writes: (args) => [args.path ?? ""],
  args: {
    path: path({ about: "the file", required: true, aliases: ["dest"] }),
    section: text({ about: "the section; without it what stands before the first one" }),
    section_has_values: list(
      options(
        {
          option: text({ about: "the section must have it", required: true }),
          value: text({ about: "with this value" }),
          values: list(text({ about: "a value" }), { about: "with one of these values" }),
        },
        { about: "an option" },
      ),
      { about: "which one of several sections of the name is meant" },
    ),
    option: text({ about: "the option; without it the section itself" }),
    value: text({ about: "its value" }),
    values: list(text({ about: "a value" }), { about: "its values, a line each" }),
    backup: BACKUP,
    state: oneOf(["absent", "present"])({ about: "is it wanted?", default: "present" }),
    exclusive: flag({ about: "other lines of the option go; otherwise they are left alone", default: true }),
    no_extra_spaces: flag({ about: "no blanks around =", default: false }),
    ignore_spaces: flag({ about: "other blanks around = are no difference", default: false }),
    create: flag({ about: "make the file where there is none", default: true }),
    allow_no_value: flag({ about: "the option may stand alone, without =", default: false }),
    modify_inactive_option: flag({ about: "a line that is commented out is replaced", default: true }),
    follow: flag({ about: "where path is a link, the file it points to is changed", default: false }),
    ...FILE_ARGS,
  },
  examples: [
    { path: "/etc/php.ini", section: "PHP", option: "memory_limit", value: "256M" },
    { path: "/etc/app.ini", section: "old", state: "absent" },
  ],
  returns: {
    msg: "what was done: OK, option added, option changed, section removed, …",
    backup_file: "the copy, with backup",
    path: "the file; also its state, owner, group, mode and size",
  },
  exclusive: ["value|values"],
  validate: ({ value, values, state, allow_no_value, section_has_values }) => [
    ...((section_has_values ?? []).some((one) => one.value !== undefined && one.values !== undefined)
      ? ["parameters are mutually exclusive: value|values found in section_has_values"]
      : []),
    ...(state === "present" && !allow_no_value && value === undefined && (values ?? []).length === 0
      ? ["Parameter 'value(s)' must be defined if state=present and allow_no_value=False."]
      : []),
  ],
  uses: [attributes, writer, iniEdit],
  libraries: attributeLibraries,
  vars: ({ value, values, section_has_values }) => ({
    values: iniLines("v", value === undefined ? (values ?? []) : [value]),
    having: (section_has_values ?? []).flatMap((one) => [
      ...iniLines("o", [one.option]),
      ...iniLines("v", one.value === undefined ? (one.values ?? []) : [one.value]),
    ]),
  }),
  sh: `
    real=$path; [ -z "$follow" ] || [ ! -L "$path" ] || real=$(readlink -f "$path")
    [ ! -d "$real" ] || fail "$real is a directory"
    [ -e "$real" ] || [ -n "$create" ] || { say_json rc 257; fail "Destination $real does not exist!"; }
    make_temp; old=$temp; make_temp; out=$temp; make_temp; new=$temp
    unfinished= a_quiet=1
    if [ -e "$real" ]; then
      # as Python reads text
      store "$old" sed "1s/^$(printf '\\357\\273\\277')//; s/$(printf '\\r')\\$//" "$real"
      [ ! -s "$real" ] || [ "$(tail -c 1 "$real" | wc -l)" -gt 0 ] || unfinished=1
    fi
    ini_edit "$old" "$out"
    read -r edited msg <"$out"; store "$new" sed 1d "$out"
    say msg "$msg"
    if [ "$edited" = 1 ] && differs_file "$path" "$old" "$new"; then
      case $real in */*) [ -d "\${real%/*}" ] || mkdir -p "\${real%/*}" || fail "cannot make the folder of $real" ;; esac
      [ -z "$backup" ] || { if [ -e "$real" ]; then backup "$real"; else say backup_file ''; fi; }
      # what replaces a link looks like the file that the link points to
      [ ! -L "$real" ] || [ ! -e "$real" ] || p_as=$(readlink -f "$real")
      p_wear=1; copy_over "$new" "$real"
    else attributes "$real"; fi
    say path "$path"; a_stat=; say_path "$path"
  `,
  result: ({ said, failure, diffs }, args) => {
    if (failure !== undefined) return said;
    const header = `${args.path} (content)`;
    const shown = diffs.find((one) => one.kind === "content");
    return {
      ...said,
      diff: {
        before: shown?.before ?? "",
        after: shown?.after ?? "",
        before_header: header,
        after_header: header,
      },
    };
  },
});
