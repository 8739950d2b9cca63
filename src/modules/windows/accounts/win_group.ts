import { list, oneOf, options, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "../../../shell/powershell/accounts/group.ps1";
import { accounts } from "../../../shell/powershell/libraries.js";

const ACCOUNTS = (about: string) => list(text({ about: "an account: name, DOMAIN\\name or SID" }), { about });

export default defineModule({
  name: "win_group",
  collection: "ansible.windows",
  about: "Makes, changes and removes groups of a Windows host",
  notes: ["Verified: by doubles of the commands of LocalAccounts. Domain controllers have no such groups."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the group", required: true }),
    description: text({ about: "what it is for" }),
    members: options(
      {
        add: ACCOUNTS("these are members"),
        remove: ACCOUNTS("these are none"),
        set: ACCOUNTS("these are members, and nobody else"),
      },
      { about: "who belongs to it" },
    ),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
  },
  examples: [{ name: "deploy", description: "Deployers", members: { add: ["app"] } }],
  returns: { sid: "its SID" },
  validate: ({ members }) =>
    members?.set !== undefined && (members.add !== undefined || members.remove !== undefined)
      ? ["members: set is mutually exclusive with add and remove"]
      : [],
  powershell: {
    text: script,
    uses: [accounts],
    // a table of PowerShell has methods of its own by the names of these options
    vars: ({ members }) => ({
      members: null,
      members_add: members?.add,
      members_remove: members?.remove,
      members_set: members?.set,
    }),
  },
});
