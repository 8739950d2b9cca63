import { list, text } from "../model/args.js";
import { defineModule } from "../model/module.js";
import { otherPackages, packages } from "../shell/packages.js";
import { compact } from "../shell/prelude.js";

export default defineModule({
  name: "package",
  about: "Installs or removes packages with the host's own package manager",
  hostLocal: true,
  check: "full",
  args: {
    name: list(text({ about: "a package" }), { about: "the packages", required: true, aliases: ["pkg"] }),
    state: text({ about: "present, absent or latest", default: "present" }),
    use: text({ about: "which manager: auto, apt, dnf, yum", default: "auto" }),
    update_cache: text({ about: "read the package lists anew first (apt)" }),
    cache_valid_time: text({ about: "lists this many seconds old are good enough (apt)" }),
    install_recommends: text({ about: "also what is recommended (apt)" }),
  },
  examples: [{ name: ["curl", "ca-certificates"], state: "present" }],
  uses: [packages],
  vars: ({ install_recommends, update_cache }) => ({
    install_recommends: yesNo(install_recommends),
    update_cache: yesNo(update_cache) === "yes",
    apt_options: "",
    rpm_options: "",
  }),
  // most hosts need only one manager: the others' text is fetched by those that ask for it
  bring: async (_args, controller) => ({
    files: { others: { ...controller.localContent(compact(otherPackages.text)), onDemand: true } },
  }),
  sh: `
    set -f; set -- $name; set +f
    [ "$state" != installed ] || state=present
    case $use in auto) if have apt-get; then use=apt; elif have dnf || have yum; then use=dnf; else use=other; fi ;; esac
    case $use in
    apt) [ -z "$update_cache" ] || apt_update quiet; apt_packages "$@" ;;
    dnf|yum|dnf4|dnf5) need others; . "$others"; rpm_packages "$@" ;;
    *) need others; . "$others"; other_packages "$@" ;;
    esac
  `,
});

function yesNo(value: string | undefined): string {
  return value === undefined ? "" : /^(true|yes|1|on)$/i.test(value) ? "yes" : "no";
}
