import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { registry } from "../../../shell/powershell/libraries.js";
import script from "./win_reg_stat.ps1";

export default defineModule({
  name: "win_reg_stat",
  collection: "ansible.windows",
  about: "Tells what a key or value of a Windows host's registry is",
  notes: ["Verified: executed in the Windows lab beside Ansible's module."],
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    path: text({ about: "the key: `HKLM:\\Software\\x`", required: true, aliases: ["key"] }),
    name: text({
      about: "one value; empty: the unnamed one. Left out: all values and keys below",
      aliases: ["entry", "value", "property"],
    }),
  },
  examples: [{ path: "HKLM:\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion", name: "ProductName" }],
  returns: {
    exists: "is it there?",
    type: "kind of the value: REG_SZ, REG_DWORD, …",
    value: "its data, variables filled in",
    raw_value: "its data as it is kept; bytes in hexadecimal",
    properties: "without a name: all values",
    sub_keys: "without a name: the keys below",
  },
  powershell: { text: script, uses: [registry], result: ({ said }) => ({ changed: false, ...said }) },
});
