import { integer, list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_wait_for_process.ps1";

export default defineModule({
  name: "win_wait_for_process",
  collection: "community.windows",
  about: "Waits until processes of a Windows host run, or have ended",
  notes: ["Verified: parsed."],
  check: "run",
  writes: () => [],
  args: {
    process_name_exact: list(text({ about: "a name, without .exe" }), { about: "their names" }),
    process_name_pattern: text({ about: "a pattern of .NET that their names match" }),
    pid: integer({ about: "the number of one", default: 0 }),
    owner: text({ about: "whose they are" }),
    state: oneOf(["absent", "present"])({ about: "what is waited for", default: "present" }),
    process_min_count: integer({ about: "how many", default: 1 }),
    timeout: integer({ about: "seconds", default: 300 }),
    sleep: integer({ about: "seconds between looks", default: 1 }),
    pre_wait_delay: integer({ about: "seconds before the first look", default: 0 }),
    post_wait_delay: integer({ about: "seconds afterwards", default: 0 }),
  },
  examples: [
    { process_name_exact: "w3wp", timeout: 60 },
    { process_name_pattern: "^setup", state: "absent" },
  ],
  returns: { elapsed: "seconds it took", matched_processes: "of each: name, pid, owner" },
  validate: ({ pid, process_name_exact, process_name_pattern, owner }) => {
    const given = Object.entries({ pid: pid || undefined, process_name_exact, process_name_pattern })
      .filter(([, value]) => value !== undefined)
      .map(([name]) => name);
    if (given.length > 1) return [`parameters are mutually exclusive: ${given.join("|")}`];
    return given.length === 0 && owner === undefined
      ? ["one of the following is required: owner, pid, process_name_exact, process_name_pattern"]
      : [];
  },
  powershell: { text: script, vars: ({ pid }) => ({ number: pid, pid: null }) },
});
