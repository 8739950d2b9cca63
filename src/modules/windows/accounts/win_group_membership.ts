import { list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { accounts } from "../../../shell/powershell/libraries.js";
import script from "./win_group_membership.ps1";

export default defineModule({
  name: "win_group_membership",
  collection: "ansible.windows",
  about: "Says who belongs to a group of a Windows host",
  notes: ["Verified: by doubles of the commands of LocalAccounts."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the group", required: true }),
    members: list(text({ about: "an account: name, DOMAIN\\name or SID" }), {
      about: "the accounts",
      required: true,
    }),
    state: oneOf(["absent", "present", "pure"])({
      about: "are they members? `pure`: they, and nobody else",
      default: "present",
    }),
  },
  examples: [{ name: "Administrators", members: ["DOMAIN\\operator"] }],
  returns: {
    added: "who was added",
    removed: "who was removed",
    members: "who belongs to it now",
  },
  powershell: { text: script, uses: [accounts] },
});
