import { list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_hosts.ps1";

export default defineModule({
  name: "win_hosts",
  collection: "ansible.windows",
  about: "Sets and removes entries of a Windows host's hosts file",
  notes: ["Verified: executed in the Windows lab."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    state: oneOf(["absent", "present"])({ about: "is the entry to be there?", default: "present" }),
    canonical_name: text({ about: "the name; absent without it: all names of the address" }),
    ip_address: text({ about: "the address; absent without it: the name at all addresses" }),
    aliases: list(text({ about: "a name" }), { about: "further names of the entry" }),
    action: oneOf(["add", "remove", "set"])({ about: "what is done with aliases", default: "set" }),
  },
  examples: [
    { canonical_name: "db.example.org", ip_address: "192.0.2.7", aliases: ["db"] },
    { canonical_name: "old.example.org", state: "absent" },
  ],
  validate: ({ state, canonical_name, ip_address }) => {
    if (state === "absent") return [];
    const missing = [canonical_name ? "" : "canonical_name", ip_address ? "" : "ip_address"].filter(Boolean);
    return missing.length > 0
      ? [`state is present but all of the following are missing: ${missing.join(", ")}`]
      : [];
  },
  powershell: { text: script, uses: [files] },
});
