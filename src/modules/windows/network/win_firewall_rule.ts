import { flag, list, oneOf, text } from "../../../model/args.js";
import { defineModule } from "../../../model/module.js";
import script from "./win_firewall_rule.ps1";

export default defineModule({
  name: "win_firewall_rule",
  collection: "community.windows",
  about: "Makes, changes and removes rules of a Windows host's firewall",
  notes: [
    "Verified: parsed; its commands and parameters are those of Windows PowerShell 5.1.",
    "The group of a rule that is there already stays as it is: these commands cannot change it.",
  ],
  check: "full",
  writes: () => [],
  args: {
    name: text({ about: "the rule's name that is shown" }),
    group: text({ about: "its group; without a name: all rules of the group" }),
    state: oneOf(["present", "absent"])({ about: "is it to be there?", default: "present" }),
    enabled: flag({ about: "does it hold?", aliases: ["enable"] }),
    direction: oneOf(["in", "out"])({ about: "what comes in, or what goes out" }),
    action: oneOf(["allow", "block"])({ about: "what happens to it" }),
    description: text({ about: "what it is for" }),
    protocol: text({ about: "any, tcp, udp, icmpv4, icmpv6 or a number" }),
    localport: text({ about: "ports of the host: `80`, `80,443`, `5000-5010`, any" }),
    remoteport: text({ about: "ports of the others" }),
    localip: text({ about: "addresses of the host" }),
    remoteip: text({ about: "addresses of the others: one, a network, a range, LocalSubnet, any" }),
    program: text({ about: "path of a program" }),
    service: text({ about: "a service" }),
    profiles: list(text({ about: "domain, private, public" }), {
      about: "for which networks",
      aliases: ["profile"],
    }),
    interfacetypes: list(text({ about: "any, wireless, lan, ras" }), { about: "for which interfaces" }),
    icmp_type_code: list(text({ about: "`type:code`, or `*`" }), { about: "types of ICMP" }),
    edge: oneOf(["no", "yes", "deferapp", "deferuser"])({ about: "through NAT?" }),
    security: oneOf(["notrequired", "authnoencap", "authenticate", "authdynenc", "authenc"])({
      about: "how connections have to be protected",
    }),
  },
  examples: [
    { name: "web", localport: "80,443", action: "allow", direction: "in", protocol: "tcp", enabled: true },
  ],
  returns: { msg: "what was done" },
  validate: ({ name, group }) => (name || group ? [] : ["Either name or group must be specified"]),
  powershell: { text: script },
});
