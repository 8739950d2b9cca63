import { flag, oneOf, path, text, toBoolean } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { attributes } from "../../shell/files/attributes.js";
import { writer } from "../../shell/files/writer.js";

export default defineModule({
  name: "sysctl",
  collection: "ansible.posix",
  about: "Keeps kernel settings in a file, and makes them so",
  notes: ["Other lines of the file stay as they are written."],
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the setting", required: true, aliases: ["key"] }),
    value: text({ about: "its value; needed unless it shall be absent", aliases: ["val"] }),
    state: oneOf(["present", "absent"])({ about: "is it wanted in the file?", default: "present" }),
    sysctl_file: path({ about: "the file", default: "/etc/sysctl.conf" }),
    sysctl_set: flag({ about: "also compare with, and set, the running kernel's value", default: false }),
    reload: flag({ about: "load the file where it changed", default: true }),
    ignoreerrors: flag({ about: "settings that the kernel does not know are no failure", default: false }),
  },
  examples: [{ name: "vm.swappiness", value: "5" }],
  validate: ({ name, value, state }) => [
    ...(name?.trim() === "" ? ["name cannot be blank"] : []),
    ...(state === "present" && (value === undefined || value.trim() === "")
      ? ["value cannot be None or blank where state is present"]
      : []),
  ],
  uses: [attributes, writer],
  vars: ({ name, value }) => ({ name: name.trim(), value: settingOf(value ?? "") }),
  sh: `
    file=$sysctl_file; [ ! -L "$file" ] || file=$(readlink -f "$file")
    make_temp; old=$temp; make_temp; new=$temp
    [ ! -e "$file" ] || store "$old" cat "$file"
    name=$name value=$value state=$state awk '
    function trim(s) { gsub(/^[ \\t]+|[ \\t]+$/, "", s); return s }
    function plain(s) { s = trim(s); gsub(/[ \\t]+/, " ", s); return s }
    BEGIN { name = ENVIRON["name"]; value = ENVIRON["value"]; wanted = ENVIRON["state"] == "present" }
    { line[NR] = $0; at = index($0, "=") }
    /^[ \\t]*[#;]/ || !at || trim(substr($0, 1, at - 1)) != name { next }
    # what stands last is what counts
    { mine[NR]; if (!first) first = NR; last = substr($0, at + 1) }
    END {
      same = first && plain(last) == plain(value)
      for (i = 1; i <= NR; i++) {
        if (!(i in mine) || wanted && same) print line[i]
        else if (wanted && i == first) print name "=" value
      }
      if (wanted && !first) print name "=" value
    }' "$old" >"$new" || fail "cannot edit $file"
    e=; [ -z "$ignoreerrors" ] || e=-e
    if [ -n "$sysctl_set" ] && [ "$state" = present ]; then
      now=$(sysctl -n $e "$name" 2>/dev/null | tr -s ' \\t' '  ')
      if [ "$now" != "$(printf %s "$value" | tr -s ' \\t' '  ')" ] && differs "$name" "$now" "$value"; then
        out=$(sysctl $e -w "$name=$value" 2>&1) || fail "setting $name failed: $out"
      fi
    fi
    if differs_file "$sysctl_file" "$old" "$new"; then
      [ -e "$file" ] || p_wear=1 mode=0644 a_quiet=1
      copy_over "$new" "$file"
      if [ -n "$reload" ]; then out=$(sysctl $e -p "$file" 2>&1) || fail "Failed to reload sysctl: $out"; fi
    fi
  `,
});

/** The kernel has numbers where a playbook has yes and no. */
function settingOf(value: string): string {
  const known = toBoolean(value.trim());
  return known === undefined || /^[01]\.0$/.test(value.trim()) ? value.trim() : known ? "1" : "0";
}
