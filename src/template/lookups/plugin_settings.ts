import { readInteger } from "../../model/python_numbers.js";
import type { Value } from "../../model/value.js";
import { isTrue, toText } from "../values/python.js";
import type { Result } from "../values/values.js";

/** Options of the plugins whose settings `lookup('config', …)` is asked for. */

interface PluginSetting {
  /** the variables that set it; the last one that is there wins */
  vars: readonly string[];
  type?: "integer" | "flag";
  /** the setting of ansible.cfg that holds where no variable does */
  setting?: string;
  default?: Value;
}

const both = (name: string): string[] => [`ansible_${name}`, `ansible_ssh_${name}`];
const own = (name: string, fallback: Value): PluginSetting => ({
  vars: [`ansible_${name}`],
  default: fallback,
});

const transfer = (name: string): PluginSetting => ({ vars: [`ansible_${name}`], setting: `ssh.${name}` });

const SSH: Readonly<Record<string, PluginSetting>> = {
  host: { vars: ["inventory_hostname", "ansible_host", "ansible_ssh_host"] },
  host_key_checking: { vars: both("host_key_checking"), type: "flag", setting: "HOST_KEY_CHECKING" },
  password: { vars: ["ansible_password", "ansible_ssh_pass", "ansible_ssh_password"] },
  pipelining: { vars: both("pipelining"), type: "flag", default: false },
  port: { vars: both("port"), type: "integer", setting: "DEFAULT_REMOTE_PORT" },
  private_key_file: { vars: both("private_key_file"), setting: "DEFAULT_PRIVATE_KEY_FILE" },
  reconnection_retries: { vars: ["ansible_ssh_retries"], type: "integer", setting: "ANSIBLE_SSH_RETRIES" },
  remote_user: { vars: both("user"), setting: "DEFAULT_REMOTE_USER" },
  scp_executable: transfer("scp_executable"),
  scp_extra_args: transfer("scp_extra_args"),
  sftp_batch_mode: { vars: ["ansible_sftp_batch_mode"], type: "flag", default: true },
  sftp_executable: transfer("sftp_executable"),
  sftp_extra_args: transfer("sftp_extra_args"),
  ssh_args: { vars: ["ansible_ssh_args"], setting: "ANSIBLE_SSH_ARGS" },
  ssh_common_args: { vars: ["ansible_ssh_common_args"], setting: "ANSIBLE_SSH_COMMON_ARGS" },
  ssh_executable: transfer("ssh_executable"),
  ssh_extra_args: { vars: ["ansible_ssh_extra_args"], setting: "ANSIBLE_SSH_EXTRA_ARGS" },
  ssh_transfer_method: transfer("ssh_transfer_method"),
  timeout: { vars: ["ansible_ssh_timeout"], type: "integer", setting: "DEFAULT_TIMEOUT" },
  use_tty: { vars: ["ansible_ssh_use_tty"], type: "flag", default: true },
};

const SHELL: Readonly<Record<string, PluginSetting>> = {
  admin_users: own("admin_users", ["root", "toor"]),
  async_dir: own("async_dir", "~/.ansible_async"),
  common_remote_group: own("common_remote_group", null),
  remote_tmp: own("remote_tmp", "~/.ansible/tmp"),
  system_tmpdirs: own("system_tmpdirs", ["/var/tmp", "/tmp"]),
  world_readable_temp: { vars: ["ansible_shell_allow_world_readable_temp"], type: "flag", default: false },
};

const becoming = (method: string, flags: string): Readonly<Record<string, PluginSetting>> => {
  const vars = (name: string) => [`ansible_become_${name}`, `ansible_${method}_${name}`];
  return {
    become_exe: { vars: vars("exe"), setting: "DEFAULT_BECOME_EXE", default: method },
    become_flags: { vars: vars("flags"), setting: "DEFAULT_BECOME_FLAGS", default: flags },
    become_pass: { vars: ["ansible_become_password", ...vars("pass")] },
    become_user: { vars: vars("user"), setting: "DEFAULT_BECOME_USER", default: "root" },
  };
};

const PLUGINS: Readonly<Record<string, Readonly<Record<string, PluginSetting>>>> = {
  "become su": becoming("su", ""),
  "become sudo": becoming("sudo", "-H -S -n"),
  "connection local": { pipelining: { vars: ["ansible_pipelining"], type: "flag", default: false } },
  "connection ssh": SSH,
  "shell sh": SHELL,
};

/** What a plugin's setting is, and where that comes from. */
export interface FoundSetting {
  value: Value;
  origin: string;
}

/** Who is asked: a plugin, and what the run knows. */
export interface Asked {
  type: string;
  plugin: string;
  variable(name: string): Result | undefined;
  setting(name: string): FoundSetting | undefined;
}

/** undefined: the plugin has no such setting, or is none of which the settings are known. */
export function pluginSetting(name: string, asked: Asked): FoundSetting | undefined {
  const key = `${asked.type} ${asked.plugin.replace(/^ansible\.(builtin|legacy)\./, "")}`;
  const settings = Object.hasOwn(PLUGINS, key) ? PLUGINS[key]! : {};
  if (!Object.hasOwn(settings, name)) return undefined;
  const { vars, type, setting, default: fallback = null } = settings[name]!;
  const given = vars.filter((one) => asked.variable(one) !== undefined).at(-1);
  if (given !== undefined) return { value: typed(asked.variable(given)!, type), origin: `var: ${given}` };
  const found = setting === undefined ? undefined : asked.setting(setting);
  return found && (found.origin !== "default" || (found.value !== null && fallback === null))
    ? found
    : { value: fallback, origin: "default" };
}

function typed(value: Result, type: PluginSetting["type"]): Value {
  if (type === "integer") return (readInteger(toText(value)) ?? value) as Value;
  if (type === "flag")
    return typeof value === "string" ? /^(y|yes|true|t|on|1)$/i.test(value.trim()) : isTrue(value);
  return value as Value;
}
