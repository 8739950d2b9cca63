import { oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { native } from "../../../shell/powershell/libraries.js";
import script from "./win_mapped_drive.ps1";

export default defineModule({
  name: "win_mapped_drive",
  collection: "ansible.windows",
  about: "Maps letters of a Windows host's user to shares",
  notes: [
    "Verified: what is there, and what is refused, executed in the Windows lab; the mapping itself parsed: there is no server.",
    "The mapping is the session's user's, for the next log-on too.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    letter: text({ about: "the letter", required: true }),
    path: path({ about: "the share, \\\\server\\share; of a removal: only if it is that one" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    username: text({ about: "who asks the server, this once" }),
    password: text({ about: "that user's password", secret: true }),
  },
  examples: [
    { letter: "z", path: "\\\\files\\data" },
    { letter: "z", state: "absent" },
  ],
  validate: ({ state = "present", path: share }) =>
    state === "present" && share === undefined
      ? ["state is present but all of the following are missing: path"]
      : [],
  powershell: { text: script, uses: [native] },
});
