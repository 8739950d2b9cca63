import { flag, oneOf, path } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "../../../shell/powershell/files/stat.ps1";
import { files } from "../../../shell/powershell/libraries.js";

export default defineModule({
  name: "win_stat",
  collection: "ansible.windows",
  about: "Tells what a path of a Windows host is: kind, size, owner, attributes, checksum",
  hostLocal: true,
  check: "run",
  writes: () => [],
  args: {
    path: path({ about: "what to look at", required: true, aliases: ["dest", "name"] }),
    follow: flag({ about: "look at what a link points to", default: false }),
    get_checksum: flag({ about: "with the checksum of a file", default: true }),
    get_size: flag({ about: "with the size", default: true }),
    checksum_algorithm: oneOf(["md5", "sha1", "sha256", "sha384", "sha512"])({
      about: "which checksum",
      default: "sha1",
    }),
  },
  examples: [{ path: "C:\\Windows\\win.ini" }],
  returns: { stat: "exists, isdir, isreg, size, attributes, owner, lastwritetime, checksum, …" },
  powershell: {
    text: script,
    uses: [files],
    result: ({ said }) => ({ changed: false, ...said }),
  },
});
