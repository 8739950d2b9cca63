import { oneOf, path, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { attributes } from "../../shell/files/attributes.js";

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
    flag=; [ "$state" = file ] || flag=-d
    made=$(mktemp $flag "$folder/\${prefix}XXXXXXXX") || fail "cannot make a temporary $state in $folder"
    if [ -n "$suffix" ]; then mv "$made" "$made$suffix" && made=$made$suffix; fi
    change
    say path "$made"; say_path "$made"
  `,
});
