import { type Args, flag, integer, list, oneOf, path, text } from "../../model/args.js";
import type { Answer, ResultValues } from "../../model/result.js";
import type { ShellValue } from "../../model/script.js";

/** What the modules apt and package take on Debian and Ubuntu. */
export const APT_ARGS = {
  name: list(text({ about: "a package; `name=version` pins it, `*` stands for any text" }), {
    about: "the packages",
    aliases: ["package", "pkg"],
  }),
  state: oneOf(["absent", "build-dep", "fixed", "latest", "present"])({
    about: "what they should be",
    default: "present",
  }),
  update_cache: flag({ about: "read the package lists anew first", aliases: ["update-cache"] }),
  cache_valid_time: integer({ about: "lists this many seconds old are good enough", default: 0 }),
  update_cache_retries: integer({ about: "how often reading the lists is tried", default: 5 }),
  update_cache_retry_max_delay: integer({ about: "most seconds between tries", default: 12 }),
  default_release: text({ about: "prefer this release", aliases: ["default-release"] }),
  install_recommends: flag({ about: "also what is recommended", aliases: ["install-recommends"] }),
  force: flag({ about: "accept unsigned packages and downgrades", default: false }),
  force_apt_get: flag({ about: "accepted: apt-get is always used", default: false }),
  allow_unauthenticated: flag({
    about: "accept unsigned packages",
    default: false,
    aliases: ["allow-unauthenticated"],
  }),
  allow_downgrade: flag({
    about: "accept older versions",
    default: false,
    aliases: ["allow-downgrade", "allow_downgrades", "allow-downgrades"],
  }),
  allow_change_held_packages: flag({ about: "change held packages too", default: false }),
  upgrade: oneOf(["dist", "full", "no", "safe", "yes"])({ about: "upgrade everything", default: "no" }),
  dpkg_options: text({ about: "options of dpkg, with commas", default: "force-confdef,force-confold" }),
  deb: path({ about: "a package file or its URL" }),
  autoremove: flag({ about: "remove what nothing needs any more", default: false }),
  autoclean: flag({ about: "remove old package files", default: false }),
  clean: flag({ about: "remove all package files", default: false }),
  purge: flag({ about: "remove configuration too", default: false }),
  policy_rc_d: integer({ about: "what policy-rc.d answers meanwhile; 101 keeps services from starting" }),
  only_upgrade: flag({ about: "never install anew", default: false }),
  fail_on_autoremove: flag({ about: "fail rather than remove a package", default: false }),
  lock_timeout: integer({ about: "seconds to wait for another apt", default: 60 }),
} as const;

export type AptArgs = Args<typeof APT_ARGS>;

/** The variables of `apt_main`. */
export function aptVars(args: AptArgs): Record<string, ShellValue> {
  const { force, install_recommends } = args;
  const common = [
    `-o DPkg::Lock::Timeout=${args.lock_timeout}`,
    ...args.dpkg_options.split(",").map((option) => `-o Dpkg::Options::=--${option.trim()}`),
    ...(args.fail_on_autoremove ? ["--no-remove"] : []),
    ...(args.allow_unauthenticated || force ? ["--allow-unauthenticated"] : []),
    ...(args.allow_downgrade || force ? ["--allow-downgrades"] : []),
    ...(args.allow_change_held_packages || force ? ["--allow-change-held-packages"] : []),
  ];
  const upgrades = args.upgrade !== "no" || (args.state === "latest" && args.name?.includes("*"));
  return {
    apt_options: common.join(" "),
    apt_recommends:
      install_recommends === undefined
        ? ""
        : `-o APT::Install-Recommends=${install_recommends ? "yes" : "no"}`,
    upgrade: !upgrades ? "" : /^(dist|full)$/.test(args.upgrade) ? "dist-upgrade" : "upgrade --with-new-pkgs",
    update_cache: args.update_cache === true || args.cache_valid_time > 0,
    policy_rc_d: args.policy_rc_d === undefined ? "" : String(args.policy_rc_d),
    problem:
      upgrades && (args.name ?? []).some((one) => one !== "*") && args.upgrade === "no"
        ? "unable to install additional packages when upgrading all installed packages"
        : "",
  };
}

/** The result, with what would be or was done as a prepared difference. */
export function aptResult({ said, failure, changed }: Answer, diff: boolean): ResultValues {
  if (failure !== undefined) return { ...said, changed: false };
  if (said.stdout === undefined || !changed) return said;
  return { ...said, diff: diff ? { prepared: plannedIn(String(said.stdout)) } : {} };
}

/** What of apt's output says what it does. */
function plannedIn(output: string): string {
  const lines = output.split("\n");
  const start = lines.indexOf("Reading state information...") + 1;
  const end = lines.findIndex((line) => /^\d+ (packages )?upgraded/.test(line));
  return lines.slice(start, end < 0 ? undefined : end + 1).join("\n");
}
