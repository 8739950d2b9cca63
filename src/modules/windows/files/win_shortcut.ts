import { flag, oneOf, path } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { files } from "../../../shell/powershell/libraries.js";
import script from "./win_shortcut.ps1";

export default defineModule({
  name: "win_shortcut",
  collection: "community.windows",
  about: "Makes, changes and removes shortcuts on a Windows host",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "full",
  args: {
    dest: path({ about: "the shortcut: a path that ends in .lnk or .url", required: true }),
    src: path({ about: "what it opens: a program, file, folder or address" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    arguments: path({ about: "words for the program", aliases: ["args"] }),
    directory: path({ about: "folder to run in" }),
    description: path({ about: "a text" }),
    hotkey: path({ about: "keys that open it: `Ctrl+Alt+T`" }),
    icon: path({ about: "its picture: a file, a comma and a number" }),
    windowstyle: oneOf(["maximized", "minimized", "normal"])({ about: "how its window opens" }),
    run_as_admin: flag({ about: "run as administrator", default: false }),
  },
  examples: [{ src: "C:\\app\\app.exe", dest: "%Public%\\Desktop\\App.lnk", directory: "C:\\app" }],
  returns: { src: "what it opens", args: "its words", directory: "where it runs" },
  powershell: { text: script, uses: [files] },
});
