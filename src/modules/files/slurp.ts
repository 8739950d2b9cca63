import { path } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import windows from "../../shell/powershell/files/slurp.ps1";
import { files } from "../../shell/powershell/libraries.js";

export default defineModule({
  name: "slurp",
  aliases: ["ansible.windows.slurp", "win_slurp", "ansible.windows.win_slurp"],
  about: "Reads a file of the host, as base64",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { src: path({ about: "the file", required: true, aliases: ["path"] }) },
  examples: [{ src: "/etc/machine-id" }],
  returns: { content: "base64", source: "the path" },
  opensFiles: true,
  sh: `
    if [ ! -e "$src" ]; then
      # what is in the way: a folder that may not be entered, or a file where a folder should be
      near=$src
      while [ ! -e "$near" ]; do case $near in */*) near=\${near%/*}; near=\${near:-/} ;; *) near=. ;; esac; done
      [ -d "$near" ] || fail "unable to slurp file: [Errno 20] Not a directory: '$src'"
      [ -x "$near" ] || fail "file is not readable: $src"
      fail "file not found: $src"
    fi
    [ -r "$src" ] || fail "file is not readable: $src"
    [ ! -d "$src" ] || fail "source is a directory and must be a file: $src"
    say source "$src"
    cat "$src"
  `,
  powershell: { text: windows, uses: [files], result: slurped },
  result: slurped,
});

function slurped({ failure, stdout, said }: Answer): ResultValues {
  if (failure !== undefined) return {};
  return { changed: false, content: stdout.toString("base64"), encoding: "base64", source: said.source };
}
