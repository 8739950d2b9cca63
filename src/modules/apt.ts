import { flag, integer, list, oneOf, path, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { packages } from "../shell/packages.js";

export default defineModule({
  name: "apt",
  about: "Packages of Debian and Ubuntu",
  hostLocal: true,
  check: "full",
  args: {
    name: list(text({ about: "a package, `name=version` pins it" }), {
      about: "the packages",
      aliases: ["package", "pkg"],
    }),
    state: oneOf(["absent", "build-dep", "fixed", "latest", "present"])({
      about: "what they should be",
      default: "present",
    }),
    update_cache: flag({ about: "read the package lists anew first", aliases: ["update-cache"] }),
    cache_valid_time: integer({ about: "lists this many seconds old are good enough", default: 0 }),
    update_cache_retries: integer({ about: "accepted", default: 5 }),
    update_cache_retry_max_delay: integer({ about: "accepted", default: 12 }),
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
    upgrade: text({ about: "upgrade everything: yes, safe, full or dist" }),
    dpkg_options: text({ about: "options of dpkg, with commas", default: "force-confdef,force-confold" }),
    deb: path({ about: "a package file or its URL" }),
    autoremove: flag({ about: "remove what nothing needs any more", default: false }),
    autoclean: flag({ about: "remove old package files", default: false }),
    clean: flag({ about: "remove all package files", default: false }),
    purge: flag({ about: "remove configuration too", default: false }),
    policy_rc_d: integer({ about: "accepted" }),
    only_upgrade: flag({ about: "never install anew", default: false }),
    fail_on_autoremove: flag({ about: "accepted", default: false }),
    lock_timeout: integer({ about: "seconds to wait for another apt", default: 60 }),
  },
  examples: [{ name: "nginx", state: "present", update_cache: true, cache_valid_time: 3600 }],
  returns: { cache_updated: "were the lists read anew?" },
  uses: [packages],
  vars: ({
    install_recommends,
    force,
    allow_unauthenticated,
    allow_downgrade,
    allow_change_held_packages,
    upgrade,
  }) => ({
    install_recommends: install_recommends === undefined ? "" : install_recommends ? "yes" : "no",
    allow_unauthenticated: allow_unauthenticated || force,
    allow_downgrade: allow_downgrade || force,
    apt_options: allow_change_held_packages ? "--allow-change-held-packages" : "",
    upgrade:
      upgrade === undefined || /^(no|false|)$/i.test(upgrade)
        ? ""
        : /^(yes|true|safe)$/i.test(upgrade)
          ? "upgrade"
          : "dist-upgrade",
  }),
  sh: `
    have apt-get || fail "apt-get is not on the host"
    [ -z "$update_cache" ] && [ "$cache_valid_time" = 0 ] || { if [ -n "$name$deb$upgrade" ]; then apt_update quiet; else apt_update; fi; }
    if [ -n "$upgrade" ]; then
      n=$(apt-get -s -o DPkg::Lock::Timeout=60 $upgrade 2>/dev/null | grep -c '^Inst ')
      [ "$n" = 0 ] || { differs upgrade "" "$n packages" && apt_run $upgrade; }
    fi
    if [ -n "$deb" ]; then
      case $deb in *://*) make_temp; file=$temp.deb; curl -fsSL -o "$file" "$deb" || wget -qO "$file" "$deb" || fail "cannot fetch $deb" ;; *) file=$deb ;; esac
      [ -e "$file" ] || fail "Unable to install package: $deb: no such file"
      p=$(dpkg-deb -f "$file" Package) v=$(dpkg-deb -f "$file" Version)
      [ "$(apt_installed "$p")" = "$v" ] || { differs "$p" "$(apt_installed "$p")" "$v" && apt_run install \${allow_downgrade:+--allow-downgrades} "$file"; }
    fi
    if [ -n "$name" ]; then
      set -f; set -- $name; set +f
      case $state in
      build-dep) change && apt_run build-dep "$@" ;;
      fixed) change && apt_run install -f "$@" ;;
      *) apt_packages "$@" ;;
      esac
    elif [ -n "$autoremove" ]; then
      n=$(apt-get -s autoremove 2>/dev/null | grep -c '^Remv '); [ "$n" = 0 ] || { change && apt_run autoremove \${purge:+--purge}; }
    fi
    [ -z "$autoclean" ] || [ -n "$check" ] || apt_run autoclean
    [ -z "$clean" ] || [ -n "$check" ] || apt_run clean
  `,
});
