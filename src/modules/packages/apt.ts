import { defineModule } from "../../model/module.js";
import { apt } from "../../shell/packages/apt.js";
import { APT_ARGS, aptResult, aptVars } from "../../shell/packages/apt_args.js";

export default defineModule({
  name: "apt",
  about: "Packages of Debian and Ubuntu",
  hostLocal: true,
  check: "full",
  args: APT_ARGS,
  examples: [{ name: "nginx", state: "present", update_cache: true, cache_valid_time: 3600 }],
  returns: {
    cache_updated: "were the lists read anew?",
    cache_update_time: "when they were, in seconds since 1970",
    stdout: "what apt said; also stderr",
  },
  exclusive: ["deb|package|upgrade"],
  uses: [apt],
  vars: aptVars,
  sh: "apt_main",
  result: (answer, _args, { diff }) => aptResult(answer, diff),
});
