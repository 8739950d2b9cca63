import { flag, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { plainErrors, windowsCommandResult } from "../../../shell/powershell/command_result.js";
import { runProgram } from "../../../shell/powershell/libraries.js";
import script from "./win_shell.ps1";

export default defineModule({
  name: "win_shell",
  collection: "ansible.windows",
  about: "Runs a command line in PowerShell, or in another shell of a Windows host",
  check: "skip",
  freeForm: "cmd",
  args: {
    cmd: text({ about: "the command line", required: true }),
    chdir: path({ about: "folder to run in" }),
    creates: path({ about: "do nothing if this exists (a pattern is allowed)" }),
    removes: path({ about: "do nothing unless this exists" }),
    executable: path({ about: "another shell, which is given the command line after /c (cmd)" }),
    stdin: text({ about: "what the command reads" }),
    no_profile: flag({ about: "without the profile of the user", default: false }),
    output_encoding_override: text({ about: "encoding of the output, where it is not UTF-8" }),
  },
  examples: ["Get-Service | Where-Object Status -eq Running", { cmd: "dir C:\\", executable: "cmd" }],
  returns: { rc: "exit code", stdout: "output", stderr: "error output", cmd: "what was run" },
  powershell: {
    text: script,
    uses: [runProgram],
    vars: ({ cmd }) => ({ cmd: cmd.trim() }),
    result: (answer, { cmd }) => {
      const values = windowsCommandResult(answer, cmd.trim());
      return values.stderr === undefined ? values : { ...values, stderr: plainErrors(values.stderr) };
    },
  },
});
