import { text } from "../model/args.js";
import { defineModule } from "../model/module.js";

export default defineModule({
  name: "raw",
  about: "Runs a command line as it is",
  check: "skip",
  freeForm: "cmd",
  args: {
    cmd: text({ about: "the command line", required: true }),
    executable: text({ about: "the shell to use" }),
  },
  examples: ["uname -a"],
  returns: { rc: "exit status", stdout: "output", stderr: "error output" },
  vars: ({ executable }) => ({ shell: executable ?? "/bin/sh", has_stdin: false, stdin: "" }),
  sh: `
    user_run "$shell" -c "$cmd"
    say_json rc $rc
    [ $rc = 0 ] || fail "non-zero return code"
  `,
  result: (answer) => {
    const [stdout, stderr] = [answer.stdout.toString(), answer.stderr.toString()];
    return { changed: true, rc: answer.said.rc as number, stdout, stderr, msg: answer.failure ?? "" };
  },
});
