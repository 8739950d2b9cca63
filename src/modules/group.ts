import { flag, integer, oneOf, text } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "group",
  about: "Makes, changes or removes a group",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the group", required: true }),
    state: oneOf(["present", "absent"])({ about: "is it wanted?", default: "present" }),
    gid: integer({ about: "its number" }),
    system: flag({ about: "a system group, where it is made", default: false }),
    local: flag({ about: "in the host's own files only", default: false }),
    non_unique: flag({ about: "the number may be another group's too", default: false }),
    force: flag({ about: "remove it even if it is a user's main group", default: false }),
  },
  examples: [{ name: "deploy", system: true }],
  returns: { gid: "its number" },
  sh: `
    entry=$(getent group "$name" 2>/dev/null || grep "^$name:" /etc/group)
    if [ "$state" = absent ]; then
      if [ -n "$entry" ] && differs state present absent; then must groupdel "$name"; fi
    elif [ -z "$entry" ]; then
      if differs state absent present; then
        set --
        [ -z "$gid" ] || set -- "$@" -g "$gid"; [ -z "$system" ] || set -- "$@" -r; [ -z "$non_unique" ] || set -- "$@" -o
        if have groupadd; then must groupadd "$@" "$name"; else must addgroup \${gid:+-g "$gid"} \${system:+-S} "$name"; fi
      fi
    else
      now=\${entry#*:}; now=\${now#*:}; now=\${now%%:*}
      if [ -n "$gid" ] && differs gid "$now" "$gid"; then must groupmod -g "$gid" \${non_unique:+-o} "$name"; fi
    fi
    say name "$name"; say state "$state"; [ -z "$system" ] || say_json system true; [ -n "$system" ] || say_json system false
    entry=$(getent group "$name" 2>/dev/null || grep "^$name:" /etc/group); g=\${entry#*:}; g=\${g#*:}; g=\${g%%:*}; [ -z "$g" ] || say_json gid "$g"
  `,
});
