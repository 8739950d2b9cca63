import { oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { attributes } from "../../shell/files/attributes.js";
import windows from "../../shell/powershell/files/tempfile.ps1";
import { files } from "../../shell/powershell/libraries.js";

export default defineModule({
  name: "tempfile",
  about: "Makes a temporary file or folder",
  hostLocal: true,
  check: "skip",
  args: {
    state: oneOf(["file", "directory"])({ about: "what is made", default: "file" }),
    path: path({ about: "folder to make it in" }),
    prefix: text({ about: "start of the name", default: "ansible." }),
    suffix: text({ about: "end of the name", default: "" }),
  },
  examples: [{ state: "directory", suffix: "build" }],
  returns: { path: "what was made" },
  uses: [attributes],
  sh: `
    folder=\${path:-\${TMPDIR:-/tmp}}
    [ -d "$folder" ] || fail "[Errno 2] No such file or directory: '$folder'"
    # not every mktemp has suffixes, and who sees a name may be quicker to take one with a suffix
    while t_name; u=\${t_u#.tera-} u=\${u%%-*}; made=$folder/$prefix$(printf %.8s "$u")$suffix; [ -e "$made" ] || [ -L "$made" ]; do :; done
    if [ "$state" = file ]; then t_out=$(umask 077; set -C; : 2>&1 >"$made"); else t_out=$(mkdir -m 700 "$made" 2>&1); fi ||
      fail "cannot make a temporary $state in $folder: \${t_out##*: }"
    change
    say path "$made"; say_path "$made"
  `,
  powershell: { text: windows, uses: [files] },
});
