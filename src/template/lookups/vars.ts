import { flag, oneOf, raw, text } from "../../model/args.js";
import { Fault } from "../../model/errors.js";
import { PythonRegex } from "../../model/python_regex.js";
import type { Machine } from "../machine/machine.js";
import { classOf } from "../values/checks.js";
import { toText } from "../values/python.js";
import { type Result, Tuple } from "../values/values.js";
import { bails, fails, type Lookup, lookup, refuses } from "./plugin.js";
import { type FoundSetting, pluginSetting } from "./plugin_settings.js";

/** Lookups of variables, hosts and settings. */

const vars = lookup(
  { default: raw({ about: "stands for a variable that is not there" }) },
  (terms, options, machine) =>
    terms.map((term) => {
      if (typeof term !== "string")
        return fails(`Invalid setting identifier, "${toText(term)}" is not a string, its a ${classOf(term)}`);
      return (variable(term, machine) ??
        options.default ??
        undefinedVariable(`No variable found with this name: ${term}`, machine)) as Result;
    }),
);

function undefinedVariable(message: string, machine: Machine): never {
  throw new Fault("UNDEFINED", message, { at: machine.frame.place(machine.at) });
}

function variable(name: string, machine: Machine): Result | undefined {
  return machine.frame.context.scope.get(name) as Result | undefined;
}

function patternOf(term: string): PythonRegex {
  try {
    return PythonRegex.of(term);
  } catch (error) {
    if (error instanceof Fault)
      return fails(`Unable to use "${term}" as a search parameter: ${error.message}`);
    throw error;
  }
}

/** What nobody sets, and is there all the same: not everywhere all of it. */
const MAGIC = [
  ..."hostvars groups group_names omit vars environment playbook_dir play_hosts role_name role_names".split(
    " ",
  ),
  ..."role_path inventory_hostname inventory_hostname_short inventory_dir inventory_file".split(" "),
  ..."ansible_check_mode ansible_config_file ansible_diff_mode ansible_forks ansible_run_tags".split(" "),
  ..."ansible_inventory_sources ansible_limit ansible_play_batch ansible_play_hosts".split(" "),
  ..."ansible_play_hosts_all ansible_play_name ansible_playbook_python ansible_role_name".split(" "),
  ..."ansible_search_path ansible_skip_tags ansible_verbosity ansible_version".split(" "),
];

const varnames = lookup({}, (terms, _options, machine) => {
  const given = new Set(machine.frame.context.scope.names());
  const names = [...new Set([...given, ...MAGIC])];
  return terms.flatMap((term) => {
    if (typeof term !== "string")
      return fails(`Invalid setting identifier, "${toText(term)}" is not a string, it is a ${classOf(term)}`);
    const pattern = patternOf(term);
    const found = names.filter((name) => pattern.test(name));
    return found.filter((name) => given.has(name) || variable(name, machine) !== undefined);
  });
});

/** All terms are one pattern; a pattern that cannot be read means no host. */
const inventoryHostnames = lookup({}, (terms, _options, machine) => {
  try {
    return machine.frame.context.world.hostsMatching(terms.map((one) => toText(one)).join(","));
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
});

const CONFIG_OPTIONS = {
  on_missing: oneOf(["error", "warn", "skip"])({
    about: "what a setting that is not there means",
    default: "error",
  }),
  plugin_name: text({ about: "the plugin whose setting is asked for" }),
  plugin_type: text({ about: "the type of that plugin" }),
  show_origin: flag({ about: "where the value comes from stands beside it", default: false }),
};

/** What Ansible keeps beside its settings: it is told apart from what is not there. */
const NO_SETTINGS = new Set(["ConfigManager", "Sequence", "add_internal_fqcns", "set_constant", "to_text"]);

function settingOf(
  name: string,
  {
    plugin_name: plugin,
    plugin_type: type,
  }: { plugin_name?: string | undefined; plugin_type?: string | undefined },
  machine: Machine,
): FoundSetting | undefined {
  const { world } = machine.frame.context;
  if (plugin === undefined || type === undefined) return world.setting(name);
  const setting = (one: string) => world.setting(one);
  return pluginSetting(name, { type, plugin, setting, variable: (one) => variable(one, machine) });
}

/** The value of a setting, as the run uses it. */
const config = lookup(CONFIG_OPTIONS, (terms, options, machine) => {
  const { world } = machine.frame.context;
  if ((options.plugin_type === undefined) !== (options.plugin_name === undefined))
    return refuses("Both plugin_type and plugin_name are required, cannot use one without the other");
  return terms.flatMap((term): Result[] => {
    if (typeof term !== "string")
      return refuses(`Invalid setting identifier, "${toText(term)}" is not a string, its a ${classOf(term)}`);
    if (NO_SETTINGS.has(term)) return bails(`Invalid setting "${term}" attempted`);
    const found = settingOf(term, options, machine);
    if (found !== undefined) {
      const value = found.value as Result;
      return [options.show_origin ? Tuple.make([value, found.origin]) : value];
    }
    if (options.on_missing === "error") return bails(`Unable to find setting ${term}`);
    if (options.on_missing === "warn") world.warn(`Skipping, did not find setting ${term}`);
    return [];
  });
});

export const VARS_LOOKUPS: Readonly<Record<string, Lookup>> = {
  config,
  inventory_hostnames: inventoryHostnames,
  varnames,
  vars,
};
