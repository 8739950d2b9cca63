import { integer, list, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_eventlog.ps1";

export default defineModule({
  name: "win_eventlog",
  collection: "ansible.windows",
  about: "Makes, limits, clears and removes event logs of a Windows host, and their sources",
  notes: [
    "Verified: executed in the Windows lab; clearing and removing whole logs: parsed, as Wine has no service for them.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the log", required: true }),
    state: oneOf(["absent", "clear", "present"])({
      about: "of the sources, where such are given; else of the log",
      default: "present",
    }),
    sources: list(text({ about: "a source" }), { about: "sources of the log; a new log needs one" }),
    category_file: path({ about: "file of the sources' categories" }),
    message_file: path({ about: "file of the sources' messages" }),
    parameter_file: path({ about: "file of the sources' parameters" }),
    maximum_size: text({ about: "how large it may be: 64KB to 4GB, in steps of 64KB" }),
    overflow_action: oneOf(["DoNotOverwrite", "OverwriteAsNeeded", "OverwriteOlder"])({
      about: "what happens when it is full",
    }),
    retention_days: integer({ about: "with OverwriteOlder: how old entries must be" }),
  },
  examples: [
    { name: "App", sources: ["App", "AppJobs"], maximum_size: "16MB" },
    { name: "App", state: "absent" },
  ],
  returns: {
    exists: "is the log there?",
    entries: "how many entries it has",
    maximum_size_kb: "how large it may be",
    overflow_action: "what happens when it is full",
    retention_days: "how old entries must be to be overwritten",
    sources: "its sources",
    sources_changed: "sources that were made or removed",
  },
  powershell: { text: script },
});
