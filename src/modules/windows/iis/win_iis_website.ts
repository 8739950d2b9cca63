import { integer, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { iis } from "../../../shell/powershell/libraries.js";
import script from "./win_iis_website.ps1";

export default defineModule({
  name: "win_iis_website",
  collection: "community.windows",
  about: "Makes, changes, starts, stops and removes sites of a Windows host's web server",
  notes: [
    "Verified: by doubles of the commands of WebAdministration.",
    "Check mode foresees it; Ansible's module has none.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the site", required: true }),
    site_id: text({ about: "number of a new site" }),
    state: oneOf(["absent", "started", "stopped", "restarted"])({ about: "what it should do" }),
    physical_path: text({ about: "its folder; a new site needs one" }),
    application_pool: text({ about: "the pool that it runs in" }),
    port: integer({ about: "port of a new site" }),
    ip: text({ about: "address of a new site" }),
    hostname: text({ about: "host header of a new site" }),
    parameters: text({ about: "further settings: `logfile.directory:D:\\logs|logfile.period:Daily`" }),
  },
  examples: [
    {
      name: "Acme",
      state: "started",
      port: 8080,
      physical_path: "C:\\sites\\acme",
      application_pool: "acme",
    },
    { name: "Default Web Site", state: "absent" },
  ],
  returns: { site: "Name, ID, State, PhysicalPath, ApplicationPool, Bindings" },
  powershell: {
    text: script,
    uses: [iis],
    vars: ({ parameters }) => ({
      parameters:
        parameters
          ?.split("|")
          .filter((one) => one !== "")
          .flatMap((one) => {
            const [, name = one, value = ""] = /^([^:]*):(.*)$/s.exec(one) ?? [];
            return [name, value];
          }) ?? null,
    }),
  },
});
