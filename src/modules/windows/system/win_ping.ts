import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "../../../shell/powershell/ping.ps1";

export default defineModule({
  name: "win_ping",
  collection: "ansible.windows",
  about: "Answers: the Windows host can be reached, and PowerShell runs there",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { data: text({ about: "what is answered; `crash` fails", default: "pong" }) },
  examples: [{}],
  returns: { ping: "the data" },
  powershell: { text: script },
});
