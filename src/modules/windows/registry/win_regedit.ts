import { flag, oneOf, path, raw, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import type { ShellValue } from "../../../model/script.js";
import { hives, registry } from "../../../shell/powershell/libraries.js";
import script from "./win_regedit.ps1";

const KINDS = ["none", "binary", "dword", "expandstring", "multistring", "string", "qword"] as const;

export default defineModule({
  name: "win_regedit",
  collection: "ansible.windows",
  about: "Adds, changes and removes keys and values of a Windows host's registry",
  notes: [
    "Verified: executed in the Windows lab beside Ansible's module; `hive` only parsed.",
    "Texts are compared with their letters' size, those of a multistring too.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    path: text({
      about: "the key, as PowerShell writes it: `HKLM:\\Software\\x`",
      required: true,
      aliases: ["key"],
    }),
    name: text({ about: "the value; left out or empty: the key's unnamed one", aliases: ["entry", "value"] }),
    data: raw({ about: "text, number, list of texts or bytes; bytes also as `be,ef` in hexadecimal" }),
    type: oneOf(KINDS)({ about: "kind of the value", default: "string", aliases: ["datatype"] }),
    state: oneOf(["present", "absent"])({ about: "is it to be there?", default: "present" }),
    delete_key: flag({
      about: "absent without a name: the whole key, not only its unnamed value",
      default: true,
    }),
    hive: path({ about: "a file of keys, loaded at HKLM:\\ANSIBLE while the task runs" }),
  },
  examples: [
    { path: "HKLM:\\Software\\Example", name: "limit", data: 1337, type: "dword" },
    { path: "HKCU:\\Software\\Example", state: "absent" },
  ],
  returns: { data_changed: "is the data other than before?", data_type_changed: "and its kind?" },
  powershell: {
    text: script,
    uses: [registry, hives],
    // numbers stay numbers; one that is too large for them is a text that the host reads
    vars: ({ data }) =>
      typeof data === "bigint" || typeof data === "boolean" ? { data: pythonText(data) } : NOTHING,
  },
});

const NOTHING: Record<string, ShellValue> = {};
const pythonText = (data: bigint | boolean): string =>
  typeof data === "boolean" ? (data ? "True" : "False") : String(data);
