import { type Args, convertArgs, type Field, type Fields, list, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { ShellValue } from "../../model/script.js";
import type { PlainDict } from "../../model/value.js";
import { apt } from "../../shell/packages/apt.js";
import { APT_ARGS, type AptArgs, aptResult, aptVars } from "../../shell/packages/apt_args.js";
import { dnf } from "../../shell/packages/dnf.js";
import { DNF_ARGS, type DnfArgs, dnfResult, dnfVars } from "../../shell/packages/dnf_args.js";
import { otherPackages } from "../../shell/packages/packages.js";
import { compact } from "../../shell/session/prelude.js";

/** Options of the host's own manager, none of them asked for. */
function optional(fields: Fields): Record<string, Field> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { default: _, required: _r, ...field }]) => [name, field as Field]),
  );
}

const MANAGERS: Record<string, Fields> = { apt: APT_ARGS, dnf: DNF_ARGS };

const ARGS = {
  ...optional(DNF_ARGS),
  ...optional(APT_ARGS),
  name: list(text({ about: "a package" }), { about: "the packages", aliases: ["pkg", "package"] }),
  state: text({ about: "present, absent or latest" }),
  use: text({ about: "which manager: auto, apt, dnf, yum", default: "auto" }),
};

const STATES: Record<string, string> = { present: "present", installed: "present", removed: "absent" };

type Given = Args<typeof ARGS>;

/** The arguments as one manager's module takes them, with its defaults. */
function argumentsOf<T>(fields: Fields, given: Given): T {
  return convertArgs(fields, given as PlainDict).args as T;
}

/** The names of what was given that the manager does not take, as Ansible tells them. */
function unsupported(manager: string, given: Record<string, unknown>): string {
  const fields = MANAGERS[manager]!;
  const names = Object.keys(given).filter(
    (name) => given[name] !== undefined && name !== "use" && !(name in fields),
  );
  if (names.length === 0) return "";
  const all = Object.keys(fields).sort().join(", ");
  return `Unsupported parameters for (ansible.legacy.${manager}) module: ${names.sort().join(", ")}. Supported parameters include: ${all}.`;
}

export default defineModule({
  name: "package",
  about: "Installs or removes packages with the host's own package manager, and hands it its own options",
  hostLocal: true,
  check: "full",
  args: ARGS,
  examples: [{ name: ["curl", "ca-certificates"], state: "present" }],
  uses: [apt],
  vars: (args) => ({
    ...dnfVars(argumentsOf<DnfArgs>(DNF_ARGS, args)),
    ...defaults(APT_ARGS, args),
    ...aptVars(argumentsOf<AptArgs>(APT_ARGS, args)),
    state: STATES[args.state ?? "present"] ?? args.state,
    use: args.use.replace(/^ansible\.(builtin|legacy)\./, ""),
    not_apt: unsupported("apt", args),
    not_dnf: unsupported("dnf", args),
  }),
  // most hosts need only one manager: the others' text is fetched by those that ask for it
  bring: async (_args, controller) => ({
    files: {
      rpm: { ...controller.localContent(compact(dnf.text)), onDemand: true },
      others: { ...controller.localContent(compact(otherPackages.text)), onDemand: true },
    },
  }),
  sh: `
    case $use in auto) if have apt-get; then use=apt; elif have dnf || have yum || have microdnf; then use=dnf; else use=other; fi ;; esac
    case $use in
    apt) say manager apt; [ -z "$not_apt" ] || fail "$not_apt"; apt_main ;;
    dnf|yum|dnf4|dnf5) say manager dnf; [ -z "$not_dnf" ] || fail "$not_dnf"; need rpm; . "$rpm"; dnf_main ;;
    *) need others; . "$others"; set -f; set -- $name; set +f; other_packages "$@" ;;
    esac
  `,
  result: (answer, _args, { diff }) => {
    const { manager, ...said } = answer.said;
    if (manager === "dnf") return dnfResult({ ...answer, said });
    return manager === "apt" ? aptResult({ ...answer, said }, diff) : said;
  },
});

/** The variables that a manager's module has by its defaults. */
function defaults(fields: Fields, given: Record<string, unknown>): Record<string, ShellValue> {
  const missing = Object.entries(fields).filter(([name]) => given[name] === undefined);
  return Object.fromEntries(missing.map(([name, field]) => [name, field.default as ShellValue]));
}
