import { oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { certificates } from "../../../shell/powershell/libraries.js";
import script from "./win_certificate_info.ps1";

export default defineModule({
  name: "win_certificate_info",
  collection: "ansible.windows",
  about: "Tells of certificates in a store of a Windows host",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    thumbprint: text({ about: "one; left out: all of the store" }),
    store_name: text({ about: "the store: My, Root, CA, …", default: "My" }),
    store_location: oneOf(["CurrentUser", "LocalMachine"])({ about: "whose store", default: "LocalMachine" }),
  },
  examples: [{ store_name: "Root" }],
  returns: {
    exists: "is there one?",
    certificates: "of each: thumbprint, subject, issuer, valid_from, valid_to, dns_names, has_private_key, …",
  },
  powershell: { text: script, uses: [certificates] },
});
