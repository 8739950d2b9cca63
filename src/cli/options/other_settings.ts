import { existsSync } from "node:fs";
import type { Value } from "../../model/value.js";
import type { Configuration } from "./configuration.js";
import { readFlag, splitList } from "./setting_kinds.js";

/**
 * The settings of ansible-core 2.18 that nothing here follows: their names, kinds, places and defaults, for those who
 * ask for their values (`lookup('config', …)`). `ssh.NAME` is of the connection plugin.
 */

const ROWS = `
  AGNOSTIC_BECOME_PROMPT flag ANSIBLE_AGNOSTIC_BECOME_PROMPT privilege_escalation.agnostic_become_prompt true
  ANSIBLE_CONNECTION_PATH path ANSIBLE_CONNECTION_PATH persistent_connection.ansible_connection_path null
  ANSIBLE_COW_ACCEPTLIST list ANSIBLE_COW_ACCEPTLIST defaults.cowsay_enabled_stencils ["bud-frogs","bunny","cheese","daemon","default","dragon","elephant-in-snake","elephant","eyes","hellokitty","kitty","luke-koala","meow","milk","moofasa","moose","ren","sheep","small","stegosaurus","stimpy","supermilker","three-eyes","turkey","turtle","tux","udder","vader-koala","vader","www"]
  ANSIBLE_COW_PATH text ANSIBLE_COW_PATH defaults.cowpath null
  ANSIBLE_COW_SELECTION text ANSIBLE_COW_SELECTION defaults.cow_selection "default"
  ANSIBLE_HOME path ANSIBLE_HOME defaults.home "~/.ansible"
  ANSIBLE_NOCOWS flag ANSIBLE_NOCOWS defaults.nocows false
  ANSIBLE_PIPELINING flag ANSIBLE_PIPELINING defaults.pipelining,connection.pipelining false
  BECOME_ALLOW_SAME_USER flag ANSIBLE_BECOME_ALLOW_SAME_USER privilege_escalation.become_allow_same_user false
  BECOME_PLUGIN_PATH paths ANSIBLE_BECOME_PLUGINS defaults.become_plugins ["~/.ansible/plugins/become","/usr/share/ansible/plugins/become"]
  COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH text ANSIBLE_COLLECTIONS_ON_ANSIBLE_VERSION_MISMATCH defaults.collections_on_ansible_version_mismatch "warning"
  COLLECTIONS_SCAN_SYS_PATH flag ANSIBLE_COLLECTIONS_SCAN_SYS_PATH defaults.collections_scan_sys_path true
  COLOR_CHANGED text ANSIBLE_COLOR_CHANGED colors.changed "yellow"
  COLOR_CONSOLE_PROMPT text ANSIBLE_COLOR_CONSOLE_PROMPT colors.console_prompt "white"
  COLOR_DEBUG text ANSIBLE_COLOR_DEBUG colors.debug "dark gray"
  COLOR_DEPRECATE text ANSIBLE_COLOR_DEPRECATE colors.deprecate "purple"
  COLOR_DIFF_ADD text ANSIBLE_COLOR_DIFF_ADD colors.diff_add "green"
  COLOR_DIFF_LINES text ANSIBLE_COLOR_DIFF_LINES colors.diff_lines "cyan"
  COLOR_DIFF_REMOVE text ANSIBLE_COLOR_DIFF_REMOVE colors.diff_remove "red"
  COLOR_DOC_CONSTANT text ANSIBLE_COLOR_DOC_CONSTANT colors.doc_constant "dark gray"
  COLOR_DOC_DEPRECATED text ANSIBLE_COLOR_DOC_DEPRECATED colors.doc_deprecated "magenta"
  COLOR_DOC_LINK text ANSIBLE_COLOR_DOC_LINK colors.doc_link "cyan"
  COLOR_DOC_MODULE text ANSIBLE_COLOR_DOC_MODULE colors.doc_module "yellow"
  COLOR_DOC_PLUGIN text ANSIBLE_COLOR_DOC_PLUGIN colors.doc_plugin "yellow"
  COLOR_DOC_REFERENCE text ANSIBLE_COLOR_DOC_REFERENCE colors.doc_reference "magenta"
  COLOR_ERROR text ANSIBLE_COLOR_ERROR colors.error "red"
  COLOR_HIGHLIGHT text ANSIBLE_COLOR_HIGHLIGHT colors.highlight "white"
  COLOR_INCLUDED text ANSIBLE_COLOR_INCLUDED colors.included "cyan"
  COLOR_OK text ANSIBLE_COLOR_OK colors.ok "green"
  COLOR_SKIP text ANSIBLE_COLOR_SKIP colors.skip "cyan"
  COLOR_UNREACHABLE text ANSIBLE_COLOR_UNREACHABLE colors.unreachable "bright red"
  COLOR_VERBOSE text ANSIBLE_COLOR_VERBOSE colors.verbose "blue"
  COLOR_WARN text ANSIBLE_COLOR_WARN colors.warn "bright purple"
  COVERAGE_REMOTE_OUTPUT text _ANSIBLE_COVERAGE_REMOTE_OUTPUT - null
  COVERAGE_REMOTE_PATHS text _ANSIBLE_COVERAGE_REMOTE_PATH_FILTER - "*"
  DEFAULT_ACTION_PLUGIN_PATH paths ANSIBLE_ACTION_PLUGINS defaults.action_plugins ["~/.ansible/plugins/action","/usr/share/ansible/plugins/action"]
  DEFAULT_ALLOW_UNSAFE_LOOKUPS flag - defaults.allow_unsafe_lookups false
  DEFAULT_CACHE_PLUGIN_PATH paths ANSIBLE_CACHE_PLUGINS defaults.cache_plugins ["~/.ansible/plugins/cache","/usr/share/ansible/plugins/cache"]
  DEFAULT_CALLBACK_PLUGIN_PATH paths ANSIBLE_CALLBACK_PLUGINS defaults.callback_plugins ["~/.ansible/plugins/callback","/usr/share/ansible/plugins/callback"]
  DEFAULT_CLICONF_PLUGIN_PATH paths ANSIBLE_CLICONF_PLUGINS defaults.cliconf_plugins ["~/.ansible/plugins/cliconf","/usr/share/ansible/plugins/cliconf"]
  DEFAULT_CONNECTION_PLUGIN_PATH paths ANSIBLE_CONNECTION_PLUGINS defaults.connection_plugins ["~/.ansible/plugins/connection","/usr/share/ansible/plugins/connection"]
  DEFAULT_DEBUG flag ANSIBLE_DEBUG defaults.debug false
  DEFAULT_FILTER_PLUGIN_PATH paths ANSIBLE_FILTER_PLUGINS defaults.filter_plugins ["~/.ansible/plugins/filter","/usr/share/ansible/plugins/filter"]
  DEFAULT_HTTPAPI_PLUGIN_PATH paths ANSIBLE_HTTPAPI_PLUGINS defaults.httpapi_plugins ["~/.ansible/plugins/httpapi","/usr/share/ansible/plugins/httpapi"]
  DEFAULT_INTERNAL_POLL_INTERVAL number - defaults.internal_poll_interval 0.001
  DEFAULT_INVENTORY_PLUGIN_PATH paths ANSIBLE_INVENTORY_PLUGINS defaults.inventory_plugins ["~/.ansible/plugins/inventory","/usr/share/ansible/plugins/inventory"]
  DEFAULT_JINJA2_EXTENSIONS text ANSIBLE_JINJA2_EXTENSIONS defaults.jinja2_extensions []
  DEFAULT_KEEP_REMOTE_FILES flag ANSIBLE_KEEP_REMOTE_FILES defaults.keep_remote_files false
  DEFAULT_LIBVIRT_LXC_NOSECLABEL flag ANSIBLE_LIBVIRT_LXC_NOSECLABEL selinux.libvirt_lxc_noseclabel false
  DEFAULT_LOCAL_TMP path ANSIBLE_LOCAL_TEMP defaults.local_tmp "~/.ansible/tmp"
  DEFAULT_LOOKUP_PLUGIN_PATH paths ANSIBLE_LOOKUP_PLUGINS defaults.lookup_plugins ["~/.ansible/plugins/lookup","/usr/share/ansible/plugins/lookup"]
  DEFAULT_MODULE_COMPRESSION text - defaults.module_compression "ZIP_DEFLATED"
  DEFAULT_MODULE_UTILS_PATH paths ANSIBLE_MODULE_UTILS defaults.module_utils ["~/.ansible/plugins/module_utils","/usr/share/ansible/plugins/module_utils"]
  DEFAULT_NETCONF_PLUGIN_PATH paths ANSIBLE_NETCONF_PLUGINS defaults.netconf_plugins ["~/.ansible/plugins/netconf","/usr/share/ansible/plugins/netconf"]
  DEFAULT_NO_TARGET_SYSLOG flag ANSIBLE_NO_TARGET_SYSLOG defaults.no_target_syslog false
  DEFAULT_SELINUX_SPECIAL_FS list ANSIBLE_SELINUX_SPECIAL_FS selinux.special_context_filesystems ["fuse","nfs","vboxsf","ramfs","9p","vfat"]
  DEFAULT_STRATEGY_PLUGIN_PATH paths ANSIBLE_STRATEGY_PLUGINS defaults.strategy_plugins ["~/.ansible/plugins/strategy","/usr/share/ansible/plugins/strategy"]
  DEFAULT_SU flag ANSIBLE_SU defaults.su false
  DEFAULT_SYSLOG_FACILITY text ANSIBLE_SYSLOG_FACILITY defaults.syslog_facility "LOG_USER"
  DEFAULT_TERMINAL_PLUGIN_PATH paths ANSIBLE_TERMINAL_PLUGINS defaults.terminal_plugins ["~/.ansible/plugins/terminal","/usr/share/ansible/plugins/terminal"]
  DEFAULT_TEST_PLUGIN_PATH paths ANSIBLE_TEST_PLUGINS defaults.test_plugins ["~/.ansible/plugins/test","/usr/share/ansible/plugins/test"]
  DEFAULT_VARS_PLUGIN_PATH paths ANSIBLE_VARS_PLUGINS defaults.vars_plugins ["~/.ansible/plugins/vars","/usr/share/ansible/plugins/vars"]
  DEVEL_WARNING flag ANSIBLE_DEVEL_WARNING defaults.devel_warning true
  DOCSITE_ROOT_URL text - defaults.docsite_root_url "https://docs.ansible.com/ansible-core/"
  DOC_FRAGMENT_PLUGIN_PATH paths ANSIBLE_DOC_FRAGMENT_PLUGINS defaults.doc_fragment_plugins ["~/.ansible/plugins/doc_fragments","/usr/share/ansible/plugins/doc_fragments"]
  EDITOR text ANSIBLE_EDITOR,EDITOR defaults.editor "vi"
  ENABLE_TASK_DEBUGGER flag ANSIBLE_ENABLE_TASK_DEBUGGER defaults.enable_task_debugger false
  FACTS_MODULES list ANSIBLE_FACTS_MODULES defaults.facts_modules ["smart"]
  GALAXY_CACHE_DIR path ANSIBLE_GALAXY_CACHE_DIR galaxy.cache_dir "~/.ansible/galaxy_cache"
  GALAXY_COLLECTIONS_PATH_WARNING flag ANSIBLE_GALAXY_COLLECTIONS_PATH_WARNING galaxy.collections_path_warning true
  GALAXY_COLLECTION_IMPORT_POLL_FACTOR number ANSIBLE_GALAXY_COLLECTION_IMPORT_POLL_FACTOR - 1.5
  GALAXY_COLLECTION_IMPORT_POLL_INTERVAL number ANSIBLE_GALAXY_COLLECTION_IMPORT_POLL_INTERVAL - 2.0
  GALAXY_COLLECTION_SKELETON path ANSIBLE_GALAXY_COLLECTION_SKELETON galaxy.collection_skeleton null
  GALAXY_COLLECTION_SKELETON_IGNORE list ANSIBLE_GALAXY_COLLECTION_SKELETON_IGNORE galaxy.collection_skeleton_ignore ["^.git$","^.*/.git_keep$"]
  GALAXY_DISABLE_GPG_VERIFY flag ANSIBLE_GALAXY_DISABLE_GPG_VERIFY galaxy.disable_gpg_verify false
  GALAXY_DISPLAY_PROGRESS flag ANSIBLE_GALAXY_DISPLAY_PROGRESS galaxy.display_progress null
  GALAXY_GPG_KEYRING path ANSIBLE_GALAXY_GPG_KEYRING galaxy.gpg_keyring null
  GALAXY_IGNORE_CERTS flag ANSIBLE_GALAXY_IGNORE galaxy.ignore_certs null
  GALAXY_IGNORE_INVALID_SIGNATURE_STATUS_CODES list ANSIBLE_GALAXY_IGNORE_SIGNATURE_STATUS_CODES galaxy.ignore_signature_status_codes null
  GALAXY_REQUIRED_VALID_SIGNATURE_COUNT text ANSIBLE_GALAXY_REQUIRED_VALID_SIGNATURE_COUNT galaxy.required_valid_signature_count 1
  GALAXY_ROLE_SKELETON path ANSIBLE_GALAXY_ROLE_SKELETON galaxy.role_skeleton null
  GALAXY_ROLE_SKELETON_IGNORE list ANSIBLE_GALAXY_ROLE_SKELETON_IGNORE galaxy.role_skeleton_ignore ["^.git$","^.*/.git_keep$"]
  GALAXY_SERVER text ANSIBLE_GALAXY_SERVER galaxy.server "https://galaxy.ansible.com"
  GALAXY_SERVER_LIST list ANSIBLE_GALAXY_SERVER_LIST galaxy.server_list null
  GALAXY_SERVER_TIMEOUT number ANSIBLE_GALAXY_SERVER_TIMEOUT galaxy.server_timeout 60
  GALAXY_TOKEN_PATH path ANSIBLE_GALAXY_TOKEN_PATH galaxy.token_path "~/.ansible/galaxy_token"
  INTERPRETER_PYTHON text ANSIBLE_PYTHON_INTERPRETER defaults.interpreter_python "auto"
  INTERPRETER_PYTHON_FALLBACK list - - ["python3.13","python3.12","python3.11","python3.10","python3.9","python3.8","/usr/bin/python3","python3"]
  INVALID_TASK_ATTRIBUTE_FAILED flag ANSIBLE_INVALID_TASK_ATTRIBUTE_FAILED defaults.invalid_task_attribute_failed true
  INVENTORY_EXPORT flag ANSIBLE_INVENTORY_EXPORT inventory.export false
  MODULE_STRICT_UTF8_RESPONSE flag ANSIBLE_MODULE_STRICT_UTF8_RESPONSE defaults.module_strict_utf8_response true
  NETCONF_SSH_CONFIG text ANSIBLE_NETCONF_SSH_CONFIG netconf_connection.ssh_config null
  NETWORK_GROUP_MODULES list ANSIBLE_NETWORK_GROUP_MODULES defaults.network_group_modules ["eos","nxos","ios","iosxr","junos","enos","ce","vyos","sros","dellos9","dellos10","dellos6","asa","aruba","aireos","bigip","ironware","onyx","netconf","exos","voss","slxos"]
  OLD_PLUGIN_CACHE_CLEARING flag ANSIBLE_OLD_PLUGIN_CACHE_CLEAR defaults.old_plugin_cache_clear false
  PAGER text ANSIBLE_PAGER,PAGER defaults.pager "less"
  PARAMIKO_HOST_KEY_AUTO_ADD flag ANSIBLE_PARAMIKO_HOST_KEY_AUTO_ADD paramiko_connection.host_key_auto_add false
  PARAMIKO_LOOK_FOR_KEYS flag ANSIBLE_PARAMIKO_LOOK_FOR_KEYS paramiko_connection.look_for_keys true
  PERSISTENT_COMMAND_TIMEOUT number ANSIBLE_PERSISTENT_COMMAND_TIMEOUT persistent_connection.command_timeout 30
  PERSISTENT_CONNECT_RETRY_TIMEOUT number ANSIBLE_PERSISTENT_CONNECT_RETRY_TIMEOUT persistent_connection.connect_retry_timeout 15
  PERSISTENT_CONNECT_TIMEOUT number ANSIBLE_PERSISTENT_CONNECT_TIMEOUT persistent_connection.connect_timeout 30
  PERSISTENT_CONTROL_PATH_DIR path ANSIBLE_PERSISTENT_CONTROL_PATH_DIR persistent_connection.control_path_dir "~/.ansible/pc"
  PLUGIN_FILTERS_CFG path - defaults.plugin_filters_cfg null
  PYTHON_MODULE_RLIMIT_NOFILE text ANSIBLE_PYTHON_MODULE_RLIMIT_NOFILE defaults.python_module_rlimit_nofile 0
  RUN_VARS_PLUGINS text ANSIBLE_RUN_VARS_PLUGINS defaults.run_vars_plugins "demand"
  STRING_CONVERSION_ACTION text ANSIBLE_STRING_CONVERSION_ACTION defaults.string_conversion_action "warn"
  STRING_TYPE_FILTERS list ANSIBLE_STRING_TYPE_FILTERS jinja2.dont_type_filters ["string","to_json","to_nice_json","to_yaml","to_nice_yaml","ppretty","json"]
  SYSTEM_WARNINGS flag ANSIBLE_SYSTEM_WARNINGS defaults.system_warnings true
  TARGET_LOG_INFO text ANSIBLE_TARGET_LOG_INFO defaults.target_log_info null
  TASK_DEBUGGER_IGNORE_ERRORS flag ANSIBLE_TASK_DEBUGGER_IGNORE_ERRORS defaults.task_debugger_ignore_errors true
  USE_PERSISTENT_CONNECTIONS flag ANSIBLE_USE_PERSISTENT_CONNECTIONS defaults.use_persistent_connections false
  VALIDATE_ACTION_GROUP_METADATA flag ANSIBLE_VALIDATE_ACTION_GROUP_METADATA defaults.validate_action_group_metadata true
  VARIABLE_PLUGINS_ENABLED list ANSIBLE_VARS_ENABLED defaults.vars_plugins_enabled ["host_group_vars"]
  VAULT_ENCRYPT_SALT text ANSIBLE_VAULT_ENCRYPT_SALT defaults.vault_encrypt_salt null
  VERBOSE_TO_STDERR flag ANSIBLE_VERBOSE_TO_STDERR defaults.verbose_to_stderr false
  WIN_ASYNC_STARTUP_TIMEOUT number ANSIBLE_WIN_ASYNC_STARTUP_TIMEOUT defaults.win_async_startup_timeout 5
  WORKER_SHUTDOWN_POLL_COUNT number ANSIBLE_WORKER_SHUTDOWN_POLL_COUNT - 0
  WORKER_SHUTDOWN_POLL_DELAY number ANSIBLE_WORKER_SHUTDOWN_POLL_DELAY - 0.1
  ssh.scp_executable text ANSIBLE_SCP_EXECUTABLE ssh_connection.scp_executable "scp"
  ssh.scp_extra_args text ANSIBLE_SCP_EXTRA_ARGS ssh_connection.scp_extra_args ""
  ssh.sftp_executable text ANSIBLE_SFTP_EXECUTABLE ssh_connection.sftp_executable "sftp"
  ssh.sftp_extra_args text ANSIBLE_SFTP_EXTRA_ARGS ssh_connection.sftp_extra_args ""
  ssh.ssh_executable text ANSIBLE_SSH_EXECUTABLE ssh_connection.ssh_executable "ssh"
  ssh.ssh_transfer_method text ANSIBLE_SSH_TRANSFER_METHOD ssh_connection.transfer_method "smart"
`;

/** Values that change nothing here either, though they are not the default: what they ask for is so anyway. */
const AS_ANYWAY: Readonly<Record<string, RegExp>> = {
  BECOME_ALLOW_SAME_USER: /^true$/,
  DEFAULT_JINJA2_EXTENSIONS: /^(jinja2\.ext\.(do|loopcontrols)(\s*,\s*|$))*$/,
  FACTS_MODULES: /^((smart|(ansible\.(builtin|legacy)\.)?setup)(,|$))*$/,
  RUN_VARS_PLUGINS: /./,
  STRING_CONVERSION_ACTION: /^(ignore|warn)$/,
  VARIABLE_PLUGINS_ENABLED: /^((ansible\.builtin\.)?host_group_vars)$/,
};

/** Has a value of such a setting nothing to say: is it the default, or as it is here anyway, or are there no such folders? */
export function isWithoutBearing(
  place: { env: string } | { ini: readonly [string, string] },
  text: string,
): boolean {
  const row = rowAt(place);
  if (row === undefined) return false;
  const value = typed(text, row.kind);
  if (JSON.stringify(value) === JSON.stringify(row.fallback)) return true;
  if (row.kind === "paths") return !(value as string[]).some((path) => existsSync(path));
  return AS_ANYWAY[row.name]?.test(Array.isArray(value) ? value.join(",") : String(value)) ?? false;
}

function rowAt(place: { env: string } | { ini: readonly [string, string] }): Row | undefined {
  return rows().find((row) =>
    "env" in place
      ? row.env.includes(place.env)
      : row.ini.some(([section, key]) => section === place.ini[0] && key === place.ini[1]),
  );
}

interface Row {
  name: string;
  kind: string;
  env: string[];
  ini: [string, string][];
  fallback: Value;
}

let parsed: Row[] | undefined;

/** Read when first asked for: most runs ask for none. */
function rows(): Row[] {
  parsed ??= ROWS.trim().split("\n").map(rowFrom);
  return parsed;
}

function rowFrom(line: string): Row {
  const [, name, kind, env, ini, fallback] = /^\s*(\S+) (\S+) (\S+) (\S+) (.*)$/.exec(line)!;
  const names = (text: string) => (text === "-" ? [] : splitList(text));
  const pairs = names(ini!).map((one) => one.split(/\.(.*)/s).slice(0, 2) as [string, string]);
  return {
    ...{ name: name!, kind: kind!, env: names(env!), ini: pairs },
    fallback: JSON.parse(fallback!) as Value,
  };
}

/** Its value as the environment or ansible.cfg has it, or the default; undefined where there is no such setting. */
export function otherSetting(
  name: string,
  { sections, path }: Configuration,
  env: Readonly<Record<string, string | undefined>>,
): { value: Value; origin: string } | undefined {
  const row = rows().find((one) => one.name === name);
  if (row === undefined) return undefined;
  const variable = row.env.find((one) => env[one] !== undefined);
  if (variable !== undefined) return { value: typed(env[variable]!, row.kind), origin: `env: ${variable}` };
  for (const [section, key] of row.ini) {
    const found = sections.get(section)?.get(key);
    if (found) return { value: typed(found.text, row.kind), origin: path ?? "" };
  }
  return { value: row.fallback, origin: "default" };
}

function typed(text: string, kind: string): Value {
  if (kind === "flag") return readFlag(text) ?? text;
  if (kind === "number") return Number(text);
  if (kind === "list") return splitList(text);
  return kind === "paths" ? text.split(":") : text;
}
