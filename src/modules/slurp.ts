import { path } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "slurp",
  about: "Reads a file of the host, as base64",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { src: path({ about: "the file", required: true, aliases: ["path"] }) },
  examples: [{ src: "/etc/machine-id" }],
  returns: { content: "base64", source: "the path" },
  sh: `
    [ -e "$src" ] || fail "file not found: $src"
    [ ! -d "$src" ] || fail "source is a directory and must be a file: $src"
    [ -r "$src" ] || fail "file is not readable: $src"
    say source "$src"
    cat "$src"
  `,
  result: (answer) =>
    answer.failure === undefined
      ? {
          changed: false,
          content: answer.stdout.toString("base64"),
          encoding: "base64",
          source: answer.said.source,
        }
      : {},
});
