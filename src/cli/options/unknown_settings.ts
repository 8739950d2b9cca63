import { suggest } from "../../model/nearest.js";
import { formatPlace } from "../../model/source.js";
import { ANSIBLE_ENVIRONMENT, ANSIBLE_KEYS } from "./ansible_settings.js";
import type { Configuration } from "./configuration.js";
import { isWithoutBearing } from "./other_settings.js";
import type { Setting } from "./setting_kinds.js";

/**
 * What of Ansible's settings has nothing to act on here: Python and its
 * modules, temporary files, several connections to one host, other libraries
 * for SSH, network devices, cows, galaxy.
 * A project that sets them loses nothing.
 */
const NEEDLESS = [
  /^ANSIBLE_(CONFIG|HOME)$|^ANSIBLE_TEST_/,
  /^ANSIBLE_(SSH_)?PIPELINING$|^pipelining$/,
  /^ANSIBLE_(GALAXY|PERSISTENT|NETCONF|COW|COLOR)_|^ANSIBLE_NOCOWS$|^ANSIBLE_(PAGER|EDITOR)$/,
  /^ANSIBLE_(PYTHON_INTERPRETER|PYTHON_MODULE_RLIMIT_NOFILE|MODULE_STRICT_UTF8_RESPONSE)$/,
  /^ANSIBLE_(LOCAL_TEMP|REMOTE_TE?MP|SYSTEM_TMPDIRS|SHELL_ALLOW_WORLD_READABLE_TEMP|KEEP_REMOTE_FILES)$/,
  /^ANSIBLE_(SSH_CONTROL_PATH(_DIR)?|SSH_TRANSFER_METHOD|SCP_.*|SFTP_.*|SSH_USETTY)$/,
  /^ANSIBLE_(DEVEL|SYSTEM)_WARNINGS?$/,
  /^ANSIBLE_(WORKER_.*|COLLECTIONS_(ON|SCAN)_.*|NO_TARGET_SYSLOG|SYSLOG_FACILITY)$/,
  /^(nocows|cow.*|pager|editor|home|local_tmp|remote_tmp|system_tmpdirs|keep_remote_files)$/,
  /^(interpreter_python|module_compression|python_module_rlimit_nofile|module_strict_utf8_response)$/,
  /^(allow_world_readable_tmpfiles|control_path(_dir)?|transfer_method|scp_.*|sftp_.*|usetty)$/,
  /^(devel|system)_warnings?$/,
  /^ANSIBLE_(PARAMIKO_.*|AGNOSTIC_BECOME_PROMPT|NETWORK_GROUP_MODULES|OLD_PLUGIN_CACHE_CLEAR)$/,
  /^ANSIBLE_(USE_PERSISTENT_CONNECTIONS|VALIDATE_ACTION_GROUP_METADATA|WIN_ASYNC_STARTUP_TIMEOUT)$/,
  /^(agnostic_become_prompt|network_group_modules|old_plugin_cache_clear|use_persistent_connections)$/,
  /^(validate_action_group_metadata|win_async_startup_timeout)$/,
  /^(internal_poll_interval|collections_(on|scan)_.*|no_target_syslog|syslog_facility)$/,
];
const NEEDLESS_SECTIONS =
  /^(galaxy|galaxy_server\..*|colors|persistent_connection|netconf_connection|paramiko_connection)$/;

const isNeedless = (name: string): boolean => NEEDLESS.some((pattern) => pattern.test(name));

type Rows = Readonly<Record<string, Setting<unknown>>>;

/** One line about everything in the environment and in ansible.cfg that has no effect; none where all of it has. */
export function withoutEffect(
  rows: Rows,
  configuration: Configuration,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const unsupported: string[] = [];
  const unknown: string[] = [];
  for (const name of Object.keys(env).filter((one) => /^ANSIBLE_./.test(one) && env[one] !== ""))
    judgeVariable(name, env[name]!, rows, { unsupported, unknown });
  for (const [section, keys] of configuration.sections)
    if (!NEEDLESS_SECTIONS.test(section))
      for (const [key, { keyAt, text }] of keys) {
        const where = `\`[${section}] ${key}\` (${formatPlace(keyAt)})`;
        judgeKey([section, key], text, rows, { unsupported, unknown, where });
      }
  if (unsupported.length + unknown.length === 0) return [];
  const parts = [
    ...(unsupported.length > 0 ? [`Ansible's, but not followed by tera: ${unsupported.join(", ")}`] : []),
    ...(unknown.length > 0 ? [`no setting of ansible-core 2.18: ${unknown.join(", ")}`] : []),
  ];
  return [`Settings without effect: ${parts.join("; ")}`];
}

interface Found {
  unsupported: string[];
  unknown: string[];
}

function judgeVariable(name: string, text: string, rows: Rows, { unsupported, unknown }: Found): void {
  const followed = Object.values(rows).flatMap((row) => row.env);
  if (followed.includes(name) || isNeedless(name) || isWithoutBearing({ env: name }, text)) return;
  if (ANSIBLE_ENVIRONMENT.has(name)) unsupported.push(`\`$${name}\``);
  else unknown.push(`\`$${name}\`${meant(name, [...followed, ...ANSIBLE_ENVIRONMENT])}`);
}

function judgeKey(
  [section, key]: [string, string],
  text: string,
  rows: Rows,
  found: Found & { where: string },
): void {
  const followed = Object.values(rows).flatMap((row) => row.ini);
  if (followed.some(([one, name]) => one === section && name === key) || isNeedless(key)) return;
  if (isWithoutBearing({ ini: [section, key] }, text)) return;
  if (ANSIBLE_KEYS[section]?.has(key)) found.unsupported.push(found.where);
  else found.unknown.push(`${found.where}${meantKey(section, key, followed)}`);
}

function meantKey(section: string, key: string, followed: readonly (readonly [string, string])[]): string {
  const all = [
    ...followed,
    ...Object.entries(ANSIBLE_KEYS).flatMap(([one, keys]) => [...keys].map((name) => [one, name] as const)),
  ];
  const elsewhere = all.find(([, name]) => name === key);
  if (elsewhere) return `, it belongs into [${elsewhere[0]}]`;
  const own = all.filter(([one]) => one === section).map(([, name]) => name);
  return meant(key, own.length > 0 ? own : all.map(([, name]) => name));
}

function meant(word: string, known: readonly string[]): string {
  const hint = suggest(word, known);
  return hint === undefined ? "" : `, ${hint}`;
}
