import { flag, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { zip } from "../../../shell/powershell/libraries.js";
import script from "./win_unzip.ps1";

export default defineModule({
  name: "win_unzip",
  collection: "community.windows",
  about: "Unpacks a zip archive that is on a Windows host",
  notes: ["Archives of other kinds, with a password, and archives within archives are refused."],
  hostLocal: true,
  check: "full",
  args: {
    src: path({ about: "the archive", required: true }),
    dest: path({ about: "the folder to unpack to; it is made", required: true }),
    creates: path({ about: "do nothing where this exists" }),
    delete_archive: flag({ about: "remove the archive afterwards", default: false, aliases: ["rm"] }),
    recurse: flag({ about: "accepted: false", default: false }),
    password: text({ about: "refused", secret: true }),
  },
  examples: [{ src: "C:\\temp\\app.zip", dest: "C:\\app", creates: "C:\\app\\app.exe" }],
  returns: { dest: "the folder", src: "the archive", removed: "was the archive removed?" },
  powershell: {
    text: script,
    uses: [zip],
    refuses: ({ recurse, password, src }) => [
      ...(recurse ? ["recurse is not supported"] : []),
      ...(password === undefined ? [] : ["password is not supported"]),
      ...(/\.zip$/i.test(src) || !/\.\w+$/.test(src) ? [] : ["src must be a zip archive"]),
    ],
    result: ({ said: { guard, ...said }, failure }, { src, dest }) => ({
      src,
      dest,
      removed: false,
      ...said,
      ...(guard === undefined ? {} : { skipped: true, msg: guard }),
      ...(failure === undefined ? {} : { msg: failure }),
    }),
  },
});
