import { type Args, flag, integer, list, oneOf, path, text } from "../../model/args.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellValue } from "../../model/script.js";

const item = (about: string) => text({ about });

/** What the modules dnf and package take on RHEL, Fedora and Amazon Linux. */
export const DNF_ARGS = {
  name: list(text({ about: "a package, @group, file or URL; `*` is all of them" }), {
    about: "the packages",
    aliases: ["pkg"],
  }),
  state: oneOf(["absent", "present", "installed", "removed", "latest"])({
    about: "what they should be; present unless autoremove",
  }),
  enablerepo: list(item("a repository"), { about: "repositories to switch on for this" }),
  disablerepo: list(item("a repository"), { about: "repositories to switch off for this" }),
  exclude: list(item("a package"), { about: "packages to leave alone" }),
  disable_excludes: text({ about: "take no notice of excludes of all, main or a repository" }),
  enable_plugin: list(item("a plugin"), { about: "plugins to switch on for this" }),
  disable_plugin: list(item("a plugin"), { about: "plugins to switch off for this" }),
  disable_gpg_check: flag({ about: "accept unsigned packages", default: false }),
  update_cache: flag({
    about: "read the package lists anew first",
    default: false,
    aliases: ["expire-cache"],
  }),
  cacheonly: flag({ about: "use what was fetched before", default: false }),
  autoremove: flag({ about: "remove what nothing needs any more", default: false }),
  allow_downgrade: flag({ about: "accept older versions", default: false }),
  allowerasing: flag({ about: "remove what is in the way", default: false }),
  best: flag({ about: "insist on the newest" }),
  nobest: flag({ about: "do not insist on the newest" }),
  skip_broken: flag({ about: "leave out what cannot be installed", default: false }),
  security: flag({ about: "only security updates", default: false }),
  bugfix: flag({ about: "only bug fixes", default: false }),
  update_only: flag({ about: "never install anew", default: false }),
  install_weak_deps: flag({ about: "also what is recommended", default: true }),
  install_repoquery: flag({ about: "accepted, as in Ansible without effect", default: true }),
  download_only: flag({ about: "fetch and do not install", default: false }),
  download_dir: path({ about: "where fetched packages go" }),
  installroot: path({ about: "install below this folder", default: "/" }),
  lock_timeout: integer({ about: "accepted: dnf waits by itself", default: 30 }),
  releasever: text({ about: "another release" }),
  conf_file: text({ about: "another configuration file" }),
  validate_certs: flag({ about: "check certificates of package URLs", default: true }),
  sslverify: flag({ about: "check certificates of repositories", default: true }),
  use_backend: oneOf(["auto", "dnf", "dnf4", "dnf5", "yum", "yum4"])({
    about: "accepted: dnf or yum, whichever is there",
    default: "auto",
    aliases: ["use"],
  }),
} as const;

export type DnfArgs = Args<typeof DNF_ARGS>;

export function dnfProblems({ name, autoremove, state }: Partial<DnfArgs>): string[] {
  return autoremove && name === undefined && state !== undefined && state !== "absent"
    ? ["Autoremove should be used alone or with state=absent"]
    : [];
}

/** The variables of `dnf_main`. */
export function dnfVars(args: DnfArgs): Record<string, ShellValue> {
  const each = (option: string, values: readonly string[] = []) =>
    values.map((value) => `--${option}=${value}`);
  const when = (wanted: boolean | undefined, option: string) => (wanted ? [option] : []);
  const state = args.state ?? (args.autoremove ? "absent" : "present");
  const names: Record<string, string> = { installed: "present", removed: "absent" };
  return {
    state: names[state] ?? state,
    rpm_options: [
      ...each("enablerepo", args.enablerepo),
      ...each("disablerepo", args.disablerepo),
      ...each("exclude", args.exclude),
      ...each("enableplugin", args.enable_plugin),
      ...each("disableplugin", args.disable_plugin),
      ...when(args.disable_excludes !== undefined, `--disableexcludes=${args.disable_excludes}`),
      ...when(args.disable_gpg_check, "--nogpgcheck"),
      ...when(args.cacheonly, "--cacheonly"),
      ...when(args.allowerasing, "--allowerasing"),
      ...when(args.best ?? args.nobest === false, "--best"),
      ...when(args.nobest ?? args.best === false, "--nobest"),
      ...when(args.skip_broken, "--skip-broken"),
      ...when(args.security, "--security"),
      ...when(args.bugfix, "--bugfix"),
      ...when(!args.install_weak_deps, "--setopt=install_weak_deps=False"),
      ...when(!args.sslverify, "--setopt=sslverify=False"),
      ...when(args.download_only, "--downloadonly"),
      ...when(args.download_dir !== undefined, `--downloaddir=${args.download_dir}`),
      ...when(args.installroot !== "/", `--installroot=${args.installroot}`),
      ...when(args.releasever !== undefined, `--releasever=${args.releasever}`),
      ...when(args.conf_file !== undefined, `--config=${args.conf_file}`),
    ].join(" "),
  };
}

export function dnfResult({ said, failure, changed }: Answer): ResultValues {
  if (failure !== undefined)
    return { ...said, rc: typeof said.rc === "number" ? said.rc : 1, results: [], changed: false };
  const lines = (name: string, what: string) =>
    String(said[name] ?? "")
      .split(" ")
      .filter(Boolean)
      .map((one) => `${what}: ${one}`);
  const results = [...lines("put", "Installed"), ...lines("taken", "Removed")];
  return { msg: changed ? "" : "Nothing to do", rc: 0, results };
}
