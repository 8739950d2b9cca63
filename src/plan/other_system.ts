/** What Windows has in place of a module for POSIX hosts. */
const ON_WINDOWS: Readonly<Record<string, string>> = {
  apt: "win_package or win_chocolatey",
  dnf: "win_package or win_chocolatey",
  yum: "win_package or win_chocolatey",
  dnf5: "win_package or win_chocolatey",
  package: "win_package or win_chocolatey",
  pip: "win_command",
  systemd: "win_service",
  systemd_service: "win_service",
  sysvinit: "win_service",
  service_facts: "win_service_info",
  cron: "win_scheduled_task",
  mount: "win_mapped_drive",
  timezone: "win_timezone",
  iptables: "win_firewall_rule",
  firewalld: "win_firewall_rule",
  ufw: "win_firewall_rule",
  sysctl: "win_regedit",
  authorized_key: "win_copy to C:\\ProgramData\\ssh\\administrators_authorized_keys",
  known_hosts: "win_lineinfile",
  package_facts: "win_reg_stat",
  git: "win_command",
};

/** What POSIX hosts have in place of a module for Windows, where it is not the name without `win_`. */
const ON_POSIX: Readonly<Record<string, string>> = {
  win_environment: "lineinfile on /etc/environment",
  win_path: "lineinfile on /etc/environment",
  win_firewall_rule: "iptables",
  win_firewall: "iptables",
  win_powershell: "shell",
  win_regedit: "sysctl or lineinfile",
  win_scheduled_task: "cron",
  win_service_info: "service_facts",
  win_unzip: "unarchive",
  win_zip: "command",
  win_whoami: "command: id",
  win_chocolatey: "package",
  win_wait_for_process: "wait_for",
  win_mapped_drive: "mount",
  win_acl: "file with mode and owner",
  win_owner: "file with owner",
};

const BOTH = new Set(
  `command shell copy template file stat find slurp lineinfile get_url uri tempfile wait_for reboot hostname ping user
  group package service group_membership timezone`.split(/\s+/),
);

/** What to use on a host of that shell, in place of a module that it has not: of modules those that are there. */
export function insteadOf(name: string, shell: "sh" | "powershell", names: readonly string[]): string {
  const plain = name.replace(/^win_/, "");
  const known =
    shell === "powershell" ? ON_WINDOWS[name] : (ON_POSIX[name] ?? (BOTH.has(plain) ? plain : undefined));
  const there = known?.split(" or ").filter((one) => !/^win_\w+$/.test(one) || isThere(one, names));
  if (there !== undefined && there.length > 0) return `use ${there.join(" or ")} there`;
  return shell === "powershell"
    ? "docs/windows.md lists the modules that do; win_shell runs any PowerShell"
    : "`tera doc -l` lists the modules that do";
}

const isThere = (name: string, names: readonly string[]): boolean =>
  names.some((one) => one === name || one.endsWith(`.${name}`));
