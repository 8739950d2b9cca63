import { flag, oneOf, path } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { newlineSequence, rendered, TEMPLATE_ARGS } from "../../../shell/files/rendered.js";
import script from "../../../shell/powershell/files/place.ps1";
import { copying } from "../../../shell/powershell/libraries.js";
import { placedResult } from "../../../shell/powershell/placed.js";

export default defineModule({
  name: "win_template",
  collection: "ansible.windows",
  about:
    "Renders a template of the controller into a file on a Windows host; its lines end as Windows has it",
  hostLocal: true,
  check: "full",
  args: {
    ...TEMPLATE_ARGS,
    dest: path({ about: "the file, or the folder for it", required: true }),
    backup: flag({ about: "keep a copy of what was there", default: false }),
    newline_sequence: newlineSequence("\r\n"),
    output_encoding: oneOf(["utf-8", "latin-1", "utf-16-le"])({
      about: "encoding of the file",
      default: "utf-8",
    }),
  },
  examples: [{ src: "app.conf.j2", dest: "C:\\app\\app.conf" }],
  returns: {
    dest: "the file",
    checksum: "its SHA-1",
    size: "its size",
    backup_file: "the copy of what was there",
  },
  powershell: {
    text: script,
    uses: [copying],
    vars: () => ({ src: null, list: null }),
    bring: async (args, controller) => {
      const { files, name } = await rendered(args, controller);
      return { files, vars: { base: name } };
    },
    result: (answer, { src, dest }) => placedResult(answer, { src, dest }),
  },
});
