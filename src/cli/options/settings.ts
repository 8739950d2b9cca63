import { dirname } from "node:path";
import { Fault } from "../../model/errors.js";
import type { Place } from "../../model/source.js";
import { type Configuration, readConfiguration } from "./configuration.js";
import { CONSTANTS } from "./constants.js";
import { DISPLAY_SETTINGS } from "./display_settings.js";
import { LANGUAGE_SETTINGS } from "./language_settings.js";
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
  gathering: choiceSetting(["implicit", "explicit", "smart"], "implicit", {
    env: ["ANSIBLE_GATHERING"],
    ini: ["defaults.gathering"],
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
  errorOnMissingHandler: flagSetting(true, {
    env: ["ANSIBLE_ERROR_ON_MISSING_HANDLER"],
    ini: ["defaults.error_on_missing_handler"],
  }),
  forceHandlers: flagSetting(false, { env: ["ANSIBLE_FORCE_HANDLERS"], ini: ["defaults.force_handlers"] }),
  anyErrorsFatal: flagSetting(false, {
    env: ["ANSIBLE_ANY_ERRORS_FATAL"],
    ini: ["defaults.any_errors_fatal"],
  }),
  strategy: textSetting("linear", { env: ["ANSIBLE_STRATEGY"], ini: ["defaults.strategy"] }),
  noLog: flagSetting(false, { env: ["ANSIBLE_NO_LOG"], ini: ["defaults.no_log"] }),
  /** where hosts keep the results of tasks in the background */
  asyncDir: textSetting("~/.ansible_async", { env: ["ANSIBLE_ASYNC_DIR"], ini: ["defaults.async_dir"] }),
  /** seconds between two looks at a task in the background */
  pollInterval: numberSetting(15, { env: ["ANSIBLE_POLL_INTERVAL"], ini: ["defaults.poll_interval"] }),
  /** seconds that a task may take; 0: as long as it likes */
  taskTimeout: numberSetting(0, { env: ["ANSIBLE_TASK_TIMEOUT"], ini: ["defaults.task_timeout"] }),
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
  /** does a text with a label open with the passwords of this label alone? */
  vaultIdMatch: flagSetting(false, {
    env: ["ANSIBLE_VAULT_ID_MATCH"],
    ini: ["defaults.vault_id_match"],
  }),
  /** the label of passwords and texts that have none */
  vaultIdentity: textSetting("default", {
    env: ["ANSIBLE_VAULT_IDENTITY"],
    ini: ["defaults.vault_identity"],
  }),
  /** the label to encrypt with, where there are passwords of several */
  vaultEncryptIdentity: textSetting(undefined, {
    env: ["ANSIBLE_VAULT_ENCRYPT_IDENTITY"],
    ini: ["defaults.vault_encrypt_identity"],
  }),
  vaultPasswordFile: pathSetting({
    env: ["ANSIBLE_VAULT_PASSWORD_FILE"],
    ini: ["defaults.vault_password_file"],
  }),
  /** what `tera adhoc` runs where no module is named, and with what */
  moduleName: textSetting("command", { ini: ["defaults.module_name"] }),
  moduleArgs: textSetting(undefined, { env: ["ANSIBLE_MODULE_ARGS"], ini: ["defaults.module_args"] }),
  tags: listSetting({ env: ["ANSIBLE_RUN_TAGS"], ini: ["tags.run"] }),
  skipTags: listSetting({ env: ["ANSIBLE_SKIP_TAGS"], ini: ["tags.skip"] }),
  /** for what has no playbook: `tera adhoc` and `tera inventory` */
  playbookDir: pathSetting({ env: ["ANSIBLE_PLAYBOOK_DIR"], ini: ["defaults.playbook_dir"] }),
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
  ...LANGUAGE_SETTINGS,
  ...DISPLAY_SETTINGS,
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
