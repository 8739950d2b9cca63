import { flag, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_shortcut.ps1";

export default defineModule({
  name: "win_shortcut",
  collection: "community.windows",
  about: "Makes, changes and removes shortcuts on a Windows host",
  notes: [
    "Verified: executed in the Windows lab beside Ansible's module, but for what is the same again: Wine's shell reads no shortcut that is there.",
    "Of places that only Explorer knows (`shell:RecycleBinFolder`) the target is not compared: such a shortcut is made where it is missing.",
  ],
  hostLocal: true,
  check: "full",
  args: {
    src: text({ about: "program or address that it leads to; a program in PATH, or by its whole path" }),
    description: text({ about: "what is shown of it" }),
    dest: path({ about: "the shortcut: a .lnk or .url", required: true }),
    arguments: text({ about: "what the program is given", aliases: ["args"] }),
    directory: path({ about: "folder that it starts in" }),
    icon: path({ about: "file of its icon, and its number: `a.dll,1`" }),
    hotkey: text({ about: "keys that start it: Ctrl+Alt+T" }),
    windowstyle: oneOf(["maximized", "minimized", "normal"])({ about: "how its window is shown" }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    run_as_admin: flag({ about: "is it started as an administrator?", default: false }),
  },
  examples: [
    { src: "C:\\app\\app.exe", dest: "C:\\Users\\Public\\Desktop\\App.lnk" },
    { src: "https://example.org/", dest: "%PUBLIC%\\Desktop\\Site.url" },
  ],
  returns: { dest: "the shortcut", src: "what it leads to", state: "is it there?" },
  powershell: { text: script },
});
