import { list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { accountRights } from "../../../shell/powershell/libraries.js";
import script from "./win_user_right.ps1";

export default defineModule({
  name: "win_user_right",
  collection: "ansible.windows",
  about: "Says which accounts have a right of a Windows host (log on as a service, …)",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the right: SeServiceLogonRight, SeDenyNetworkLogonRight, …", required: true }),
    users: list(text({ about: "an account: name, DOMAIN\\name or SID" }), {
      about: "the accounts; none: an empty list",
      required: true,
    }),
    action: oneOf(["add", "remove", "set"])({
      about: "add them, remove them, or these and no others",
      default: "set",
    }),
  },
  examples: [{ name: "SeServiceLogonRight", users: ["app"], action: "add" }],
  returns: { added: "accounts that got it", removed: "accounts that lost it" },
  powershell: { text: script, uses: [accountRights] },
});
