import { flag, integer, list, oneOf, text } from "../../model/args.js";
import { defineModule } from "../../model/module.js";
import type { ResultValues } from "../../model/result.js";
import { splitWords } from "../../model/shell_words.js";
import { sysvinit } from "../../shell/services/sysvinit.js";

export default defineModule({
  name: "sysvinit",
  about: "Starts, stops and enables a service by its init script",
  notes: ["A service that holds its output open does not hold the task."],
  check: "full",
  args: {
    name: text({ about: "the service, or the path of its script", required: true, aliases: ["service"] }),
    state: oneOf(["started", "stopped", "restarted", "reloaded"])({
      about: "what it should do; a restart is a stop and a start",
    }),
    enabled: flag({ about: "does it start with the host? One of state and enabled is needed" }),
    sleep: integer({ about: "seconds after the stop and after the start of a restart", default: 1 }),
    pattern: text({ about: "what its process looks like in ps, where the script cannot tell its state" }),
    runlevels: list(text({ about: "one" }), { about: "where it is enabled or disabled" }),
    arguments: text({ about: "further words for the script", aliases: ["args"] }),
    daemonize: flag({ about: "run the script in a session of its own", default: false }),
  },
  examples: [{ name: "apache2", state: "started", enabled: true }],
  returns: {
    name: "the service",
    status: "for `enabled` and for the state: changed, and rc, stdout and stderr of what was run",
  },
  validate: ({ state, enabled }) =>
    state === undefined && enabled === undefined ? ["one of the following is required: state, enabled"] : [],
  uses: [sysvinit],
  vars: ({ arguments: words, enabled }) => ({
    arguments: splitWords(words ?? ""),
    wish: enabled === undefined ? "" : enabled ? "on" : "off",
  }),
  sh: "sysvinit_main",
  result: ({ said, failure }, { name, state, runlevels }) => {
    const enabled = {
      changed: false,
      ...NOTHING,
      ...ranOf(said, "enabled"),
      ...(runlevels === undefined || runlevels.length === 0 ? {} : { runlevels }),
    };
    const forgotten = Object.fromEntries(Object.keys(said).map((one) => [one, undefined]));
    if (failure !== undefined && said.illegal === undefined) {
      const { rc, stdout, stderr, cmd } = said;
      return { ...forgotten, changed: false, rc, stdout, stderr, cmd } as ResultValues;
    }
    const first = { ...forgotten, name, status: { enabled } };
    if (failure !== undefined) return { ...first, changed: true };
    const stated = { changed: false, ...NOTHING, ...ranOf(said, "state") };
    return { ...first, status: { enabled, [state ?? "null"]: stated } };
  },
});

const NOTHING = { rc: null, stdout: null, stderr: null };

/** What was said of the one or the other: that it changes, and what was run for it. */
function ranOf(said: Readonly<Record<string, unknown>>, what: "enabled" | "state"): Record<string, unknown> {
  const found = ["changed", "rc", "stdout", "stderr"].map((key) => [key, said[`${what}_${key}`]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
