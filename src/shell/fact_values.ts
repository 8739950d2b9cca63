type Said = Record<string, string>;
type Facts = Record<string, unknown>;

/** The facts, under `ansible_*`, from what the host said. */
export function factsFrom(said: Said, subsets: readonly string[]): Facts {
  const facts: Facts = {
    ...systemFacts(said),
    ...distributionFacts(said),
    ...securityFacts(said),
    ...simpleFacts(said),
    ...pythonFacts(said.python),
    ...hardwareFacts(said),
    ...mountFacts(said),
    ...networkFacts(said),
    ...virtualFacts(said),
    gather_subset: [...subsets],
    module_setup: true,
  };
  return Object.fromEntries(
    Object.entries(facts)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [`ansible_${name}`, value]),
  );
}

const lines = (text: string | undefined): string[] => (text ?? "").split("\n").filter((line) => line !== "");

function systemFacts(said: Said): Facts {
  if (said.system === undefined) return {};
  const machine = said.machine ?? "";
  const architecture = machine === "amd64" ? "x86_64" : machine;
  const [, , , , gecos, home, shell] = (said.passwd ?? "").split(":");
  const [uid, realUid, gid, realGid] = (said.ids ?? "").split(" ").map(Number);
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
      return found ? [[found[1]!, found[2] ?? found[3] ?? found[4] ?? ""]] : [];
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
  const local = Object.entries(said).filter(([name]) => name.startsWith("local:"));
  facts.local = Object.fromEntries(local.map(([name, text]) => [name.slice(6), localFact(text)]));
  return facts;
}

/** The host's own Python, which tera does not use but roles ask about. */
function pythonFacts(text: string | undefined): Facts {
  const found = /^(\S+) Python (\d+)\.(\d+)\.(\d+)/.exec(text ?? "");
  if (!found) return {};
  const [major, minor, micro] = found.slice(2, 5).map(Number);
  const version = { major, minor, micro, releaselevel: "final", serial: 0 };
  return {
    python: { executable: found[1], has_sslcontext: true, type: "cpython", version, version_info: [major, minor, micro, "final", 0] },
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

/** JSON, or INI sections. */
function localFact(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const found: Record<string, Record<string, string>> = {};
    let section = "";
    for (const line of lines(text)) {
      const head = /^\[(.+)\]$/.exec(line.trim());
      if (head) section = head[1]!;
      const pair = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(line.trim());
      if (pair && section) (found[section] ??= {})[pair[1]!.toLowerCase()] = pair[2]!;
    }
    return found;
  }
}

function hardwareFacts(said: Said): Facts {
  if (said.meminfo === undefined) return {};
  const memory = (name: string) =>
    Math.floor(Number(new RegExp(`^${name}:\\s*(\\d+)`, "m").exec(said.meminfo!)?.[1] ?? 0) / 1024);
  const cpu = (pattern: RegExp) =>
    [...(said.cpuinfo ?? "").matchAll(pattern)].map((match) => match[1]!.trim());
  const count = cpu(/^processor\s*:\s*(\d+)/gm).length || Number(said.nproc || 1);
  const sockets = new Set(cpu(/^physical id\s*:\s*(\d+)/gm)).size || 1;
  const cores = Number(cpu(/^cpu cores\s*:\s*(\d+)/gm)[0] ?? Math.max(1, Math.floor(count / sockets)));
  const siblings = Number(cpu(/^siblings\s*:\s*(\d+)/gm)[0] ?? cores);
  const threads = Math.max(1, Math.floor(siblings / cores));
  const vendors = cpu(/^vendor_id\s*:\s*(.*)$/gm);
  const models = cpu(/^model name\s*:\s*(.*)$/gm);
  const [total, free, cached, buffers] = [
    memory("MemTotal"),
    memory("MemFree"),
    memory("Cached"),
    memory("Buffers"),
  ];
  const dmi = (name: string) => said[`dmi:${name}`] ?? "NA";
  return {
    memtotal_mb: total,
    memfree_mb: free,
    swaptotal_mb: memory("SwapTotal"),
    swapfree_mb: memory("SwapFree"),
    memory_mb: {
      real: { total, used: total - free, free },
      nocache: { free: free + cached + buffers, used: total - free - cached - buffers },
      swap: {
        total: memory("SwapTotal"),
        free: memory("SwapFree"),
        used: memory("SwapTotal") - memory("SwapFree"),
        cached: memory("SwapCached"),
      },
    },
    processor: Array.from({ length: count }, (_, index) => [
      String(index),
      vendors[index] ?? "",
      models[index] ?? "",
    ]).flat(),
    processor_count: sockets,
    processor_cores: cores,
    processor_threads_per_core: threads,
    processor_vcpus: sockets * cores * threads,
    processor_nproc: Number(said.nproc || count),
    uptime_seconds: Number(said.uptime ?? 0),
    loadavg: Object.fromEntries(
      (said.loadavg ?? "")
        .split(" ")
        .slice(0, 3)
        .map((value, index) => [["1m", "5m", "15m"][index]!, Number(value)]),
    ),
    product_name: dmi("product_name"),
    product_version: dmi("product_version"),
    product_serial: dmi("product_serial"),
    product_uuid: dmi("product_uuid"),
    system_vendor: dmi("sys_vendor"),
    bios_version: dmi("bios_version"),
    bios_date: dmi("bios_date"),
    board_name: dmi("board_name"),
  };
}

function mountFacts(said: Said): Facts {
  if (said.mtab === undefined) return {};
  const sizes = new Map(
    lines(said.df).map((line) => {
      const words = line.split(/\s+/);
      return [words.slice(5).join(" "), words.slice(1, 4).map(Number)] as const;
    }),
  );
  const inodes = new Map(
    lines(said.dfi).map((line) => {
      const words = line.split(/\s+/);
      return [words.slice(5).join(" "), words.slice(1, 4).map(Number)] as const;
    }),
  );
  const mounts = lines(said.mtab).map((line) => {
    const [device, mount = "", fstype, options] = line.split(" ").map((word) => word.replace(/\\040/g, " "));
    const [total = 0, , free = 0] = sizes.get(mount) ?? [];
    const [inode_total = 0, inode_used = 0, inode_available = 0] = inodes.get(mount) ?? [];
    return {
      device,
      mount,
      fstype,
      options,
      size_total: total * 1024,
      size_available: free * 1024,
      block_size: 4096,
      inode_total,
      inode_used,
      inode_available,
      uuid: "N/A",
      dump: 0,
      passno: 0,
    };
  });
  const devices = Object.fromEntries(
    Object.entries(said)
      .filter(([name]) => name.startsWith("device:"))
      .map(([name, text]) => {
        const [sectors = "0", removable, rotational, ...model] = text.split(" ");
        return [
          name.slice(7),
          {
            sectors: Number(sectors),
            sectorsize: "512",
            size: `${(Number(sectors) / 2 / 1024 / 1024).toFixed(2)} GB`,
            removable,
            rotational,
            model: model.join(" ") || null,
            partitions: {},
            holders: [],
            links: {},
          },
        ];
      }),
  );
  return { mounts, devices };
}

function networkFacts(said: Said): Facts {
  if (said.ip_link === undefined) {
    if (said.net_class === undefined) return {};
    const names = lines(said.net_class).map((line) => line.split(" ")[0]!);
    const addresses = (said.addresses ?? "").split(/\s+/).filter(Boolean);
    const ipv4 = addresses.filter((one) => one.includes("."));
    return {
      interfaces: names,
      all_ipv4_addresses: ipv4,
      all_ipv6_addresses: addresses.filter((one) => one.includes(":")),
      default_ipv4: ipv4[0] ? { address: ipv4[0] } : {},
      default_ipv6: {},
    };
  }
  const facts: Facts = {};
  const interfaces = new Map<string, Facts>();
  for (const line of lines(said.ip_link)) {
    const found = /^\d+: ([^:@]+)(?:@[^:]+)?: <([^>]*)> mtu (\d+).*?(?:link\/(\S+) ([0-9a-f:]+))?/.exec(line);
    if (!found) continue;
    const link = /link\/(\S+) ([0-9a-f:]+)/.exec(line);
    const device = found[1]!;
    interfaces.set(device, {
      device,
      active: /\bUP\b/.test(found[2]!),
      mtu: Number(found[3]),
      promisc: /\bPROMISC\b/.test(found[2]!),
      type: link?.[1] === "ether" ? "ether" : (link?.[1] ?? "unknown"),
      ...(link && link[1] !== "loopback" ? { macaddress: link[2] } : {}),
    });
  }
  const ipv4: string[] = [];
  const ipv6: string[] = [];
  for (const line of lines(said.ip_addr)) {
    const found = /^\d+: (\S+)\s+(inet6?) ([0-9a-f.:]+)(?:\/(\d+))?(?:.*? brd (\S+))?.*? scope (\S+)/.exec(
      line,
    );
    if (!found) continue;
    const [, device = "", family, address = "", prefix = "32", broadcast, scope] = found;
    const card = interfaces.get(device);
    if (!card) continue;
    if (family === "inet") {
      const entry = {
        address,
        broadcast: broadcast ?? "",
        netmask: netmask(Number(prefix)),
        network: network(address, Number(prefix)),
        prefix,
      };
      if (card.ipv4)
        card.ipv4_secondaries = [...((card.ipv4_secondaries as unknown[] | undefined) ?? []), entry];
      else card.ipv4 = entry;
      if (!address.startsWith("127.")) ipv4.push(address);
    } else {
      card.ipv6 = [...((card.ipv6 as unknown[] | undefined) ?? []), { address, prefix, scope }];
      if (address !== "::1") ipv6.push(address);
    }
  }
  for (const [name, card] of interfaces) facts[name.replace(/[-:.]/g, "_")] = card;
  return {
    ...facts,
    interfaces: [...interfaces.keys()],
    all_ipv4_addresses: ipv4,
    all_ipv6_addresses: ipv6,
    default_ipv4: defaultRoute(said.route4, said.route4_src, interfaces),
    default_ipv6: defaultRoute(said.route6, said.route6_src, interfaces),
  };
}

function defaultRoute(
  route: string | undefined,
  source: string | undefined,
  interfaces: Map<string, Facts>,
): Facts {
  const device = /\bdev (\S+)/.exec(route ?? "")?.[1] ?? /\bdev (\S+)/.exec(source ?? "")?.[1];
  if (!device || !route) return {};
  const card = interfaces.get(device) ?? {};
  const address =
    /\bsrc (\S+)/.exec(source ?? "")?.[1] ?? (card.ipv4 as { address?: string } | undefined)?.address;
  return {
    interface: device,
    alias: device,
    gateway: /\bvia (\S+)/.exec(route)?.[1],
    address,
    macaddress: card.macaddress,
    mtu: card.mtu,
    type: card.type,
    ...(card.ipv4 as Facts | undefined),
    ...(address ? { address } : {}),
  };
}

function netmask(prefix: number): string {
  const mask = prefix === 0 ? 0 : (0xffffffff << (32 - prefix)) >>> 0;
  return [24, 16, 8, 0].map((shift) => (mask >>> shift) & 255).join(".");
}

function network(address: string, prefix: number): string {
  const mask = netmask(prefix).split(".").map(Number);
  return address
    .split(".")
    .map((part, index) => Number(part) & mask[index]!)
    .join(".");
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
