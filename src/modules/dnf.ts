import { flag, integer, list, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { otherPackages } from "../shell/packages.js";

export default defineModule({
  name: "dnf",
  aliases: ["yum", "dnf5"],
  about: "Packages of RHEL, Fedora and Amazon Linux",
  hostLocal: true,
  check: "full",
  args: {
    name: list(text({ about: "a package, @group, file or URL" }), {
      about: "the packages",
      aliases: ["pkg"],
    }),
    state: text({ about: "present, absent or latest", default: "present" }),
    enablerepo: list(text({ about: "a repository" }), { about: "repositories to switch on for this" }),
    disablerepo: list(text({ about: "a repository" }), { about: "repositories to switch off for this" }),
    exclude: list(text({ about: "a package" }), { about: "packages to leave alone" }),
    disable_gpg_check: flag({ about: "accept unsigned packages", default: false }),
    update_cache: flag({
      about: "read the package lists anew first",
      default: false,
      aliases: ["expire-cache"],
    }),
    autoremove: flag({ about: "remove what nothing needs any more", default: false }),
    allow_downgrade: flag({ about: "accept older versions", default: false }),
    allowerasing: flag({ about: "remove what is in the way", default: false }),
    nobest: flag({ about: "do not insist on the newest", default: false }),
    skip_broken: flag({ about: "leave out what cannot be installed", default: false }),
    security: flag({ about: "only security updates", default: false }),
    bugfix: flag({ about: "only bug fixes", default: false }),
    update_only: flag({ about: "never install anew", default: false }),
    install_weak_deps: flag({ about: "also what is recommended", default: true }),
    lock_timeout: integer({ about: "accepted", default: 30 }),
    releasever: text({ about: "another release" }),
    conf_file: text({ about: "another configuration file" }),
    validate_certs: flag({ about: "check certificates", default: true }),
    use_backend: text({ about: "accepted", default: "auto", aliases: ["use"] }),
  },
  examples: [{ name: "nginx", state: "present" }],
  uses: [otherPackages],
  vars: (args) => ({
    state: /^(installed|present)$/.test(args.state)
      ? "present"
      : args.state === "removed"
        ? "absent"
        : args.state,
    rpm_options: [
      ...(args.enablerepo ?? []).map((one) => `--enablerepo=${one}`),
      ...(args.disablerepo ?? []).map((one) => `--disablerepo=${one}`),
      ...(args.exclude ?? []).map((one) => `--exclude=${one}`),
      ...(args.disable_gpg_check ? ["--nogpgcheck"] : []),
      ...(args.allowerasing ? ["--allowerasing"] : []),
      ...(args.nobest ? ["--nobest"] : []),
      ...(args.skip_broken ? ["--skip-broken"] : []),
      ...(args.security ? ["--security"] : []),
      ...(args.bugfix ? ["--bugfix"] : []),
      ...(args.install_weak_deps ? [] : ["--setopt=install_weak_deps=False"]),
      ...(args.releasever ? [`--releasever=${args.releasever}`] : []),
      ...(args.conf_file ? ["-c", args.conf_file] : []),
    ].join(" "),
  }),
  sh: `
    if [ -n "$update_cache" ] && [ -z "$check" ]; then
      if have dnf; then must dnf -y $rpm_options makecache; else must yum -y makecache; fi
      [ -n "$name" ] || change
    fi
    if [ -n "$name" ]; then set -f; set -- $name; rpm_packages "$@"; set +f
    elif [ -n "$autoremove" ]; then change && must dnf -y autoremove; fi
  `,
});
