import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import type { ShellLibrary } from "../../../src/model/script.js";
import { FACT_GROUPS } from "../../../src/shell/facts/facts.js";
import { withPrograms } from "../../helpers/fake_programs.js";

/** A group of facts whose files are below another root. */
function groupBelow(name: string, root: string): ShellLibrary {
  const { library } = FACT_GROUPS.find((one) => one.name === name)!;
  const text = library.text
    .replaceAll(/(?<=[\s"'])\/(?=(etc|proc|sys|run|usr\/lib)\/)/g, `${root}/`)
    .replaceAll(/(?<=\s)\/(?=\.docker)/g, `${root}/`);
  return { ...library, text };
}

interface Host {
  /** what this test is of */
  what: string;
  group: string;
  /** files below its root; a link where the text begins with `-> `, a folder where the name ends with a slash */
  files?: Readonly<Record<string, string>>;
  /** programs that are there, of those below */
  has?: string;
  vars?: Record<string, string>;
  said: Record<string, string>;
}

/** What each program prints, where a host has it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  uname: `case $1 in -s) echo Linux ;; -r) echo 6.1 ;; -v) echo "#1" ;; -m) echo x86_64 ;; -n) echo "$NODE" ;; esac`,
  hostname: `case $1 in -f) [ -n "$FQDN" ] || exit 1; echo "$FQDN" ;; -I) echo "10.0.0.1 ::1" ;; esac`,
  id: `case "$*" in -un) echo ann ;; -u) echo 1 ;; -ru) echo 2 ;; -g) echo 3 ;; -rg) echo 4 ;; esac`,
  getent: `[ "$KNOWN" != no ] && echo "ann:x:1:3:by getent:/home/ann:/bin/sh"`,
  getconf: "echo 64",
  getenforce: "echo Enforcing",
  lsb_release: "echo 'Distributor ID: X'",
  sw_vers: "echo 14.1",
  initctl: `echo "$INIT"`,
  "systemd-detect-virt": `echo "$VIRT"`,
  ip: `case "$*" in "-o addr show") echo ADDR ;; "-o link show") echo LINK ;; "-4 route show default") printf 'R4\\nmore\\n' ;; "-4 route get 8.8.8.8") printf 'S4\\nmore\\n' ;; "-4 route show table local") echo L4 ;; "-6 route show table local") echo L6 ;; "-6 route show default") printf 'R6\\nmore\\n' ;; "-6 route get 2001:4860:4860::8888") printf 'S6\\nmore\\n' ;; esac`,
};

const SYSTEM = {
  system: "Linux",
  kernel: "6.1",
  kernel_version: "#1",
  machine: "x86_64",
  user_id: "ann",
  ids: "1 2 3 4",
};

const HOSTS: readonly Host[] = [
  {
    what: "a name with a domain",
    group: "system",
    has: "getconf",
    files: { "etc/machine-id": "abc\n" },
    vars: { NODE: "web", FQDN: "web.a.example" },
    said: {
      ...SYSTEM,
      nodename: "web",
      hostname: "web",
      fqdn: "web.a.example",
      domain: "a.example",
      passwd: "ann:x:1:3:by getent:/home/ann:/bin/sh",
      machine_id: "abc",
      bits: "64",
    },
  },
  {
    what: "no domain, and a user whom only the file knows",
    group: "system",
    files: { "etc/passwd": "anna:x:9\nann:x:1:3:by file:/:/bin/sh\n" },
    vars: { NODE: "db.long", KNOWN: "no" },
    said: {
      ...SYSTEM,
      nodename: "db.long",
      hostname: "db",
      fqdn: "db.long",
      domain: "long",
      passwd: "ann:x:1:3:by file:/:/bin/sh",
      bits: "64",
    },
  },
  {
    what: "a name of one word",
    group: "system",
    vars: { NODE: "db" },
    said: {
      ...SYSTEM,
      nodename: "db",
      hostname: "db",
      fqdn: "db",
      domain: "",
      passwd: "ann:x:1:3:by getent:/home/ann:/bin/sh",
      bits: "64",
    },
  },
  {
    what: "Debian",
    group: "distribution",
    has: "lsb_release",
    files: { "etc/os-release": "ID=debian", "usr/lib/os-release": "ID=other", "etc/debian_version": "12.5" },
    said: { os_release: "ID=debian", debian_version: "12.5", lsb: "Distributor ID: X" },
  },
  {
    what: "Red Hat, whose file is elsewhere",
    group: "distribution",
    files: { "usr/lib/os-release": "ID=rhel", "etc/redhat-release": "Red Hat 9" },
    said: { os_release: "ID=rhel", redhat_release: "Red Hat 9" },
  },
  {
    what: "Alpine",
    group: "distribution",
    files: { "etc/alpine-release": "3.20" },
    said: { os_release: "", alpine_release: "3.20" },
  },
  { what: "macOS", group: "distribution", has: "sw_vers", said: { os_release: "", mac_version: "14.1" } },
  ...(
    [
      ["apt-get dnf", "apt"],
      ["yum dnf", "dnf"],
      ["zypper yum", "yum"],
      ["apk zypper", "zypper"],
      ["pacman apk", "apk"],
      ["brew pacman", "pacman"],
      ["pkg brew", "homebrew"],
      ["pkg", "pkgng"],
      ["none", "unknown"],
    ] as const
  ).map(([has, pkg_mgr]) => ({
    what: `packages with ${has}`,
    group: "managers",
    has,
    files: { "proc/1/comm": "systemd\n" },
    said: { pkg_mgr, service_mgr: "systemd" },
  })),
  ...(
    [
      ["runit", {}, "", "runit"],
      ["openrc-init", {}, "", "openrc"],
      ["upstart", {}, "", "upstart"],
      ["launchd", {}, "", "launchd"],
      ["init", { "run/systemd/system/": "" }, "rc-service", "systemd"],
      ["init", { "etc/init.d/": "" }, "rc-service initctl", "openrc"],
      ["init", { "etc/init.d/": "" }, "initctl", "upstart"],
      ["init", { "etc/init.d/": "" }, "", "sysvinit"],
      ["init", {}, "", "service"],
    ] as const
  ).map(([comm, files, has, service_mgr]) => ({
    what: `services with ${comm}, ${Object.keys(files)} and ${has}`,
    group: "managers",
    has,
    files: { ...(files as Record<string, string>), "proc/1/comm": `${comm}\n` },
    vars: { INIT: "init (upstart 1.5)" },
    said: { pkg_mgr: "unknown", service_mgr },
  })),
  {
    what: "an initctl that is none of upstart's",
    group: "managers",
    has: "initctl",
    files: { "proc/1/comm": "sh\n" },
    vars: { INIT: "other" },
    said: { pkg_mgr: "unknown", service_mgr: "service" },
  },
  { what: "nothing of security", group: "security", said: {} },
  {
    what: "SELinux and FIPS",
    group: "security",
    has: "getenforce",
    files: {
      "etc/selinux/config": "SELINUX=permissive\nSELINUXTYPE=targeted\n",
      "proc/sys/crypto/fips_enabled": "1\n",
      "sys/kernel/security/apparmor/": "",
    },
    said: { selinux: "Enforcing targeted permissive", fips: "1", apparmor: "enabled" },
  },
  { what: "no FIPS", group: "security", files: { "proc/sys/crypto/fips_enabled": "0\n" }, said: {} },
  { what: "docker", group: "virtual", files: { ".dockerenv": "" }, said: { virtual: "docker" } },
  { what: "docker of old", group: "virtual", files: { ".dockerinit": "" }, said: { virtual: "docker" } },
  {
    what: "docker by its groups",
    group: "virtual",
    files: { "proc/1/cgroup": "0::/docker/x" },
    said: { virtual: "docker" },
  },
  { what: "podman", group: "virtual", files: { "run/.containerenv": "" }, said: { virtual: "podman" } },
  { what: "lxc", group: "virtual", files: { "proc/1/cgroup": "0::/lxc/x" }, said: { virtual: "lxc" } },
  {
    what: "what systemd finds",
    group: "virtual",
    has: "systemd-detect-virt",
    vars: { VIRT: "kvm" },
    said: { virtual: "kvm" },
  },
  {
    what: "nothing that systemd finds",
    group: "virtual",
    has: "systemd-detect-virt",
    vars: { VIRT: "none" },
    said: { virtual: "" },
  },
  ...(
    [
      ["KVM", "kvm"],
      ["QEMU x", "kvm"],
      ["Amazon EC2", "kvm"],
      ["VMware7", "VMware"],
      ["VirtualBox", "virtualbox"],
      ["Microsoft", "VirtualPC"],
      ["HVM Xen", "xen"],
      ["Dell", ""],
    ] as const
  ).map(([text, virtual]) => ({
    what: `the firmware ${text}`,
    group: "virtual",
    files: { "sys/class/dmi/id/product_name": "x\n", "sys/class/dmi/id/sys_vendor": `${text}\n` },
    said: { virtual },
  })),
  {
    what: "network cards",
    group: "network",
    has: "ip",
    files: {
      "sys/class/net/eth0/type": "1\n",
      "sys/class/net/eth0/operstate": "up\n",
      "sys/class/net/eth0/speed": "",
      "sys/class/net/eth0/device": "-> ../../../devices/pci1",
      "sys/devices/pci1/driver/module": "-> ../../../module/virtio",
      "sys/module/virtio/": "",
      "sys/class/net/br0/bridge/bridge_id": "8000.1\n",
      "sys/class/net/br0/brif/eth0": "",
      "sys/class/net/br0/brif/eth1": "",
      "sys/class/net/br1/brif/": "",
      "sys/class/net/file": "",
    },
    said: {
      net_cards:
        "br0|bridge_id=8000.1|brif= eth0 eth1\nbr1|brif=\neth0|type=1|operstate=up|device=ROOT/sys/devices/pci1|module=ROOT/sys/module/virtio",
      ip_addr: "ADDR",
      ip_link: "LINK",
      local4: "L4",
      local6: "L6",
      route4: "R4",
      route4_src: "S4",
      route6: "R6",
      route6_src: "S6",
    },
  },
  {
    what: "network cards without ip",
    group: "network",
    files: {
      "sys/class/net/eth0/address": "aa:bb\n",
      "sys/class/net/eth0/mtu": "1500\n",
      "sys/class/net/eth0/operstate": "up\n",
    },
    said: { net_class: "eth0 aa:bb 1500 up", addresses: "10.0.0.1 ::1" },
  },
  {
    what: "block devices",
    group: "mounts",
    files: {
      "proc/mounts": "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\nh:/x /n nfs4 rw 0 0\n",
      "sys/block/sda/size": "8\n",
      "sys/block/sda/removable": "0\n",
      "sys/block/sda/queue/rotational": "1\n",
      "sys/block/sda/device/model": "Disk X\n",
      "sys/block/odd/removable": "0\n",
    },
    said: {
      mtab: "/dev/sda1 / ext4 rw 0 0\nh:/x /n nfs4 rw 0 0",
      df: "",
      dfi: "",
      "device:sda": "8 0 1 Disk X",
    },
  },
  {
    what: "hardware",
    group: "hardware",
    files: {
      "proc/meminfo": "MemTotal: 1\n",
      "proc/cpuinfo": "processor\t: 0\nflags: x\nmodel name: y\n",
      "proc/uptime": "12.5 3\n",
      "proc/loadavg": "1 2 3 4\n",
      "sys/class/dmi/id/bios_date": "2020\n",
    },
    said: {
      meminfo: "MemTotal: 1",
      cpuinfo: "processor\t: 0\nmodel name: y",
      nproc: "4",
      uptime: "12",
      loadavg: "1 2 3 4",
      "dmi:bios_date": "2020",
    },
  },
];

function makeFiles(root: string, files: Readonly<Record<string, string>>): void {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(name.endsWith("/") ? path : dirname(path), { recursive: true });
    if (text.startsWith("-> ")) symlinkSync(text.slice(3), path);
    else if (!name.endsWith("/")) writeFileSync(path, text);
  }
}

test("facts are gathered from the files and programs that a host has", (t) =>
  withPrograms({ ...PROGRAMS, df: "", nproc: "echo 4" }, async (run, folder) => {
    const root = join(folder, "root");
    for (const { what, group, files = {}, has = "", vars = {}, said } of HOSTS) {
      makeFiles(root, files);
      const have = `have() { case " ${has} " in *" $1 "*) ;; *) return 1 ;; esac; }`;
      const { answer } = await run(`${have}\nfacts_${group}`, {
        uses: [groupBelow(group, root)],
        env: { NODE: "", FQDN: "", KNOWN: "", INIT: "", VIRT: "", ...vars },
      });
      const told = JSON.parse(JSON.stringify(answer.said).replaceAll(root, "ROOT"));
      t.deepEqual(told, said, `${group}: ${what}`);
      t.is(answer.failure, undefined, what);
    }
  }));
