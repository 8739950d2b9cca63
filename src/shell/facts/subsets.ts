import type { Facts } from "./lines.js";

/** What Ansible calls a collector: its name and `ids` may stand in gather_subset. */
interface Collector {
  /** further names; leaving out the collector leaves them out too */
  ids?: string;
  /** always gathered unless somebody says otherwise */
  min?: true;
  /** collectors that come along */
  requires?: string;
  /** our groups that bring its facts */
  groups?: string;
  /** which facts are its own */
  facts?: RegExp;
}

const COLLECTORS: Record<string, Collector> = {
  platform: {
    ids: "system kernel kernel_version machine python_version architecture machine_id",
    min: true,
    groups: "system python",
    facts:
      /^(system|kernel|kernel_version|machine|machine_id|python_version|fqdn|hostname|nodename|domain|userspace_bits|architecture|userspace_architecture)$/,
  },
  distribution: {
    ids: "distribution_version distribution_release distribution_major_version os_family",
    min: true,
    groups: "distribution",
    facts: /^(distribution(_.*)?|os_family)$/,
  },
  lsb: { min: true, groups: "distribution", facts: /^lsb$/ },
  selinux: { min: true, groups: "security", facts: /^selinux/ },
  apparmor: { min: true, groups: "security", facts: /^apparmor$/ },
  chroot: { ids: "is_chroot", groups: "system", facts: /^is_chroot$/ },
  fips: { min: true, groups: "security", facts: /^fips$/ },
  python: { min: true, groups: "python", facts: /^python$/ },
  caps: {
    ids: "system_capabilities system_capabilities_enforced",
    min: true,
    groups: "caps",
    facts: /^system_capabilities/,
  },
  pkg_mgr: { min: true, requires: "distribution", groups: "managers", facts: /^pkg_mgr$/ },
  service_mgr: {
    min: true,
    requires: "platform distribution",
    groups: "managers",
    facts: /^service_mgr$/,
  },
  cmdline: { min: true, groups: "cmdline", facts: /^(proc_)?cmdline$/ },
  date_time: { min: true, groups: "date", facts: /^date_time$/ },
  env: { min: true, groups: "env", facts: /^env$/ },
  loadavg: { groups: "hardware", facts: /^loadavg$/ },
  ssh_pub_keys: {
    ids: "ssh_host_pub_keys ssh_host_key_dsa_public ssh_host_key_rsa_public ssh_host_key_ecdsa_public ssh_host_key_ed25519_public",
    min: true,
    groups: "ssh_keys",
    facts: /^ssh_host_key_/,
  },
  user: {
    ids: "user_id user_uid user_gid user_gecos user_dir user_shell real_user_id effective_user_id effective_group_ids",
    min: true,
    groups: "system",
    facts: /^(user|real|effective)_/,
  },
  systemd: { groups: "systemd", facts: /^systemd$/ },
  virtual: {
    ids: "virtualization_type virtualization_role virtualization_tech_guest virtualization_tech_host",
    groups: "virtual",
    facts: /^virtualization_/,
  },
  hardware: {
    ids: "processor processor_cores processor_count mounts devices",
    requires: "platform",
    groups: "hardware mounts",
    facts:
      /^(mem|swap|processor|product_|bios_|board_|chassis_|uptime_)|^(mounts|devices|device_links|system_vendor|form_factor|lvm)$/,
  },
  dns: { min: true, groups: "dns", facts: /^dns$/ },
  fibre_channel_wwn: {},
  iscsi: {},
  nvme: {},
  network: {
    ids: "interfaces default_ipv4 default_ipv6 all_ipv4_addresses all_ipv6_addresses",
    requires: "platform distribution",
    groups: "network",
  },
  local: { min: true, groups: "local", facts: /^local$/ },
  facter: {},
  ohai: {},
};

const words = (text: string | undefined): string[] => text?.split(" ") ?? [];
const NAMES = Object.keys(COLLECTORS);
const idsOf = (name: string): string[] => words(COLLECTORS[name]?.ids);
/** id -> collector */
const BY_ID = new Map(NAMES.flatMap((name) => [name, ...idsOf(name)].map((id) => [id, name] as const)));
const ALL = [...BY_ID.keys()];
/** by name only: what `!min` leaves out can come back by an id */
const MIN = NAMES.filter((name) => COLLECTORS[name]!.min);

/** What is wrong with a gather_subset; names that only Windows hosts know are in `more`. */
export function subsetFaults(subsets: readonly string[], more: readonly string[]): string[] {
  const bad = subsets.find(
    (one) => !one.startsWith("!") && !["all", "min", ...more].includes(one) && !BY_ID.has(one),
  );
  if (bad === undefined) return [];
  return [
    `Bad subset '${bad}' given to Ansible. gather_subset options allowed: all, ${[...ALL].sort().join(", ")}`,
  ];
}

/** The names of the collectors that a gather_subset asks for, with those that they need. */
export function collectorsOf(subsets: readonly string[]): ReadonlySet<string> {
  const added = new Set<string>(MIN);
  const named = new Set<string>();
  const left = new Set<string>();
  for (const subset of subsets.length > 0 ? subsets : ["all"]) {
    const name = subset.replace(/^!/, "");
    const out = subset !== name;
    for (const one of idsMeant(name, out)) (out ? left : added).add(one);
    if (!out && name !== "min" && name !== "all") named.add(name);
  }
  const ids = [...added].filter((id) => named.has(id) || !left.has(id));
  const wanted = new Set(ids.flatMap((id) => BY_ID.get(id) ?? []));
  // a Set hands out what is added while it is gone through
  for (const name of wanted) for (const one of words(COLLECTORS[name]!.requires)) wanted.add(one);
  return wanted;
}

/** What a word of gather_subset stands for: more where it leaves something out. */
function idsMeant(name: string, out: boolean): readonly string[] {
  if (name === "min") return MIN;
  if (name === "all") return out ? ALL.filter((one) => !MIN.includes(one)) : ALL;
  return out ? [name, ...idsOf(name)] : [name];
}

/** Our groups that bring the facts of these collectors. */
export function groupNamesOf(collectors: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...collectors].flatMap((name) => words(COLLECTORS[name]?.groups)));
}

/** Only the facts of these collectors; what none calls its own is the network's, as cards are. */
export function factsOf(collectors: ReadonlySet<string>, facts: Facts): Facts {
  const isWanted = (name: string) => {
    const owner = NAMES.find((one) => COLLECTORS[one]!.facts?.test(name)) ?? "network";
    return collectors.has(owner);
  };
  return Object.fromEntries(Object.entries(facts).filter(([name]) => isWanted(name)));
}
