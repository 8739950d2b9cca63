import { list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_path.ps1";

export default defineModule({
  name: "win_path",
  collection: "ansible.windows",
  about: "Adds, orders and removes elements of a Windows host's PATH, or of another such variable",
  notes: [
    "Verified: executed in the Windows lab beside Ansible's module.",
    "Elements are kept as they are written (`%SystemRoot%\\x`); the others stay where they are.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the variable", default: "PATH" }),
    elements: list(text({ about: "a folder" }), {
      about: "folders, in the order that they are to have",
      required: true,
    }),
    state: oneOf(["absent", "present"])({ about: "are they to be there?", default: "present" }),
    scope: oneOf(["machine", "user"])({ about: "whose variable", default: "machine" }),
  },
  examples: [{ elements: ["C:\\app\\bin", "%ProgramFiles%\\tool"] }],
  returns: { path_value: "the variable's text, as it is kept" },
  powershell: { text: script },
});
