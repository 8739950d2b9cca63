import { text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { plainErrorsOf } from "../../shell/powershell/command_result.js";
import windows from "../../shell/powershell/commands/raw.ps1";
import { runProgram } from "../../shell/powershell/libraries.js";
import { outputOf } from "../../shell/session/run_command.js";

export default defineModule({
  name: "raw",
  about: "Runs a command line as it is",
  background: false,
  check: "full",
  freeForm: "cmd",
  args: {
    cmd: text({ about: "the command line", required: true }),
    executable: text({ about: "the shell to use" }),
  },
  examples: ["uname -a"],
  returns: { rc: "exit status", stdout: "output", stderr: "error output" },
  vars: ({ executable }) => ({ shell: executable ?? "/bin/sh", has_stdin: false, stdin: "" }),
  bring: async (_args, { check }) => (check ? { result: { changed: false, skipped: true } } : {}),
  sh: `
    user_run "$shell" -c "$cmd"
    say_json rc $rc
    [ $rc = 0 ] || fail "non-zero return code"
  `,
  powershell: {
    text: windows,
    uses: [runProgram],
    vars: ({ executable }) => ({ executable: executable ?? null, shell: null }),
    bring: async (_args, { check }) => (check ? { result: { changed: false, skipped: true } } : {}),
    result: (answer) => plainErrorsOf(rawResult(answer)),
  },
  result: rawResult,
});

function rawResult(answer: Answer): ResultValues {
  const { ran: _, ...said } = answer.said;
  const failed = answer.failure === undefined ? {} : { msg: answer.failure };
  return { changed: true, ran: undefined, rc: said.rc as number, ...outputOf(answer, false), ...failed };
}
