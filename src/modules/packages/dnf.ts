import { defineModule } from "../../model/module.js";
import { dnf } from "../../shell/packages/dnf.js";
import { DNF_ARGS, dnfProblems, dnfResult, dnfVars } from "../../shell/packages/dnf_args.js";

export default defineModule({
  name: "dnf",
  aliases: ["yum", "dnf5"],
  about: "Packages of RHEL, Fedora and Amazon Linux",
  hostLocal: true,
  check: "full",
  args: DNF_ARGS,
  examples: [{ name: "nginx", state: "present" }],
  returns: { results: "what was installed or removed", rc: "0 where it went well" },
  exclusive: ["best|nobest"],
  validate: dnfProblems,
  uses: [dnf],
  vars: dnfVars,
  sh: "dnf_main",
  result: dnfResult,
});
