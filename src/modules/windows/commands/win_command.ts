import { list, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { windowsCommandResult } from "../../../shell/powershell/command_result.js";
import { runProgram } from "../../../shell/powershell/libraries.js";
import script from "./win_command.ps1";

export default defineModule({
  name: "win_command",
  collection: "ansible.windows",
  about: "Runs a program on a Windows host, without a shell",
  check: "skip",
  freeForm: "cmd",
  args: {
    cmd: text({ about: "the program and its arguments, as one text" }),
    argv: list(text({ about: "one word" }), { about: "the program and its arguments, as a list" }),
    chdir: path({ about: "folder to run in" }),
    creates: path({ about: "do nothing if this exists (a pattern is allowed)" }),
    removes: path({ about: "do nothing unless this exists" }),
    stdin: text({ about: "what the program reads" }),
    output_encoding_override: text({ about: "encoding of the output, where it is not UTF-8" }),
  },
  examples: ["whoami /all", { argv: ["C:\\app\\app.exe", "two words"], creates: "C:\\app\\done.txt" }],
  returns: { rc: "exit code", stdout: "output", stderr: "error output", cmd: "what was run" },
  validate: ({ cmd, argv }) => {
    if (cmd !== undefined && argv !== undefined) return ["only cmd or argv can be given, not both"];
    return cmd === undefined && !argv?.length ? ["one of the following is required: cmd, argv"] : [];
  },
  powershell: {
    text: script,
    uses: [runProgram],
    vars: ({ cmd }) => ({ cmd: cmd?.trim() }),
    result: (answer, { cmd }) => windowsCommandResult(answer, cmd ?? ""),
  },
});
