import { flag, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { acls } from "../../../shell/powershell/libraries.js";
import script from "./win_acl.ps1";

export default defineModule({
  name: "win_acl",
  collection: "ansible.windows",
  about: "Gives and takes rights on files, folders and registry keys of a Windows host",
  notes: [
    "Verified: parsed.",
    "A rule that gives more than is asked for is enough. Certificates are refused.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    path: text({ about: "the file, folder or key (`HKLM:\\Software\\x`)", required: true }),
    user: text({ about: "whose rights: name, DOMAIN\\name or SID", required: true }),
    rights: text({
      about: "Read, Write, Modify, FullControl, … with commas between; of keys: ReadKey, …",
      required: true,
    }),
    type: oneOf(["allow", "deny"])({ about: "what the rule does", required: true }),
    state: oneOf(["absent", "present"])({ about: "is the rule to be there?", default: "present" }),
    inherit: text({
      about: "ContainerInherit, ObjectInherit or None; folders have both where it is left out",
    }),
    propagation: oneOf(["InheritOnly", "None", "NoPropagateInherit"])({
      about: "how it is inherited",
      default: "None",
    }),
    follow: flag({ about: "the rights of what a link points to", default: false }),
  },
  examples: [
    { path: "C:\\app\\data", user: "app", rights: "Modify", type: "allow" },
    { path: "HKLM:\\Software\\App", user: "Users", rights: "ReadKey", type: "allow" },
  ],
  powershell: { text: script, uses: [acls] },
});
