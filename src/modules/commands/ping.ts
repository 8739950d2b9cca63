import { text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import windows from "../../shell/powershell/ping.ps1";

export default defineModule({
  name: "ping",
  about: "Answers: the host can be reached and has a shell",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { data: text({ about: "what is answered; `crash` fails", default: "pong" }) },
  examples: [{}],
  returns: { ping: "the data" },
  sh: `
    if [ "$data" = crash ]; then say module_stdout ""; say module_stderr "Exception: boom"; say_json rc 1; fail "boom"; fi
    say ping "$data"
  `,
  powershell: { text: windows },
});
