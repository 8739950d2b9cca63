import { oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { writer } from "../../shell/files/writer.js";
import { native } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/system/hostname.ps1";

const SYSTEMS =
  "alpine debian freebsd generic macos macosx darwin openbsd openrc redhat sles solaris systemd".split(" ");

export default defineModule({
  name: "hostname",
  about: "Sets the host's name",
  hostLocal: true,
  check: "full",
  args: {
    name: text({ about: "the name", required: true }),
    use: oneOf(SYSTEMS)({ about: "accepted: the way is found out" }),
  },
  examples: [{ name: "web1" }],
  returns: {
    name: "the name",
    ansible_facts: "of POSIX hosts: the facts that the name is part of",
    reboot_required: "of Windows: it has the name only after a restart",
  },
  uses: [writer],
  sh: `
    now=$(cat /proc/sys/kernel/hostname 2>/dev/null || hostname)
    kept=$(cat /etc/hostname 2>/dev/null)
    if [ "$now" != "$name" ] || { [ -e /etc/hostname ] && [ "$kept" != "$name" ]; }; then
      if differs name "$now" "$name"; then
        if [ -d /run/systemd/system ] && have hostnamectl; then must hostnamectl set-hostname "$name"
        else put /etc/hostname printf '%s\\n' "$name"; hostname "$name" 2>/dev/null || fail "the name could not be set"; fi
      fi
    fi
    say name "$name"
    say fqdn "$(hostname -f 2>/dev/null || uname -n)"
  `,
  result: ({ said, failure }, { name }) => {
    if (failure !== undefined) return {};
    const fqdn = String(said.fqdn ?? name);
    const [, ...domain] = fqdn.split(".");
    return {
      name,
      ansible_facts: {
        ansible_hostname: name.split(".")[0]!,
        ansible_nodename: name,
        ansible_fqdn: fqdn,
        ansible_domain: domain.join("."),
      },
    };
  },
  powershell: { text: windows, uses: [native] },
});
