import { hardwareFacts, mountFacts } from "./hardware.js";
import { type Facts, lines, type Said } from "./lines.js";
import { localFacts } from "./local.js";
import { networkFacts } from "./network.js";
import { capabilityFacts, sshKeyFacts, systemdFacts } from "./small.js";
import { factsOf } from "./subsets.js";

/** The facts, under `ansible_*`, from what the host said; those of some collectors, or all that it said. */
export function factsFrom(said: Said, subsets: readonly string[], collectors?: ReadonlySet<string>): Facts {
  const all: Facts = {
    ...systemFacts(said),
    ...distributionFacts(said),
    ...securityFacts(said),
    ...simpleFacts(said),
    ...pythonFacts(said.python),
    ...sshKeyFacts(said),
    ...capabilityFacts(said.caps),
    ...systemdFacts(said.systemd),
    ...hardwareFacts(said),
    ...mountFacts(said),
    ...networkFacts(said),
    ...virtualFacts(said),
  };
  const facts = collectors ? factsOf(collectors, all) : all;
  const prefixed = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [`ansible_${name}`, value]);
  // these two say nothing of the host
  return { ...Object.fromEntries(prefixed), gather_subset: [...subsets], module_setup: true };
}

function systemFacts(said: Said): Facts {
  if (said.system === undefined) return {};
  const machine = said.machine ?? "";
  const architecture = machine === "amd64" ? "x86_64" : machine;
  const [, , , , gecos, home, shell] = (said.passwd ?? "").split(":");
  const [uid, realUid, gid, realGid] = (said.ids ?? "").split(" ").filter(Boolean).map(Number);
  const { system, kernel, kernel_version, nodename, hostname, fqdn, domain, machine_id, user_id } = said;
  return {
    system,
    kernel,
    kernel_version,
    nodename,
    hostname,
    fqdn,
    domain,
    machine_id,
    user_id,
    machine,
    architecture,
    userspace_bits: said.bits || "64",
    userspace_architecture: architecture,
    user_uid: uid,
    user_gid: gid,
    user_gecos: gecos,
    user_dir: home,
    user_shell: shell,
    effective_user_id: uid,
    real_user_id: realUid,
    effective_group_id: gid,
    real_group_id: realGid,
    is_chroot: false,
  };
}

/** ID of os-release -> Ansible's name and family. */
const DISTRIBUTIONS: Record<string, [string, string]> = {
  debian: ["Debian", "Debian"],
  ubuntu: ["Ubuntu", "Debian"],
  raspbian: ["Debian", "Debian"],
  linuxmint: ["Linux Mint", "Debian"],
  kali: ["Kali", "Debian"],
  amzn: ["Amazon", "RedHat"],
  rhel: ["RedHat", "RedHat"],
  centos: ["CentOS", "RedHat"],
  fedora: ["Fedora", "RedHat"],
  rocky: ["Rocky", "RedHat"],
  almalinux: ["AlmaLinux", "RedHat"],
  ol: ["OracleLinux", "RedHat"],
  alpine: ["Alpine", "Alpine"],
  arch: ["Archlinux", "Archlinux"],
  "opensuse-leap": ["openSUSE Leap", "Suse"],
  "opensuse-tumbleweed": ["openSUSE Tumbleweed", "Suse"],
  sles: ["SLES", "Suse"],
  gentoo: ["Gentoo", "Gentoo"],
};

function distributionFacts(said: Said): Facts {
  if (said.mac_version !== undefined)
    return {
      distribution: "MacOSX",
      distribution_version: said.mac_version,
      distribution_major_version: said.mac_version.split(".")[0],
      os_family: "Darwin",
    };
  if (!said.os_release) return {};
  const release = Object.fromEntries(
    lines(said.os_release).flatMap((line) => {
      const found = /^(\w+)=(?:"(.*)"|'(.*)'|(.*))$/.exec(line);
      return found ? [[found[1]!, found[2] ?? found[3] ?? found[4]!]] : [];
    }),
  ) as Record<string, string>;
  const id = release.ID ?? "";
  const like = (release.ID_LIKE ?? "").split(" ");
  const [name, family] = DISTRIBUTIONS[id] ?? [
    capital(id),
    like.map((one) => DISTRIBUTIONS[one]?.[1]).find(Boolean) ?? capital(id),
  ];
  let version = release.VERSION_ID ?? "";
  if (id === "debian")
    version = /^\d/.test(said.debian_version ?? "") ? said.debian_version! : version || "n/a";
  if (id === "alpine") version = said.alpine_release ?? version;
  if (id === "centos" || id === "rocky" || id === "almalinux" || id === "rhel")
    version = /release ([\d.]+)/.exec(said.redhat_release ?? "")?.[1] ?? version;
  const [major, minor] = version.split(".");
  const facts: Facts = {
    distribution: name,
    distribution_version: version,
    distribution_major_version: major ?? "",
    distribution_release: release.VERSION_CODENAME || /\((.+)\)/.exec(release.VERSION ?? "")?.[1] || "NA",
    distribution_file_path: "/etc/os-release",
    distribution_file_variety: name === "RedHat" ? "RedHat" : name,
    distribution_file_parsed: true,
    os_family: family,
  };
  if (minor !== undefined) facts.distribution_minor_version = minor;
  facts.lsb = lsbFacts(said.lsb);
  return facts;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function lsbFacts(text: string | undefined): Facts {
  const value = (name: string) => new RegExp(`^${name}:\\s*(.*)$`, "m").exec(text ?? "")?.[1];
  const release = value("Release");
  if (release === undefined) return {};
  return {
    id: value("Distributor ID"),
    description: value("Description"),
    release,
    codename: value("Codename"),
    major_release: release.split(".")[0],
  };
}

function securityFacts(said: Said): Facts {
  if (!("selinux" in said) && !("apparmor" in said) && !("fips" in said) && said.system === undefined)
    return {};
  const [mode, type, config] = (said.selinux ?? "").split(" ");
  const selinux =
    mode === undefined || mode === ""
      ? { status: "disabled" }
      : mode === "Disabled"
        ? { status: "disabled" }
        : { status: "enabled", mode: mode.toLowerCase(), type, config_mode: config };
  return {
    selinux,
    selinux_python_present: false,
    apparmor: { status: said.apparmor ?? "disabled" },
    fips: said.fips === "1",
  };
}

function simpleFacts(said: Said): Facts {
  const facts: Facts = {};
  for (const name of ["pkg_mgr", "service_mgr"]) if (said[name] !== undefined) facts[name] = said[name];
  if (said.env !== undefined)
    facts.env = Object.fromEntries(
      lines(said.env).flatMap((line) => (/^\w+=/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
    );
  if (said.date_time !== undefined) facts.date_time = dateFacts(said.date_time);
  if (said.cmdline !== undefined)
    facts.cmdline = facts.proc_cmdline = Object.fromEntries(
      said.cmdline
        .split(/\s+/)
        .filter(Boolean)
        .map((word) => (word.includes("=") ? word.split(/=(.*)/s).slice(0, 2) : [word, true])),
    );
  if (said.dns !== undefined) facts.dns = dnsFacts(said.dns);
  facts.local = localFacts(said);
  return facts;
}

/** The host's own Python, which tera does not use but roles ask about. */
function pythonFacts(text: string | undefined): Facts {
  const found = /^(\S+) Python (\d+)\.(\d+)\.(\d+)/.exec(text ?? "");
  if (!found) return {};
  const [major, minor, micro] = found.slice(2, 5).map(Number);
  const version = { major, minor, micro, releaselevel: "final", serial: 0 };
  return {
    python: {
      executable: found[1],
      has_sslcontext: true,
      type: "cpython",
      version,
      version_info: [major, minor, micro, "final", 0],
    },
    python_version: `${major}.${minor}.${micro}`,
  };
}

function dateFacts(text: string): Facts {
  const [year, month, day, hour, minute, second, epoch, weekday, number, week, zone, offset, utc] =
    text.split("|");
  return {
    year,
    month,
    day,
    hour,
    minute,
    second,
    epoch,
    epoch_int: epoch,
    weekday,
    weekday_number: number,
    weeknumber: week,
    date: `${year}-${month}-${day}`,
    time: `${hour}:${minute}:${second}`,
    tz: zone,
    tz_dst: zone,
    tz_offset: offset,
    iso8601: `${utc}Z`,
    iso8601_micro: `${utc}.000000Z`,
    iso8601_basic: `${year}${month}${day}T${hour}${minute}${second}000000`,
    iso8601_basic_short: `${year}${month}${day}T${hour}${minute}${second}`,
  };
}

function dnsFacts(text: string): Facts {
  const dns: Facts = {};
  for (const line of lines(text)) {
    const [word, ...rest] = line.trim().split(/\s+/);
    if (word === "nameserver")
      dns.nameservers = [...((dns.nameservers as string[] | undefined) ?? []), rest[0]];
    else if (word === "search") dns.search = rest;
    else if (word === "domain") dns.domain = rest[0];
  }
  return dns;
}

function virtualFacts(said: Said): Facts {
  if (said.virtual === undefined) return {};
  const type = said.virtual;
  return {
    virtualization_type: type || "NA",
    virtualization_role: type ? "guest" : "NA",
    virtualization_tech_guest: type ? [type] : [],
    virtualization_tech_host: [],
  };
}
