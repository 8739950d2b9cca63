import type { ShellLibrary } from "../../model/script.js";
import { LOCAL_FACTS } from "./local.js";

const library = (name: string, text: string): ShellLibrary => ({ name: `facts_${name}`, text });

/** Which facts a group brings, so that only the groups a play reads are sent. */
export interface FactGroup {
  name: string;
  facts: readonly string[];
  library: ShellLibrary;
}

/** Every group is a function `facts_NAME` that says `key` values as text; setup.ts gives them their types. */
export const FACT_GROUPS: readonly FactGroup[] = [
  {
    name: "system",
    facts:
      "system kernel kernel_version machine architecture userspace_architecture userspace_bits nodename hostname fqdn domain user_id user_uid user_gid user_gecos user_dir user_shell effective_user_id real_user_id effective_group_id real_group_id machine_id is_chroot".split(
        " ",
      ),
    library: library(
      "system",
      `
facts_system() {
say system "$(uname -s)"; say kernel "$(uname -r)"; say kernel_version "$(uname -v)"; say machine "$(uname -m)"
n=$(uname -n); say nodename "$n"; say hostname "\${n%%.*}"
f=$(hostname -f 2>/dev/null || printf %s "$n"); say fqdn "$f"; case $f in *.*) say domain "\${f#*.}" ;; *) say domain "" ;; esac
e=$(getent passwd "$(id -u)" 2>/dev/null || awk -F: -v u="$(id -un)" '$1 == u' /etc/passwd)
say user_id "$(id -un)"; say passwd "$e"; say ids "$(id -u) $(id -ru) $(id -g) $(id -rg)"
[ ! -r /etc/machine-id ] || say machine_id "$(cat /etc/machine-id)"
say bits "$(getconf LONG_BIT 2>/dev/null)"
}`,
    ),
  },
  {
    name: "distribution",
    facts:
      "distribution distribution_version distribution_major_version distribution_minor_version distribution_release distribution_file_path distribution_file_variety distribution_file_parsed os_family lsb".split(
        " ",
      ),
    library: library(
      "distribution",
      `
facts_distribution() {
say os_release "$(cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null)"
[ ! -r /etc/debian_version ] || say debian_version "$(cat /etc/debian_version)"
[ ! -r /etc/redhat-release ] || say redhat_release "$(cat /etc/redhat-release)"
[ ! -r /etc/alpine-release ] || say alpine_release "$(cat /etc/alpine-release)"
! have sw_vers || say mac_version "$(sw_vers -productVersion)"
! have lsb_release || say lsb "$(lsb_release -a 2>/dev/null)"
}`,
    ),
  },
  {
    name: "managers",
    facts: ["pkg_mgr", "service_mgr"],
    library: library(
      "managers",
      `
facts_managers() {
m=unknown
for t in apt-get:apt dnf:dnf yum:yum zypper:zypper apk:apk pacman:pacman brew:homebrew pkg:pkgng; do if have "\${t%%:*}"; then m=\${t#*:}; break; fi; done
say pkg_mgr "$m"
c=$(cat /proc/1/comm 2>/dev/null || ps -p 1 -o comm= 2>/dev/null | sed 's|.*/||')
case $c in
systemd|runit|upstart|openrc-init|launchd) ;;
*) if [ -d /run/systemd/system ]; then c=systemd; elif have rc-service; then c=openrc; elif have initctl && initctl version 2>/dev/null | grep -q upstart; then c=upstart; elif [ -d /etc/init.d ]; then c=sysvinit; else c=service; fi ;;
esac
[ "$c" != openrc-init ] || c=openrc
say service_mgr "$c"
}`,
    ),
  },
  {
    name: "python",
    facts: ["python", "python_version"],
    library: library(
      "python",
      `
facts_python() {
p=$(command -v python3) || return 0
say python "$p $("$p" -V 2>&1)"
}`,
    ),
  },
  {
    name: "security",
    facts: ["selinux", "selinux_python_present", "apparmor", "fips"],
    library: library(
      "security",
      `
facts_security() {
if have getenforce; then say selinux "$(getenforce 2>/dev/null) $(sed -n 's/^SELINUXTYPE=//p' /etc/selinux/config 2>/dev/null) $(sed -n 's/^SELINUX=//p' /etc/selinux/config 2>/dev/null)"; fi
[ ! -d /sys/kernel/security/apparmor ] || say apparmor enabled
[ "$(cat /proc/sys/crypto/fips_enabled 2>/dev/null)" != 1 ] || say fips 1
}`,
    ),
  },
  {
    name: "env",
    facts: ["env"],
    library: library("env", `\nfacts_env() { say env "$(env)"; }`),
  },
  {
    name: "date",
    facts: ["date_time"],
    library: library(
      "date",
      `\nfacts_date() { say date_time "$(date '+%Y|%m|%d|%H|%M|%S|%s|%A|%w|%W|%Z|%z')|$(date -u '+%Y-%m-%dT%H:%M:%S')"; }`,
    ),
  },
  {
    name: "cmdline",
    facts: ["cmdline", "proc_cmdline"],
    library: library("cmdline", `\nfacts_cmdline() { say cmdline "$(cat /proc/cmdline 2>/dev/null)"; }`),
  },
  {
    name: "dns",
    facts: ["dns"],
    library: library("dns", `\nfacts_dns() { say dns "$(cat /etc/resolv.conf 2>/dev/null)"; }`),
  },
  {
    name: "ssh_keys",
    facts: ["dsa", "rsa", "ecdsa", "ed25519"].flatMap((one) =>
      ["", "_keytype"].map((end) => `ssh_host_key_${one}_public${end}`),
    ),
    library: library(
      "ssh_keys",
      `
facts_ssh_keys() {
for d in /etc/ssh /etc/openssh /etc; do
s=
for a in dsa rsa ecdsa ed25519; do
[ ! -r "$d/ssh_host_\${a}_key.pub" ] || { s=1; say "ssh_key:$a" "$(cat "$d/ssh_host_\${a}_key.pub")"; }
done
[ -z "$s" ] || break
done
}`,
    ),
  },
  {
    name: "caps",
    facts: ["system_capabilities", "system_capabilities_enforced"],
    library: library("caps", `\nfacts_caps() { say caps "$(capsh --print 2>/dev/null)"; }`),
  },
  {
    name: "systemd",
    facts: ["systemd"],
    library: library(
      "systemd",
      `\nfacts_systemd() { [ ! -d /run/systemd/system ] || say systemd "$(systemctl --version 2>/dev/null)"; }`,
    ),
  },
  { name: "local", facts: ["local"], library: LOCAL_FACTS },
  {
    name: "hardware",
    facts:
      "memtotal_mb memfree_mb memory_mb swaptotal_mb swapfree_mb processor processor_cores processor_count processor_nproc processor_threads_per_core processor_vcpus uptime_seconds product_name product_version product_serial product_uuid system_vendor bios_version bios_date board_name form_factor loadavg".split(
        " ",
      ),
    library: library(
      "hardware",
      `
facts_hardware() {
say meminfo "$(cat /proc/meminfo 2>/dev/null)"
say cpuinfo "$(grep -E '^(processor|vendor_id|model name|physical id|siblings|cpu cores|Processor|Model)' /proc/cpuinfo 2>/dev/null)"
say nproc "$(nproc 2>/dev/null)"
say uptime "$(cut -d. -f1 /proc/uptime 2>/dev/null)"; say loadavg "$(cat /proc/loadavg 2>/dev/null)"
for k in product_name product_version product_serial product_uuid sys_vendor bios_version bios_date board_name; do
[ ! -r "/sys/class/dmi/id/$k" ] || say "dmi:$k" "$(cat "/sys/class/dmi/id/$k" 2>/dev/null)"
done
}`,
    ),
  },
  {
    name: "mounts",
    facts: ["mounts", "devices", "device_links"],
    library: library(
      "mounts",
      `
facts_mounts() {
say mtab "$(cat /proc/mounts 2>/dev/null | awk '$1 ~ "^/" || $3 ~ "nfs|zfs|fuse"')"
say df "$(df -kP 2>/dev/null | tail -n +2)"
say dfi "$(df -iP 2>/dev/null | tail -n +2)"
for d in /sys/block/*; do [ ! -r "$d/size" ] || say "device:\${d##*/}" "$(cat "$d/size") $(cat "$d/removable" 2>/dev/null) $(cat "$d/queue/rotational" 2>/dev/null) $(cat "$d/device/model" 2>/dev/null)"; done
}`,
    ),
  },
  {
    name: "network",
    facts:
      "default_ipv4 default_ipv6 all_ipv4_addresses all_ipv6_addresses locally_reachable_ips interfaces".split(
        " ",
      ),
    library: library(
      "network",
      `
# of each card the files of the kernel that there are, in one line: name and key=value, divided by |
net_cards() { for i in /sys/class/net/*; do
[ -d "$i" ] || continue
c=\${i##*/}
for f in type flags operstate speed bridge/bridge_id bridge/stp_state bonding/slaves bonding/mode bonding/miimon bonding/lacp_rate bonding/primary bonding/all_slaves_active bonding_slave/perm_hwaddr; do
v=; [ ! -r "$i/$f" ] || { { read -r v; } <"$i/$f"; } 2>/dev/null
[ -z "$v" ] || c="$c|\${f##*/}=$v"
done
for f in device device/driver/module; do
[ ! -e "$i/$f" ] || c="$c|\${f##*/}=$(cd -P "$i/$f" && pwd -P)"
done
[ ! -d "$i/brif" ] || { v=; for f in "$i"/brif/*; do [ ! -e "$f" ] || v="$v \${f##*/}"; done; c="$c|brif=$v"; }
printf '%s\\n' "$c"
done; }
facts_network() {
if have ip; then
say net_cards "$(net_cards)"
say ip_addr "$(ip -o addr show 2>/dev/null)"; say ip_link "$(ip -o link show 2>/dev/null)"
say local4 "$(ip -4 route show table local 2>/dev/null)"; say local6 "$(ip -6 route show table local 2>/dev/null)"
say route4 "$(ip -4 route show default 2>/dev/null | head -n 1)"; say route4_src "$(ip -4 route get 8.8.8.8 2>/dev/null | head -n 1)"
say route6 "$(ip -6 route show default 2>/dev/null | head -n 1)"; say route6_src "$(ip -6 route get 2001:4860:4860::8888 2>/dev/null | head -n 1)"
else
say net_class "$(for i in /sys/class/net/*; do [ ! -e "$i" ] || printf '%s %s %s %s\\n' "\${i##*/}" "$(cat "$i/address")" "$(cat "$i/mtu")" "$(cat "$i/operstate")"; done)"
say addresses "$(hostname -I 2>/dev/null)"
fi
}`,
    ),
  },
  {
    name: "virtual",
    facts: [
      "virtualization_type",
      "virtualization_role",
      "virtualization_tech_guest",
      "virtualization_tech_host",
    ],
    library: library(
      "virtual",
      `
facts_virtual() {
v=
if [ -e /.dockerenv ] || [ -e /.dockerinit ] || grep -q docker /proc/1/cgroup 2>/dev/null; then v=docker
elif [ -e /run/.containerenv ]; then v=podman
elif grep -q lxc /proc/1/cgroup 2>/dev/null; then v=lxc
elif have systemd-detect-virt; then v=$(systemd-detect-virt 2>/dev/null); [ "$v" != none ] || v=
else
case "$(cat /sys/class/dmi/id/product_name /sys/class/dmi/id/sys_vendor 2>/dev/null)" in *KVM*|*QEMU*|*Amazon*) v=kvm ;; *VMware*) v=VMware ;; *VirtualBox*) v=virtualbox ;; *Microsoft*) v=VirtualPC ;; *Xen*) v=xen ;; esac
fi
say virtual "$v"
}`,
    ),
  },
];
