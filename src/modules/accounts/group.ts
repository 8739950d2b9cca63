import { flag, integer, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { accounts } from "../../shell/accounts.js";
import windows from "../../shell/powershell/accounts/group.ps1";
import { accounts as windowsAccounts } from "../../shell/powershell/libraries.js";
import { accountPassedOver } from "../../shell/powershell/rights.js";
import { tools } from "../../shell/tools.js";

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
    gid_min: integer({ about: "lowest number of a new group" }),
    gid_max: integer({ about: "highest number of a new group" }),
    non_unique: flag({ about: "the number may be another group's too", default: false }),
    force: flag({ about: "remove it even if it is a user's main group", default: false }),
  },
  examples: [{ name: "deploy", system: true }],
  validate: (args) =>
    (["gid_min", "gid_max"] as const)
      .filter((limit) => args.local && args[limit] !== undefined)
      .map((limit) => `'${limit}' can not be used with 'local'`),
  returns: { gid: "its number", sid: "of Windows: its SID" },
  uses: [accounts, tools],
  sh: `
    refused() { say name "$name"; fail "$out
"; }
    by() { out=$("$@" 2>&1) || refused; did=1; }
    if [ -n "$local" ]; then
      entry=$(entry_of /etc/group "$name")
    else entry=$(account group "$name"); fi
    # the tools of libuser do not look whether a number is taken
    unique() {
      [ -z "$gid" ] || other=$(getent group | awk -F: -v g="$gid" -v n="$name" '$3 == g && $1 != n { print $1; exit }')
      [ -z "$gid" ] || [ -z "$other" ] || fail "GID '$gid' already exists with group '$other'"
    }
    did=
    if [ "$state" = absent ]; then
      if [ -n "$entry" ]; then
        change || exit 0
        if [ -n "$local" ]; then required lgroupdel; by lgroupdel \${force:+-f} "$name"
        elif have groupdel; then by groupdel \${force:+-f} "$name"; else by delgroup "$name"; fi
      fi
    elif [ -z "$entry" ]; then
      change || exit 0
      set --
      [ -z "$gid" ] || set -- "$@" -g "$gid"
      if [ -n "$local" ]; then unique; required lgroupadd; fi
      if [ -n "$local" ] || have groupadd; then
        [ -z "$system" ] || set -- "$@" -r; [ -z "$non_unique" ] || set -- "$@" -o
        [ -z "$gid_min" ] || set -- "$@" -K "GID_MIN=$gid_min"; [ -z "$gid_max" ] || set -- "$@" -K "GID_MAX=$gid_max"
        by "\${local:+l}groupadd" "$@" "$name"
      else by addgroup "$@" \${system:+-S} "$name"; fi
    else
      now=\${entry#*:}; now=\${now#*:}; now=\${now%%:*}
      [ -z "$local" ] || { unique; required lgroupmod; }
      if [ -n "$gid" ] && [ "$now" != "$gid" ] && change; then by "\${local:+l}groupmod" -g "$gid" \${non_unique:+-o} "$name"; fi
    fi
    say name "$name"; say state "$state"; [ -z "$did" ] || [ -z "$out" ] || say stdout "$out"
    entry=$(account group "$name"); g=\${entry#*:}; g=\${g#*:}; g=\${g%%:*}
    [ -z "$g" ] || { say_json gid "$g"; if [ -n "$system" ]; then say_json system true; else say_json system false; fi; }
  `,
  powershell: {
    text: windows,
    uses: [windowsAccounts],
    result: (answer, args) => ({
      ...answer.said,
      name: args.name,
      state: args.state,
      ...accountPassedOver(args, ["gid", "gid_min", "gid_max", "non_unique", "local"]),
    }),
  },
});
