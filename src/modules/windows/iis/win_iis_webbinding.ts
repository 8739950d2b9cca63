import { integer, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import { iis } from "../../../shell/powershell/libraries.js";
import script from "./win_iis_webbinding.ps1";

export default defineModule({
  name: "win_iis_webbinding",
  collection: "community.windows",
  about: "Says where a site of a Windows host's web server listens",
  notes: ["Verified: by doubles of the commands of WebAdministration; certificates parsed."],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the site", required: true, aliases: ["website"] }),
    state: oneOf(["absent", "present"])({ about: "is it to be there?", default: "present" }),
    port: integer({ about: "the port", default: 80 }),
    ip: text({ about: "the address; `*`: all", default: "*" }),
    host_header: text({ about: "the host's name; not given: any" }),
    protocol: text({ about: "http, https, ftp", default: "http" }),
    certificate_hash: text({ about: "of https: thumbprint of the certificate" }),
    certificate_store_name: text({ about: "of https: where it is kept; with a thumbprint `my`" }),
    ssl_flags: oneOf(["0", "1", "2", "3"])({
      about: "of https: 1 certificate by name (SNI), 2 from the central store, 3 both",
      default: "0",
    }),
  },
  examples: [
    { name: "Acme", port: 8080, host_header: "acme.example.org" },
    { name: "Acme", port: 8080, host_header: "acme.example.org", state: "absent" },
  ],
  returns: {
    operation_type: "added, updated, matched, removed",
    website_state: "does the site run?",
    binding_info:
      "bindingInformation, ip, port, hostheader, protocol, certificateHash, certificateStoreName, sslFlags",
  },
  validate: ({
    protocol = "http",
    ssl_flags = "0",
    certificate_hash,
    certificate_store_name,
    host_header,
    state = "present",
  }) => [
    ...(protocol !== "https" && ssl_flags !== "0" ? ["SSLFlags can only be set for HTTPS protocol"] : []),
    ...(protocol !== "https" && certificate_hash !== undefined && state === "present"
      ? ["You can  only provide a certificate thumbprint when protocol is set to https"]
      : []),
    ...(Number(ssl_flags) > 1 && (certificate_hash ?? certificate_store_name) !== undefined
      ? [
          `ssl_flags ${ssl_flags} takes the certificate from the central store: leave out certificate_hash and certificate_store_name`,
        ]
      : []),
    ...(host_header === "*"
      ? [
          "To make or remove a catch-all binding, please omit the host_header parameter entirely rather than specify host_header *",
        ]
      : []),
  ],
  powershell: { text: script, uses: [iis] },
});
