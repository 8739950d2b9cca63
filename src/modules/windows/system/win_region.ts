import { flag, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { hives, native } from "../../../shell/powershell/libraries.js";
import script from "./win_region.ps1";

export default defineModule({
  name: "win_region",
  collection: "ansible.windows",
  about:
    "Sets where a Windows host's user is, how things are written there, and the language of old programs",
  notes: [
    "Verified: location and format executed in the Windows lab; unicode_language by doubles of the commands of International; copy_settings parsed.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    location: text({ about: "number of the place (GeoID), of this user" }),
    format: text({ about: "culture that times and numbers are written by (de-DE), of this user" }),
    unicode_language: text({ about: "culture of programs without Unicode, of all users; after a restart" }),
    copy_settings: flag({
      about: "where something changes, also for new users and the log-on screen",
      default: false,
    }),
  },
  examples: [{ location: "94", format: "de-DE" }, { unicode_language: "ja-JP" }],
  returns: { restart_required: "is a restart needed?" },
  validate: ({ location, format, unicode_language }) =>
    location === undefined && format === undefined && unicode_language === undefined
      ? ["An argument for 'format', 'location' or 'unicode_language' needs to be supplied"]
      : [],
  powershell: { text: script, uses: [native, hives] },
});
