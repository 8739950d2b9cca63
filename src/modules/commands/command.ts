import { flag, list, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { COMMAND_ARGS, stdinVars } from "../../shell/command_args.js";
import windows from "../../shell/powershell/commands/command.ps1";
import { runProgram } from "../../shell/powershell/libraries.js";
import { quoteWords } from "../../shell/session/quote.js";
import { commandResult, REFUSAL, runCommand, shellSplit } from "../../shell/session/run_command.js";

export default defineModule({
  name: "command",
  about: "Runs a program, without a shell",
  check: "full",
  freeForm: "cmd",
  args: {
    cmd: text({ about: "the program and its arguments, as one text" }),
    argv: list(text({ about: "one word" }), { about: "the program and its arguments, as a list" }),
    expand_argument_vars: flag({ about: "fill in $VARIABLES of the host", default: true }),
    ...COMMAND_ARGS,
  },
  examples: ["/usr/bin/uptime", { argv: ["/usr/bin/app", "--name", "two words"], creates: "/var/lib/app" }],
  returns: { rc: "exit status", stdout: "output", stderr: "error output", cmd: "what was run" },
  validate: ({ cmd, argv }) => {
    if (cmd !== undefined && argv !== undefined) return ["only command or argv can be given, not both"];
    return (cmd === undefined || cmd.trim() === "") && (argv === undefined || argv.length === 0)
      ? ["no command given"]
      : [];
  },
  refusal: REFUSAL,
  uses: [runCommand],
  vars: (args) => {
    const words = wordsOf(args);
    return {
      argv: quoteWords(words),
      program: words[0] ?? "",
      has_vars: args.expand_argument_vars && words.some((word) => /\$[A-Za-z_{]|^~/.test(word)),
      ...stdinVars(args.stdin, args.stdin_add_newline),
    };
  },
  sh: `
    [ -z "$executable" ] || warn "As of Ansible 2.4, the parameter 'executable' is no longer supported with the 'command' module. Not using '$executable'."
    guard_run
    eval "set -- $argv"
    if [ -n "$has_vars" ]; then
      for word; do
        case $word in *'$'*|'~'*)
          # the x keeps newlines at the end
          word=$(printf '%s\\n' "$word" | awk '{
            o=""; s=$0; if (s ~ /^~(\\/|$)/) { o=ENVIRON["HOME"]; s=substr(s,2) }
            while (match(s,/[$]([A-Za-z_][A-Za-z_0-9]*|[{][A-Za-z_][A-Za-z_0-9]*[}])/)) {
              n=substr(s,RSTART+1,RLENGTH-1); gsub(/[{}]/,"",n)
              o=o substr(s,1,RSTART-1) ((n in ENVIRON)?ENVIRON[n]:substr(s,RSTART,RLENGTH)); s=substr(s,RSTART+RLENGTH) }
            printf "%s%s",(NR>1?"\\n":""),o s } END { printf "x" }')
          word=\${word%x} ;;
        esac
        set -- "$@" "$word"; shift
      done
    fi
    case $1 in
    */*) [ -e "$1" ] || { say_json rc 2; fail "[Errno 2] No such file or directory: b'$1'"; }
         { [ -x "$1" ] && [ ! -d "$1" ]; } || { say_json rc 13; fail "[Errno 13] Permission denied: b'$1'"; } ;;
    *) (unset -f "$1" 2>/dev/null; command -v "$1" >/dev/null 2>&1) || { say_json rc 2; fail "[Errno 2] No such file or directory: b'$1'"; } ;;
    esac
    user_run env "$@"
    finish_run
  `,
  powershell: {
    text: windows,
    uses: [runProgram],
    refuses: ({ executable }) => (executable ? ["executable is no argument of programs: use shell"] : []),
    vars: (args) => ({ cmd: args.cmd?.trim(), ...stdinVars(args.stdin, args.stdin_add_newline) }),
    result: (answer, args) =>
      commandResult(answer, args.argv ?? args.cmd?.trim() ?? "", args.strip_empty_ends),
  },
  result: (answer, args) => commandResult(answer, wordsOf(args), args.strip_empty_ends),
});

function wordsOf(args: { cmd?: string | undefined; argv?: string[] | undefined }): string[] {
  return args.argv ?? shellSplit(args.cmd ?? "");
}
