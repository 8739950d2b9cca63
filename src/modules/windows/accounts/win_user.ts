import { flag, list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "../../../shell/powershell/accounts/user.ps1";
import { accounts, native } from "../../../shell/powershell/libraries.js";

export default defineModule({
  name: "win_user",
  collection: "ansible.windows",
  about: "Makes, changes and removes users of a Windows host",
  notes: [
    "Verified: by doubles of the commands of LocalAccounts. home_directory, login_script, profile and password_expired: parsed.",
    "Domain controllers have no such users.",
    "With `update_password: always` the password is tried, and set where it is another one.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the user", required: true }),
    state: oneOf(["absent", "present", "query"])({
      about: "is it to be there? `query` only tells",
      default: "present",
    }),
    password: text({ about: "the password", secret: true }),
    update_password: oneOf(["always", "on_create"])({ about: "when it is set", default: "always" }),
    fullname: text({ about: "the name that is shown" }),
    description: text({ about: "what it is for" }),
    groups: list(text({ about: "a local group" }), { about: "groups that it belongs to" }),
    groups_action: oneOf(["add", "remove", "replace"])({
      about: "what is done with groups",
      default: "replace",
    }),
    account_disabled: flag({ about: "may nobody log on with it?" }),
    account_expires: text({ about: "when it ends: a date, a time, or `never`" }),
    account_locked: flag({ about: "false: unlocked" }),
    password_expired: flag({ about: "is a new password asked for at the next log-on?" }),
    password_never_expires: flag({ about: "does the password stay good?" }),
    user_cannot_change_password: flag({ about: "may only others change it?" }),
    home_directory: text({ about: "its folder" }),
    login_script: text({ about: "what is run at a log-on" }),
    profile: text({ about: "folder of its profile" }),
  },
  examples: [{ name: "app", password: "{{ vault_app }}", groups: ["Users"], password_never_expires: true }],
  returns: {
    state: "present or absent",
    sid: "its SID",
    groups: "its groups: name, path",
    fullname: "the name that is shown",
    account_disabled: "may nobody log on?",
  },
  powershell: { text: script, uses: [accounts, native] },
});
