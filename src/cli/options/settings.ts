import { dirname } from "node:path";
import { Fault } from "../../model/errors.js";
import type { Place } from "../../model/source.js";
import { type Configuration, readConfiguration } from "./configuration.js";
import { CONSTANTS } from "./constants.js";
import {
  choiceSetting,
  flagSetting,
  listSetting,
  numberSetting,
  pathListSetting,
  pathSetting,
  pathsSetting,
  type Setting,
  textSetting,
} from "./setting_kinds.js";
import { withoutEffect } from "./unknown_settings.js";

/**
 * Every setting that is followed, with Ansible's names for it. The type of
 * Settings and the table in docs/cli.md come from this list.
 */
export const SETTINGS = {
  inventory: pathListSetting({ env: ["ANSIBLE_INVENTORY"], ini: ["defaults.inventory"] }),
  forks: numberSetting(200, { env: ["ANSIBLE_FORKS"], ini: ["defaults.forks"] }),
  user: textSetting(undefined, { env: ["ANSIBLE_REMOTE_USER"], ini: ["defaults.remote_user"] }),
  privateKeyFile: pathSetting({ env: ["ANSIBLE_PRIVATE_KEY_FILE"], ini: ["defaults.private_key_file"] }),
  connection: textSetting("ssh", { env: ["ANSIBLE_TRANSPORT"], ini: ["defaults.transport"] }),
  timeout: numberSetting(10, {
    env: ["ANSIBLE_TIMEOUT", "ANSIBLE_SSH_TIMEOUT"],
    ini: ["defaults.timeout", "ssh_connection.timeout"],
  }),
  verbosity: numberSetting(0, { env: ["ANSIBLE_VERBOSITY"], ini: ["defaults.verbosity"] }),
  rolesPath: pathsSetting({ env: ["ANSIBLE_ROLES_PATH"], ini: ["defaults.roles_path"] }, [
    "~/.ansible/roles",
    "/usr/share/ansible/roles",
    "/etc/ansible/roles",
  ]),
  modulePath: pathsSetting({ env: ["ANSIBLE_LIBRARY"], ini: ["defaults.library"] }),
  collectionsPath: pathsSetting(
    {
      env: ["ANSIBLE_COLLECTIONS_PATH", "ANSIBLE_COLLECTIONS_PATHS"],
      ini: ["defaults.collections_path", "defaults.collections_paths"],
    },
    ["~/.ansible/collections", "/usr/share/ansible/collections"],
  ),
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
  gathering: choiceSetting(["implicit", "explicit", "smart"], "implicit", {
    env: ["ANSIBLE_GATHERING"],
    ini: ["defaults.gathering"],
  }),
  showCustomStats: flagSetting(false, {
    env: ["ANSIBLE_SHOW_CUSTOM_STATS"],
    ini: ["defaults.show_custom_stats"],
  }),
  showOkHosts: flagSetting(true, {
    env: ["ANSIBLE_DISPLAY_OK_HOSTS"],
    ini: ["defaults.display_ok_hosts"],
  }),
  showSkippedHosts: flagSetting(true, {
    env: ["ANSIBLE_DISPLAY_SKIPPED_HOSTS"],
    ini: ["defaults.display_skipped_hosts"],
  }),
  failedToStderr: flagSetting(false, {
    env: ["ANSIBLE_DISPLAY_FAILED_STDERR"],
    ini: ["defaults.display_failed_stderr"],
  }),
  checkModeMarkers: flagSetting(false, {
    env: ["ANSIBLE_CHECK_MODE_MARKERS"],
    ini: ["defaults.check_mode_markers"],
  }),
  pathOnFailure: flagSetting(false, {
    env: ["ANSIBLE_SHOW_TASK_PATH_ON_FAILURE"],
    ini: ["defaults.show_task_path_on_failure"],
  }),
  resultFormat: choiceSetting(["json", "yaml"], "json", {
    env: ["ANSIBLE_CALLBACK_RESULT_FORMAT"],
    ini: ["defaults.callback_result_format"],
  }),
  /** undefined: not said; then YAML is pretty, and JSON is not */
  prettyResults: flagSetting(undefined, {
    env: ["ANSIBLE_CALLBACK_FORMAT_PRETTY"],
    ini: ["defaults.callback_format_pretty"],
  }),
  actionWarnings: flagSetting(true, { env: ["ANSIBLE_ACTION_WARNINGS"], ini: ["defaults.action_warnings"] }),
  deprecationWarnings: flagSetting(true, {
    env: ["ANSIBLE_DEPRECATION_WARNINGS"],
    ini: ["defaults.deprecation_warnings"],
  }),
  localhostWarning: flagSetting(true, {
    env: ["ANSIBLE_LOCALHOST_WARNING"],
    ini: ["defaults.localhost_warning"],
  }),
  unparsedWarning: flagSetting(true, {
    env: ["ANSIBLE_INVENTORY_UNPARSED_WARNING"],
    ini: ["inventory.inventory_unparsed_warning"],
  }),
  factCaching: choiceSetting(["memory", "jsonfile"], "memory", {
    env: ["ANSIBLE_CACHE_PLUGIN"],
    ini: ["defaults.fact_caching"],
  }),
  factCachingConnection: pathSetting({
    env: ["ANSIBLE_CACHE_PLUGIN_CONNECTION"],
    ini: ["defaults.fact_caching_connection"],
  }),
  factCachingPrefix: textSetting("", {
    env: ["ANSIBLE_CACHE_PLUGIN_PREFIX"],
    ini: ["defaults.fact_caching_prefix"],
  }),
  factCachingTimeout: numberSetting(86400, {
    env: ["ANSIBLE_CACHE_PLUGIN_TIMEOUT"],
    ini: ["defaults.fact_caching_timeout"],
  }),
  gatherSubset: listSetting({ env: ["ANSIBLE_GATHER_SUBSET"], ini: ["defaults.gather_subset"] }),
  hashBehaviour: choiceSetting(["replace", "merge"], "replace", {
    env: ["ANSIBLE_HASH_BEHAVIOUR"],
    ini: ["defaults.hash_behaviour"],
  }),
  errorOnMissingHandler: flagSetting(true, {
    env: ["ANSIBLE_ERROR_ON_MISSING_HANDLER"],
    ini: ["defaults.error_on_missing_handler"],
  }),
  forceHandlers: flagSetting(false, { env: ["ANSIBLE_FORCE_HANDLERS"], ini: ["defaults.force_handlers"] }),
  anyErrorsFatal: flagSetting(false, {
    env: ["ANSIBLE_ANY_ERRORS_FATAL"],
    ini: ["defaults.any_errors_fatal"],
  }),
  /** undefined: not said; then included roles are private, and others are not */
  privateRoleVars: flagSetting(undefined, {
    env: ["ANSIBLE_PRIVATE_ROLE_VARS"],
    ini: ["defaults.private_role_vars"],
  }),
  strategy: textSetting("linear", { env: ["ANSIBLE_STRATEGY"], ini: ["defaults.strategy"] }),
  noLog: flagSetting(false, { env: ["ANSIBLE_NO_LOG"], ini: ["defaults.no_log"] }),
  /** where hosts keep the results of tasks in the background */
  asyncDir: textSetting("~/.ansible_async", { env: ["ANSIBLE_ASYNC_DIR"], ini: ["defaults.async_dir"] }),
  /** seconds between two looks at a task in the background */
  pollInterval: numberSetting(15, { env: ["ANSIBLE_POLL_INTERVAL"], ini: ["defaults.poll_interval"] }),
  /** seconds that a task may take; 0: as long as it likes */
  taskTimeout: numberSetting(0, { env: ["ANSIBLE_TASK_TIMEOUT"], ini: ["defaults.task_timeout"] }),
  nativeTypes: flagSetting(false, { env: ["ANSIBLE_JINJA2_NATIVE"], ini: ["defaults.jinja2_native"] }),
  /** undefined: not said; an unknown key is then noted and accepted */
  checkHostKeys: flagSetting(undefined, {
    env: ["ANSIBLE_HOST_KEY_CHECKING", "ANSIBLE_SSH_HOST_KEY_CHECKING"],
    ini: ["defaults.host_key_checking", "ssh_connection.host_key_checking"],
  }),
  sshArgs: textSetting(undefined, { env: ["ANSIBLE_SSH_ARGS"], ini: ["ssh_connection.ssh_args"] }),
  sshCommonArgs: textSetting(undefined, {
    env: ["ANSIBLE_SSH_COMMON_ARGS"],
    ini: ["ssh_connection.ssh_common_args"],
  }),
  sshExtraArgs: textSetting(undefined, {
    env: ["ANSIBLE_SSH_EXTRA_ARGS"],
    ini: ["ssh_connection.ssh_extra_args"],
  }),
  sshRetries: numberSetting(0, {
    env: ["ANSIBLE_SSH_RETRIES"],
    ini: ["ssh_connection.retries", "connection.retries"],
  }),
  remotePort: numberSetting(0, { env: ["ANSIBLE_REMOTE_PORT"], ini: ["defaults.remote_port"] }),
  executable: textSetting("/bin/sh", { env: ["ANSIBLE_EXECUTABLE"], ini: ["defaults.executable"] }),
  become: flagSetting(false, { env: ["ANSIBLE_BECOME"], ini: ["privilege_escalation.become"] }),
  becomeMethod: textSetting("sudo", {
    env: ["ANSIBLE_BECOME_METHOD"],
    ini: ["privilege_escalation.become_method"],
  }),
  becomeUser: textSetting("root", {
    env: ["ANSIBLE_BECOME_USER"],
    ini: ["privilege_escalation.become_user"],
  }),
  becomeExe: textSetting(undefined, {
    env: ["ANSIBLE_BECOME_EXE"],
    ini: ["privilege_escalation.become_exe"],
  }),
  becomeFlags: textSetting(undefined, {
    env: ["ANSIBLE_BECOME_FLAGS"],
    ini: ["privilege_escalation.become_flags"],
  }),
  askPass: flagSetting(false, { env: ["ANSIBLE_ASK_PASS"], ini: ["defaults.ask_pass"] }),
  askBecomePass: flagSetting(false, {
    env: ["ANSIBLE_BECOME_ASK_PASS"],
    ini: ["privilege_escalation.become_ask_pass"],
  }),
  connectionPasswordFile: pathSetting({
    env: ["ANSIBLE_CONNECTION_PASSWORD_FILE"],
    ini: ["defaults.connection_password_file"],
  }),
  becomePasswordFile: pathSetting({
    env: ["ANSIBLE_BECOME_PASSWORD_FILE"],
    ini: ["defaults.become_password_file"],
  }),
  askVaultPass: flagSetting(false, { env: ["ANSIBLE_ASK_VAULT_PASS"], ini: ["defaults.ask_vault_pass"] }),
  vaultIds: listSetting({ env: ["ANSIBLE_VAULT_IDENTITY_LIST"], ini: ["defaults.vault_identity_list"] }),
  vaultPasswordFile: pathSetting({
    env: ["ANSIBLE_VAULT_PASSWORD_FILE"],
    ini: ["defaults.vault_password_file"],
  }),
  tags: listSetting({ env: ["ANSIBLE_RUN_TAGS"], ini: ["tags.run"] }),
  skipTags: listSetting({ env: ["ANSIBLE_SKIP_TAGS"], ini: ["tags.skip"] }),
  diff: flagSetting(false, { env: ["ANSIBLE_DIFF_ALWAYS"], ini: ["diff.always"] }),
  output: textSetting("auto", {
    env: ["TERA_OUTPUT", "ANSIBLE_STDOUT_CALLBACK"],
    ini: ["defaults.stdout_callback"],
  }),
  /** does `tera adhoc` follow stdout_callback? */
  loadCallbacks: flagSetting(false, {
    env: ["ANSIBLE_LOAD_CALLBACK_PLUGINS"],
    ini: ["defaults.bin_ansible_callbacks"],
  }),
  /** what is shown goes there too, line by line with its time */
  logPath: pathSetting({ env: ["ANSIBLE_LOG_PATH"], ini: ["defaults.log_path"] }),
  /** number of -v of the log; undefined: that of the run */
  logVerbosity: numberSetting(undefined, { env: ["ANSIBLE_LOG_VERBOSITY"], ini: ["defaults.log_verbosity"] }),
  /** for what has no playbook: `tera adhoc` and `tera inventory` */
  playbookDir: pathSetting({ env: ["ANSIBLE_PLAYBOOK_DIR"], ini: ["defaults.playbook_dir"] }),
  noColour: flagSetting(false, { env: ["ANSIBLE_NOCOLOR"], ini: ["defaults.nocolor"] }),
  forceColour: flagSetting(false, { env: ["ANSIBLE_FORCE_COLOR"], ini: ["defaults.force_color"] }),
  retryFiles: flagSetting(false, {
    env: ["ANSIBLE_RETRY_FILES_ENABLED"],
    ini: ["defaults.retry_files_enabled"],
  }),
  /** false: each step is concluded before the next begins; slow, and the measure of what is right */
  sendAhead: flagSetting(true, { env: ["TERA_SEND_AHEAD"], ini: ["tera.send_ahead"] }),
  retryFilesPath: pathSetting({
    env: ["ANSIBLE_RETRY_FILES_SAVE_PATH"],
    ini: ["defaults.retry_files_save_path"],
  }),
} satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof SETTINGS;

/** What the environment and ansible.cfg say, over the defaults. Plain data. */
export type Settings = {
  -readonly [K in SettingName]: (typeof SETTINGS)[K]["default"];
} & {
  /** the ansible.cfg that was read */
  configFile?: string | undefined;
  /** lines to show once */
  warnings: string[];
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where a value of the settings was found, for `tera config`: a variable, a line of ansible.cfg, or nowhere. */
export interface FoundSetting {
  value: unknown;
  /** `default`, `env: NAME`, or the path of the ansible.cfg */
  origin: string;
}

/** Environment over ansible.cfg over defaults. Fault: USAGE for a value that is none. */
export function readSettings(env: Environment, cwd: string): Settings {
  const configuration = readConfiguration(env, cwd);
  const found = Object.entries(SETTINGS).map(([name, setting]) => {
    const named = CONSTANTS[name as SettingName];
    return [name, findSetting(setting, configuration, { env, cwd, named }).value];
  });
  return {
    ...(Object.fromEntries(found) as Settings),
    configFile: configuration.path,
    warnings: [...configuration.warnings, ...withoutEffect(SETTINGS, configuration, env)],
  };
}

/** The value of one setting, and who says so; `named`: what Ansible calls it, for its fault. */
export function findSetting(
  setting: Setting<unknown>,
  configuration: Configuration,
  { env, cwd, named }: { env: Environment; cwd: string; named: string },
): FoundSetting {
  const name = setting.env.find((one) => env[one] !== undefined && env[one] !== "");
  if (name !== undefined) {
    const origin = `env: ${name}`;
    return { value: settingValue(setting, { text: env[name]!, base: cwd, origin, named }), origin };
  }
  const { path, sections } = configuration;
  for (const [section, key] of setting.ini) {
    const found = sections.get(section)?.get(key);
    if (found === undefined || found.text === "") continue;
    const written = { text: found.text, base: dirname(path!), origin: path!, named, at: found.at };
    return { value: settingValue(setting, written), origin: path! };
  }
  return { value: setting.default, origin: "default" };
}

interface WrittenSetting {
  text: string;
  /** the folder that relative paths start from */
  base: string;
  origin: string;
  named: string;
  at?: Place;
}

function settingValue(setting: Setting<unknown>, { text, base, origin, named, at }: WrittenSetting): unknown {
  const value = setting.read(text, base);
  if (value !== undefined) return value;
  const message = setting.isChoice
    ? `Invalid value "${text}" for configuration option "setting: ${named} ", valid values are: ${setting.takes}`
    : `Invalid type for configuration option setting: ${named} (from ${origin}): ${text}`;
  throw new Fault("USAGE", message, { at, hint: `it takes ${setting.takes}` });
}
