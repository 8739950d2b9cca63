import { list, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_dns_client.ps1";

export default defineModule({
  name: "win_dns_client",
  collection: "ansible.windows",
  about: "Says which DNS servers a Windows host asks",
  notes: [
    "Verified: what is there executed in the Windows lab; what is set by doubles of the commands of DnsClient.",
  ],
  hostLocal: true,
  check: "full",
  writes: () => [],
  args: {
    adapter_names: list(text({ about: "an adapter, as Windows shows it" }), {
      about: "the adapters; `*`: all",
      required: true,
    }),
    dns_servers: list(text({ about: "an address" }), {
      about: "the servers in their order; none: those of DHCP",
      required: true,
      aliases: ["ipv4_addresses", "ip_addresses", "addresses"],
    }),
    suffix_search_list: list(text({ about: "a suffix" }), { about: "what is tried behind short names" }),
  },
  examples: [{ adapter_names: ["Ethernet"], dns_servers: ["192.0.2.1", "192.0.2.2"] }],
  powershell: { text: script },
});
