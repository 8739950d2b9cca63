import { flag, integer, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import { writeServices } from "../../shell/powershell/libraries.js";
import windows from "../../shell/powershell/services/service.ps1";
import { services } from "../../shell/services/services.js";
import { systemd, systemdResult, systemdVars } from "../../shell/services/systemd.js";
import { compact } from "../../shell/session/prelude.js";

/** Only systemd takes these, and only the others take those. */
const OF_SYSTEMD = ["daemon_reload", "daemon_reexec", "masked", "scope", "no_block", "force"] as const;
const OF_OTHERS = ["pattern", "runlevel", "sleep", "arguments"] as const;
/** What Windows' service manager has nothing of. */
const NOT_WINDOWS = [...OF_SYSTEMD, "pattern", "runlevel", "arguments"] as const;

export default defineModule({
  name: "service",
  about:
    "Starts, stops and enables a service, whatever the host's init system, and hands systemd its own options",
  check: "full",
  args: {
    name: text({
      about: "the service; needed for all but daemon_reload and daemon_reexec",
      aliases: ["service", "unit"],
    }),
    state: oneOf(["started", "stopped", "restarted", "reloaded"])({ about: "what it should do" }),
    enabled: flag({ about: "does it start with the host?" }),
    sleep: integer({ about: "seconds between stop and start of a restart" }),
    pattern: text({ about: "what its process looks like, where the init script cannot tell its state" }),
    runlevel: text({ about: "OpenRC run level; default otherwise" }),
    arguments: text({ about: "further words for the init script", aliases: ["args"] }),
    use: text({ about: "auto, systemd, or another name for the init scripts", default: "auto" }),
    daemon_reload: flag({ about: "let systemd read its units anew first", aliases: ["daemon-reload"] }),
    daemon_reexec: flag({ about: "start systemd itself anew first", aliases: ["daemon-reexec"] }),
    masked: flag({ about: "masked units cannot be started (systemd)" }),
    scope: oneOf(["system", "user", "global"])({ about: "whose systemd" }),
    no_block: flag({ about: "do not wait for it (systemd)" }),
    force: flag({ about: "replace links that are in the way (systemd)" }),
  },
  examples: [{ name: "docker", state: "started", enabled: true }],
  returns: {
    name: "the service",
    state: "what it does now",
    enabled: "does it start with the host?",
    status: "of systemd: what systemctl show said before",
  },
  notes: [
    "In check mode a service that is not there yet counts as a change: an earlier task may have been going to bring it.",
    "On Windows not enabled means started by hand, unless it is disabled already. What needs a service is stopped with it, and started again after a restart.",
  ],
  uses: [systemd],
  vars: (args) => ({
    ...systemdVars(args),
    use: args.use.toLowerCase().replace(/^ansible\.(builtin|legacy)\./, ""),
    runlevel: args.runlevel ?? "default",
    unused: OF_OTHERS.filter((name) => args[name] !== undefined).join("\n"),
    unsupported: OF_SYSTEMD.filter((name) => args[name] !== undefined).join(", "),
    problem: problemOf(args),
  }),
  // most hosts run systemd: what the others need is fetched by those that ask for it
  bring: async (_args, controller) => ({
    files: { others: { ...controller.localContent(compact(services.text)), onDemand: true } },
  }),
  sh: `
    case $use in auto|service) if [ -d /run/systemd/system ] && have systemctl; then use=systemd; fi ;; esac
    if [ "$use" = systemd ]; then
      [ -z "$problem" ] || fail "$problem"
      for one in $unused; do warn "Ignoring \\"$one\\" as it is not used in \\"systemd\\""; done
      systemd_main
    else
      [ -z "$unsupported" ] || fail "Unsupported parameters for (ansible.legacy.service) module: $unsupported. Supported parameters include: arguments, enabled, name, pattern, runlevel, sleep, state (args)."
      [ -n "$name" ] || fail "missing required arguments: name"
      [ -n "$state$enabled" ] || fail "one of the following is required: state, enabled"
      say_json others true; need others; . "$others"; service_main
    fi
  `,
  powershell: {
    text: windows,
    uses: [writeServices],
    refuses: (args) => [
      ...NOT_WINDOWS.filter((name) => args[name] !== undefined && args[name] !== false).map(
        (name) => `${name} is nothing that Windows' services have`,
      ),
      ...(args.state === "reloaded" ? ["state reloaded is nothing that Windows' services can do"] : []),
    ],
  },
  result: (answer, args) => {
    const { others, asked, ...said } = answer.said;
    if (others !== true) return systemdResult({ ...answer, said }, args);
    return asked === true ? { msg: "service state changed" } : said;
  },
});

interface Asked {
  name?: string | undefined;
  state?: string | undefined;
  enabled?: boolean | undefined;
  masked?: boolean | undefined;
}

/** What systemd's module says of arguments that do not go together. */
function problemOf({ name, state, enabled, masked }: Asked): string {
  const [first] = Object.entries({ state, enabled, masked }).find(([, value]) => value !== undefined) ?? [];
  return first !== undefined && name === undefined ? `missing parameter(s) required by '${first}': name` : "";
}
