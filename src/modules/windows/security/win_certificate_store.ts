import { flag, oneOf, path, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { certificates } from "../../../shell/powershell/libraries.js";
import script from "./win_certificate_store.ps1";

export default defineModule({
  name: "win_certificate_store",
  collection: "ansible.windows",
  about: "Puts certificates into a store of a Windows host, removes them and writes them to files",
  notes: ["Verified: parsed.", "Stores of services are refused."],
  hostLocal: true,
  check: "full",
  args: {
    state: oneOf(["absent", "exported", "present"])({ about: "what is to be", default: "present" }),
    path: path({ about: "the file on the host" }),
    thumbprint: text({ about: "which certificate" }),
    store_name: text({ about: "the store: My, Root, CA, …", default: "My" }),
    store_location: oneOf(["CurrentUser", "LocalMachine"])({ about: "whose store", default: "LocalMachine" }),
    store_type: oneOf(["service", "system"])({ about: "accepted: system", default: "system" }),
    password: text({ about: "of a pkcs12 file", secret: true }),
    key_exportable: flag({ about: "may the key be taken out again?", default: true }),
    key_storage: oneOf(["default", "machine", "user"])({
      about: "where the key is kept",
      default: "default",
    }),
    file_type: oneOf(["der", "pem", "pkcs12"])({ about: "kind of an exported file", default: "der" }),
  },
  examples: [
    { path: "C:\\temp\\ca.cer", store_name: "Root" },
    { thumbprint: "BD7AF104CF1872BDB518D95C9534EA941665FD27", state: "absent" },
  ],
  returns: { thumbprints: "of the certificates" },
  validate: ({ state, path: file, thumbprint }) => {
    if (state === "absent")
      return file === undefined && thumbprint === undefined
        ? ["state is absent but any of the following are missing: path, thumbprint"]
        : [];
    const needed = state === "exported" ? { path: file, thumbprint } : { path: file };
    const missing = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [name] : []));
    return missing.length > 0
      ? [`state is ${state ?? "present"} but all of the following are missing: ${missing.join(", ")}`]
      : [];
  },
  powershell: {
    text: script,
    uses: [certificates],
    refuses: ({ store_type }) => (store_type === "service" ? ["store_type service is not supported"] : []),
  },
});
