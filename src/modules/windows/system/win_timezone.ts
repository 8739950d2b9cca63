import { text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_timezone.ps1";

export default defineModule({
  name: "win_timezone",
  collection: "ansible.windows",
  about: "Sets the time zone of a Windows host",
  notes: ["Verified: parsed."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    timezone: text({
      about: "the zone as Windows names it; with `_dstoff` at the end: without summer time",
      required: true,
    }),
  },
  examples: [{ timezone: "W. Europe Standard Time" }, { timezone: "UTC" }],
  returns: { previous_timezone: "what it was", timezone: "what it is to be" },
  powershell: { text: script },
});
