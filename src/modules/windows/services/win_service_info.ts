import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { readServices } from "../../../shell/powershell/libraries.js";
import script from "./win_service_info.ps1";

export default defineModule({
  name: "win_service_info",
  collection: "ansible.windows",
  about: "Tells what the services of a Windows host are and do",
  notes: [
    "Verified: executed in the Windows lab. Failure actions, SID and privileges: parsed.",
    "Triggers, preferred node and launch protection are not told.",
  ],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: { name: text({ about: "one service; left out: all" }) },
  examples: [{ name: "W32Time" }, {}],
  returns: {
    exists: "is there one?",
    services: "of each: name, display_name, state, start_mode, path, username, dependencies, process_id, …",
  },
  powershell: { text: script, uses: [readServices], result: ({ said }) => ({ changed: false, ...said }) },
});
