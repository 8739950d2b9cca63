import { text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { COMMAND_ARGS, stdinVars } from "../../shell/command_args.js";
import { plainErrorsOf } from "../../shell/powershell/command_result.js";
import windows from "../../shell/powershell/commands/shell.ps1";
import { runProgram } from "../../shell/powershell/libraries.js";
import { commandResult, REFUSAL, runCommand } from "../../shell/session/run_command.js";

export default defineModule({
  name: "shell",
  about: "Runs a command line in a shell",
  check: "full",
  freeForm: "cmd",
  args: { cmd: text({ about: "the command line", required: true }), ...COMMAND_ARGS },
  validate: ({ cmd }) => (cmd?.trim() === "" ? ["no command given"] : []),
  refusal: REFUSAL,
  examples: [
    "ls /etc | wc -l",
    { cmd: "make && make install", chdir: "/usr/src/app", creates: "/usr/bin/app" },
  ],
  returns: { rc: "exit status", stdout: "output", stderr: "error output", cmd: "what was run" },
  uses: [runCommand],
  vars: (args) => ({ shell: args.executable ?? "/bin/sh", ...stdinVars(args.stdin, args.stdin_add_newline) }),
  sh: `
    guard_run
    user_run "$shell" -c "$cmd"
    finish_run
  `,
  powershell: {
    text: windows,
    uses: [runProgram],
    vars: (args) => ({ cmd: args.cmd.trim(), ...stdinVars(args.stdin, args.stdin_add_newline) }),
    result: (answer, args) => plainErrorsOf(commandResult(answer, args.cmd, args.strip_empty_ends)),
  },
  result: (answer, args) => commandResult(answer, args.cmd, args.strip_empty_ends),
});
