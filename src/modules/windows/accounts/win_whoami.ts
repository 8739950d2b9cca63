import { defineModule } from "../../../model/module.js";
import { accountRights, native } from "../../../shell/powershell/libraries.js";
import script from "./win_whoami.ps1";

export default defineModule({
  name: "win_whoami",
  collection: "ansible.windows",
  about: "Tells who the session on a Windows host is: account, groups, privileges, how it logged on",
  notes: [
    "Verified: executed in the Windows lab, whose Wine knows little of log-ons; rights of groups: parsed.",
  ],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {},
  examples: [{}],
  returns: {
    account: "domain_name, account_name, sid and type of the account",
    groups: "of each group: the same, and its attributes",
    label: "the mandatory label",
    privileges: "of each privilege: disabled, enabled, enabled-by-default",
    rights: "log-on rights; none without the rights of an administrator",
    authentication_package: "what vouched for the user",
    dns_domain_name: "DNS name of the domain",
    impersonation_level: "of the token",
    login_domain: "domain that vouched for the user",
    login_time: "when the session began",
    logon_id: "its number",
    logon_server: "server that vouched for the user",
    logon_type: "Network, Interactive, …",
    token_type: "TokenPrimary, TokenImpersonation",
    upn: "name@domain",
    user_flags: "of the log-on",
  },
  powershell: { text: script, uses: [accountRights, native] },
});
