import { oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { tools } from "../../shell/tools.js";

export default defineModule({
  name: "dpkg_selections",
  about: "What dpkg may do with a package: install it, hold it, remove it",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the package", required: true }),
    selection: oneOf(["install", "hold", "deinstall", "purge"])({ about: "what is wanted", required: true }),
  },
  examples: [{ name: "linux-image-amd64", selection: "hold" }],
  returns: { before: "what was wanted", after: "what is wanted now" },
  uses: [tools],
  sh: `
    required dpkg
    tool_ok dpkg --get-selections "$name"
    [ -n "$out" ] || { tool dpkg --get-selections "$name"; case $err in *'no packages found'*) fail "Failed to find package '$name' to perform selection '$selection'." ;; esac; }
    before="not present"; [ -z "$out" ] || before=$(printf '%s\\n' "$out" | awk '{ print $2; exit }')
    say before "$before"; say after "$selection"
    if [ "$before" != "$selection" ] && change; then
      out=$(echo "$name $selection" | dpkg --set-selections 2>&1) || fail "$out"
    fi
  `,
});
