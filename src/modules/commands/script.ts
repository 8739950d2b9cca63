import { flag, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { defineModule } from "../../model/module.js";
import type { Answer, ResultValues } from "../../model/result.js";
import { COMMAND_ARGS } from "../../shell/command_args.js";
import { plainErrorsOf } from "../../shell/powershell/command_result.js";
import windows from "../../shell/powershell/commands/script.ps1";
import { runProgram } from "../../shell/powershell/libraries.js";
import { quoteWords } from "../../shell/session/quote.js";
import { commandResult, runCommand, shellSplit } from "../../shell/session/run_command.js";

export default defineModule({
  name: "script",
  about: "Runs a script of the controller on the host",
  background: false,
  check: "full",
  freeForm: "cmd",
  args: {
    cmd: text({ about: "the script's path on the controller and its arguments" }),
    chdir: COMMAND_ARGS.chdir,
    creates: COMMAND_ARGS.creates,
    removes: COMMAND_ARGS.removes,
    executable: COMMAND_ARGS.executable,
    decrypt: flag({ about: "accepted: a vaulted script is decrypted", default: true }),
  },
  examples: ["files/migrate.sh --verbose", { cmd: "report.py", executable: "python3" }],
  returns: { rc: "exit status", stdout: "output", stderr: "error output" },
  uses: [runCommand],
  validate: ({ cmd, chdir }) => [
    ...(cmd === undefined ? ["one of the following is required: _raw_params, cmd"] : []),
    ...(chdir === undefined || /^([/~$%]|[A-Za-z]:[\\/]|\\\\)/.test(chdir)
      ? []
      : [`chdir ${chdir} must be an absolute path for a Unix-aware remote node`]),
  ],
  bring: async ({ cmd = "" }, controller) => {
    const [name, ...words] = shellSplit(cmd);
    if (name === undefined) throw new Fault("ARGUMENT_MISSING", "no script was named");
    const found = controller.find("files", name);
    return {
      files: { source: await controller.localFile(found) },
      vars: { words: quoteWords(words), has_stdin: false, stdin: "", base: found.split("/").at(-1)! },
    };
  },
  sh: `
    if [ -n "$creates" ] && { [ -e "$creates" ] || matches "$creates"; }; then skip "$creates exists, matching creates option"; fi
    if [ -n "$removes" ] && ! { [ -e "$removes" ] || matches "$removes"; }; then skip "$removes does not exist, matching removes option"; fi
    if [ -n "$check" ]; then
      [ -n "$creates$removes" ] || skip "Check mode is not supported for this task."
      change; exit 0
    fi
    if [ -n "$chdir" ] && ! cd -P "$chdir"; then rc=2; finish_run; fi
    need source
    make_temp; program=$temp.$base; store "$program" cat "$source"; chmod 700 "$program" || fail "cannot prepare the script"
    eval "set -- $words"
    if [ -n "$executable" ]; then user_run $executable "$program" "$@"; else user_run "$program" "$@"; fi
    rm -f "$program"
    finish_run
  `,
  powershell: {
    text: windows,
    uses: [runProgram],
    bring: async ({ cmd = "" }, controller) => {
      // a backslash is a part of paths there, and no sign of quoting
      const [, double, single, plain, words = ""] = /^(?:"([^"]*)"|'([^']*)'|(\S*))\s*([\s\S]*)$/.exec(
        cmd.trim(),
      )!;
      const found = controller.find("files", double ?? single ?? plain!);
      return {
        files: { source: await controller.localFile(found) },
        vars: {
          words,
          base: found
            .split("/")
            .at(-1)!
            .replace(/\.(?=.*\.)/g, "_"),
        },
      };
    },
    result: (answer, _args, { check }) => plainErrorsOf(scriptResult(answer, check)),
  },
  result: (answer, _args, { check }) => scriptResult(answer, check),
});

function scriptResult(answer: Answer, check: boolean): ResultValues {
  if (answer.skipped !== undefined) return { changed: false };
  if (check) return {};
  const { cmd: _, start: _s, end: _e, delta: _d, msg, ...rest } = commandResult(answer, "", false);
  return { ...rest, ran: undefined, ...(msg === "" ? {} : { msg }) };
}
