import test from "ava";
import type { Module } from "../../src/model/module.js";
import type { Task } from "../../src/model/play.js";
import { notePlaces } from "../../src/model/source.js";
import { handFault, refusedFault } from "../../src/plan/hands.js";
import { insteadOf } from "../../src/plan/other_system.js";

const at = { path: "site.yml", line: 3, column: 5 };
const task = { module: { value: "apt", at }, args: {} } as unknown as Task;
const moduleOf = (more: Partial<Module>): Module => ({ name: "apt", ...more }) as Module;
const hands = { powershell: { text: "" } };

/** What a module has, the shell of the host, and whether it works there. */
const HANDS: readonly (readonly [module: Partial<Module>, shell: "sh" | "powershell", works: boolean])[] = [
  [{ sh: "x" }, "sh", true],
  [{ sh: "" }, "sh", true],
  [{ sh: "x" }, "powershell", false],
  [hands, "sh", false],
  [hands, "powershell", true],
  [{ sh: "x", ...hands }, "sh", true],
  [{ sh: "x", ...hands }, "powershell", true],
  [{ here: () => ({}) }, "sh", true],
  [{ here: () => ({}) }, "powershell", true],
  [{}, "sh", false],
  [{}, "powershell", false],
];

test("a module works where it has a hand, or needs no host", (t) => {
  for (const [module, shell, works] of HANDS) {
    const fault = handFault("web1", shell, { task, module: moduleOf(module), names: [] });
    t.is(fault === undefined, works, JSON.stringify([module, shell]));
    if (!fault) continue;
    t.is(fault.code, "PLUGIN_UNSUPPORTED");
    t.deepEqual(fault.at, at);
    if (shell === "sh") {
      t.is(fault.message, "module apt works on Windows hosts only, and web1 is none");
      t.is(
        fault.hint,
        "`tera doc -l` lists the modules that do; if web1 is one, set ansible_connection: winrm",
      );
    } else {
      t.is(fault.message, "module apt does not work on Windows hosts, and web1 is one");
      t.regex(fault.hint ?? "", /^docs\/windows\.md/);
    }
  }
});

/** A module, the shell it has no hand for, the modules that there are, and what is to be used. */
const INSTEAD: readonly (readonly [
  name: string,
  shell: "sh" | "powershell",
  names: string[],
  words: RegExp,
])[] = [
  ["apt", "powershell", ["win_package", "win_chocolatey"], /^use win_package or win_chocolatey there$/],
  ["apt", "powershell", ["ansible.windows.win_package"], /^use win_package there$/],
  ["apt", "powershell", ["xwin_package"], /^docs\/windows/],
  ["apt", "sh", ["win_package"], /^`tera doc -l`/],
  ["authorized_key", "powershell", [], /^use win_copy to C:.*keys there$/],
  ["odd", "powershell", [], /^docs\/windows/],
  ["win_copy", "sh", [], /^use copy there$/],
  ["win_group", "sh", [], /^use group there$/],
  ["win_odd", "sh", [], /^`tera doc -l`/],
  ["win_zip", "sh", [], /^use command there$/],
  ["win_regedit", "sh", [], /^use sysctl or lineinfile there$/],
  ["copy", "powershell", [], /^docs\/windows/],
];

test("what to use in place of a module", (t) => {
  for (const [name, shell, names, words] of INSTEAD) t.regex(insteadOf(name, shell, names), words, name);
});

test("arguments that mean nothing on Windows are told at the first of them", (t) => {
  const place = { path: "site.yml", line: 4, column: 7 };
  const args = { mode: "0600", owner: "a" };
  const none = () => undefined;
  notePlaces(args, { self: at, value: none, key: (name) => (name === "mode" ? place : undefined) });
  const refused = (words: string[], given: object) =>
    refusedFault("web1", words, { task: { ...task, args: given } as unknown as Task, module: moduleOf({}) });
  const fault = refused(["mode 0600 shuts", "owner x"], args);
  t.is(fault.code, "ARGUMENT_INVALID");
  t.is(fault.message, "apt on the Windows host web1: mode 0600 shuts; owner x");
  t.deepEqual(refused(["`mode` is none"], args).at, fault.at);
  t.deepEqual(refused(["other"], args).at, at);
  t.deepEqual(refused(["- odd"], args).at, at);
  t.deepEqual(fault.at, place);
  t.deepEqual(refused(["mode"], { mode: 1 }).at, at);
});

/** What stands in the place of each on the other system, where all modules are there. */
const ON_WINDOWS = {
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
const ON_POSIX = {
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

test("every module that has something in its place names it", (t) => {
  const all = [ON_WINDOWS, ON_POSIX].flatMap((rows) =>
    Object.values(rows).flatMap((words) => words.split(" or ")),
  );
  for (const [name, words] of Object.entries(ON_WINDOWS))
    t.is(insteadOf(name, "powershell", all), `use ${words} there`);
  for (const [name, words] of Object.entries(ON_POSIX))
    t.is(insteadOf(name, "sh", all), `use ${words} there`);
  for (const name of "command shell copy template file stat find slurp lineinfile get_url uri tempfile wait_for reboot hostname ping user group package service group_membership timezone".split(
    " ",
  ))
    t.is(insteadOf(`win_${name}`, "sh", []), `use ${name} there`);
});
