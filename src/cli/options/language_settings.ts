import { IGNORED_ENDINGS, YAML_ENDINGS } from "../../inventory/endings.js";
import { GROUP_PRECEDENCE } from "../../run/hosts/settings.js";
import { choiceSetting, flagSetting, listSetting, numberSetting, textSetting } from "./setting_kinds.js";

/** How inventories, variables and templates are read. */
export const LANGUAGE_SETTINGS = {
  /** undefined: a fault in playbooks, a warning in inventories and files of variables */
  duplicateKeys: choiceSetting(["warn", "error", "ignore"], undefined, {
    env: ["ANSIBLE_DUPLICATE_YAML_DICT_KEY"],
    ini: ["defaults.duplicate_dict_key"],
  }),
  /** only whether it names `advanced_host_list` is followed: ranges in `-i 'web[1:3],'` */
  inventoryPlugins: listSetting({
    env: ["ANSIBLE_INVENTORY_ENABLED"],
    ini: ["inventory.enable_plugins"],
  }),
  /** what becomes of groups whose names are no variable's */
  groupNames: choiceSetting(["always", "never", "ignore", "silently"], "never", {
    env: ["ANSIBLE_TRANSFORM_INVALID_GROUP_CHARS"],
    ini: ["defaults.force_valid_group_names"],
  }),
  /** do inventory plugins keep what their sources said, where their files do not say? */
  inventoryCache: flagSetting(false, { env: ["ANSIBLE_INVENTORY_CACHE"], ini: ["inventory.cache"] }),
  inventoryCachePlugin: textSetting(undefined, {
    env: ["ANSIBLE_INVENTORY_CACHE_PLUGIN"],
    ini: ["inventory.cache_plugin"],
  }),
  inventoryCacheConnection: textSetting(undefined, {
    env: ["ANSIBLE_INVENTORY_CACHE_CONNECTION"],
    ini: ["inventory.cache_connection"],
  }),
  inventoryCacheTimeout: numberSetting(3600, {
    env: ["ANSIBLE_INVENTORY_CACHE_TIMEOUT"],
    ini: ["inventory.cache_timeout"],
  }),
  inventoryCachePrefix: textSetting("ansible_inventory_", {
    env: ["ANSIBLE_INVENTORY_CACHE_PLUGIN_PREFIX"],
    ini: ["inventory.cache_prefix"],
  }),
  /** ends of names in an inventory folder that are no sources */
  ignoredEndings: listSetting(
    {
      env: ["ANSIBLE_INVENTORY_IGNORE"],
      ini: ["defaults.inventory_ignore_extensions", "inventory.ignore_extensions"],
    },
    IGNORED_ENDINGS,
  ),
  /** regular expressions of names in an inventory folder that are no sources */
  ignoredPatterns: listSetting({
    env: ["ANSIBLE_INVENTORY_IGNORE_REGEX"],
    ini: ["defaults.inventory_ignore_patterns", "inventory.ignore_patterns"],
  }),
  /** ends of the names of YAML files */
  yamlEndings: listSetting(
    {
      env: ["ANSIBLE_YAML_FILENAME_EXT"],
      ini: ["defaults.yaml_valid_extensions"],
    },
    YAML_ENDINGS,
  ),
  /** whose group_vars and host_vars a task sees: the playbook's, its own file's or role's, or those of both */
  varsRoot: choiceSetting(["top", "bottom", "all"], "top", {
    env: ["ANSIBLE_PLAYBOOK_VARS_ROOT"],
    ini: ["defaults.playbook_vars_root"],
  }),
  /** who wins among the variables of groups, the weakest first */
  precedence: listSetting({ env: ["ANSIBLE_PRECEDENCE"], ini: ["defaults.precedence"] }, [
    ...GROUP_PRECEDENCE,
  ]),
  patternMismatch: choiceSetting(["warning", "error", "ignore"], "warning", {
    env: ["ANSIBLE_HOST_PATTERN_MISMATCH"],
    ini: ["inventory.host_pattern_mismatch"],
  }),
  anyUnparsedFails: flagSetting(false, {
    env: ["ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED"],
    ini: ["inventory.any_unparsed_is_failed"],
  }),
  unparsedFails: flagSetting(false, {
    env: ["ANSIBLE_INVENTORY_UNPARSED_FAILED"],
    ini: ["inventory.unparsed_is_failed"],
  }),
  unparsedWarning: flagSetting(true, {
    env: ["ANSIBLE_INVENTORY_UNPARSED_WARNING"],
    ini: ["inventory.inventory_unparsed_warning"],
  }),
  hashBehaviour: choiceSetting(["replace", "merge"], "replace", {
    env: ["ANSIBLE_HASH_BEHAVIOUR"],
    ini: ["defaults.hash_behaviour"],
  }),
  /** undefined: not said; then included roles are private, and others are not */
  privateRoleVars: flagSetting(undefined, {
    env: ["ANSIBLE_PRIVATE_ROLE_VARS"],
    ini: ["defaults.private_role_vars"],
  }),
  nativeTypes: flagSetting(false, { env: ["ANSIBLE_JINJA2_NATIVE"], ini: ["defaults.jinja2_native"] }),
  /** false: a text that reads something undefined stays as it is written */
  errorOnUndefined: flagSetting(true, {
    env: ["ANSIBLE_ERROR_ON_UNDEFINED_VARS"],
    ini: ["defaults.error_on_undefined_vars"],
  }),
  /** what `{{ name }}` gives where the variable is null */
  nullText: textSetting(undefined, {
    env: ["ANSIBLE_NULL_REPRESENTATION"],
    ini: ["defaults.null_representation"],
  }),
  /** what templates may say of themselves: `{{ ansible_managed }}` */
  managed: textSetting("Ansible managed", { ini: ["defaults.ansible_managed"] }),
  /** are facts variables of their own too, beside `ansible_facts`? */
  injectFacts: flagSetting(true, {
    env: ["ANSIBLE_INJECT_FACT_VARS"],
    ini: ["defaults.inject_facts_as_vars"],
  }),
};
