import { toBoolean } from "../../model/args.js";
import type { Target } from "../../model/connection.js";
import { Fault } from "../../model/errors.js";
import { Secret } from "../../model/secret.js";
import type { Become } from "../../model/session.js";
import { splitWords } from "../../model/shell_words.js";
import type { Value } from "../../model/value.js";
import type { RunSettings } from "./settings.js";

/** Reads a variable of the host the task runs on (the delegate's, where it is delegated). */
export type ReadVariable = (name: string) => Value | undefined;

/** Where a host's connection variables are read. */
export interface HostReaders {
  read: ReadVariable;
  /** what the source of the host knows of it, where nobody says anything else */
  fallback: ReadVariable;
}

/** Keyword values of the task that bear on the connection, evaluated. */
export interface ConnectionKeywords {
  connection?: Value | undefined;
  remote_user?: Value | undefined;
  port?: Value | undefined;
  timeout?: Value | undefined;
  become?: Value | undefined;
  become_user?: Value | undefined;
  become_method?: Value | undefined;
  become_exe?: Value | undefined;
  become_flags?: Value | undefined;
}

const text = (value: Value | undefined): string | undefined =>
  value === undefined || value === null || value === "" ? undefined : String(value);

const secret = (value: string | undefined): Secret | undefined =>
  value === undefined ? undefined : new Secret(value);

const PLAIN_SSH = new Set(["ssh", "smart", "paramiko", "paramiko_ssh"]);
const COLLECTIONS = /^(ansible\.builtin|community\.docker|containers\.podman|(amazon|community)\.aws)\./;

/** The transport's name: variables win over the keyword, the keyword over the command line, that over what is known. */
export function transportName(
  { read, fallback }: HostReaders,
  keywords: ConnectionKeywords,
  settings: RunSettings,
): string {
  const known = PLAIN_SSH.has(settings.connection) ? text(fallback("ansible_connection")) : undefined;
  const chosen =
    text(read("ansible_connection")) ?? text(keywords.connection) ?? known ?? settings.connection;
  const plain = chosen.replace(COLLECTIONS, "");
  return PLAIN_SSH.has(plain) ? "ssh" : plain;
}

/** The first that is given. Of a setting's variables Ansible takes the one that stands last in its list: it is first here. */
const firstOf = (read: ReadVariable, names: readonly string[]): string | undefined =>
  names.map((one) => text(read(one))).find((value) => value !== undefined);

/** All that a transport needs to reach the host. */
export function targetFor(
  name: string,
  transport: string,
  { read, fallback }: HostReaders,
  keywords: ConnectionKeywords,
  settings: RunSettings,
): Target {
  const first = (...names: string[]) => firstOf(read, names);
  // WinRM's variables beside the common ones have names of their own
  const prefix = transport === "winrm" || transport === "psrp" ? transport : "ssh";
  const own = (...names: string[]) =>
    first(...names.map((one) => `ansible_${prefix}_${one}`), `ansible_${names[0]}`);
  const port =
    own("port") ??
    text(keywords.port) ??
    knownPort(transport, fallback) ??
    (transport === "ssh" ? settings.port?.toString() : undefined);
  if (port !== undefined && !/^\d+$/.test(port))
    throw new Fault("CONNECTION_FAILED", `ansible_port of ${name} is "${port}", not a number`);
  const checking = hostKeyChecking(
    first("ansible_ssh_host_key_checking", "ansible_host_key_checking"),
    settings,
  );
  const timeout = Number(first("ansible_ssh_timeout", "ansible_timeout") ?? settings.timeout);
  return {
    name,
    address: own("host") ?? text(fallback("ansible_host")) ?? name,
    port: port === undefined ? undefined : Number(port),
    user: own("user") ?? text(keywords.remote_user) ?? settings.user ?? text(fallback("ansible_user")),
    password: secret(
      own("password", "pass") ?? settings.connectionPassword ?? text(fallback("ansible_password")),
    ),
    privateKeyFile:
      first("ansible_ssh_private_key_file", "ansible_private_key_file") ?? settings.privateKeyFile,
    privateKey: secret(first("ansible_ssh_private_key")),
    passphrase: secret(first("ansible_ssh_private_key_passphrase")),
    sshArgs: sshWords(read, settings, checking),
    hostKeyChecking: checking,
    knownHostsFile: first("ansible_ssh_known_hosts_file"),
    connectTimeout: Number.isFinite(timeout) ? timeout : settings.timeout,
    connectRetries: Number(first("ansible_ssh_retries") ?? settings.connectRetries),
    options: optionsFor(transport, (...names) => first(...names) ?? text(fallback(names[0]!)), settings),
  };
}

/** What would stand on ssh's command line: of two options that say the same, ssh takes the first. */
function sshWords(
  read: ReadVariable,
  { sshArgs }: RunSettings,
  checking: Target["hostKeyChecking"],
): string[] {
  const words = (variable: string, setting: string[]) => {
    const given = text(read(variable));
    return given === undefined ? setting : splitWords(given);
  };
  return [
    ...words("ansible_ssh_args", sshArgs.args),
    ...(checking === "off" ? ["-o", "StrictHostKeyChecking=no"] : []),
    ...words("ansible_ssh_common_args", sshArgs.common),
    ...words("ansible_ssh_extra_args", sshArgs.extra),
  ];
}

/** The port that a host's source knows is that of the connection it knows: not WinRM's for SSH. */
function knownPort(transport: string, fallback: HostReaders["fallback"]): string | undefined {
  const known = text(fallback("ansible_connection"))?.replace(COLLECTIONS, "");
  const isItsOwn =
    known === undefined || known === transport || (PLAIN_SSH.has(known) && transport === "ssh");
  return isItsOwn ? text(fallback("ansible_port")) : undefined;
}

function hostKeyChecking(value: string | undefined, settings: RunSettings): Target["hostKeyChecking"] {
  if (value === undefined) return settings.hostKeyChecking;
  if (value === "strict" || value === "accept-new" || value === "off") return value;
  return toBoolean(value) === false ? "off" : "accept-new";
}

function optionsFor(
  transport: string,
  first: (...names: string[]) => string | undefined,
  settings: RunSettings,
): Record<string, string> {
  const options: Record<string, string> = { verbosity: String(settings.verbosity) };
  const container =
    transport === "docker" || transport === "podman"
      ? first("ansible_docker_host", "ansible_host")
      : undefined;
  if (container) options.container = container;
  if (transport === "aws_ssm") Object.assign(options, sessionManager(first));
  if (transport === "winrm") Object.assign(options, winrmOptions(first));
  if (transport === "psrp") Object.assign(options, psrpOptions(first));
  const executable = first("ansible_shell_executable") ?? settings.executable;
  if (executable) options.executable = executable;
  return options;
}

/** What Session Manager needs beyond SSH, as Ansible's connection of that name spells it. */
function sessionManager(first: (...names: string[]) => string | undefined): Record<string, string> {
  const wanted = {
    instance: first("ansible_aws_ssm_instance_id"),
    region: first("ansible_aws_ssm_region"),
    profile: first("ansible_aws_ssm_profile"),
  };
  const given = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Record<string, string>;
}

const WINRM = [
  "scheme",
  "path",
  "transport",
  "message_encryption",
  "server_cert_validation",
  "server_cert_fingerprint",
  "ca_trust_path",
  "operation_timeout_sec",
  "read_timeout_sec",
  "connection_timeout",
];

/** What `ansible_winrm_*` say beyond host, port, user and password. */
function winrmOptions(first: (...names: string[]) => string | undefined): Record<string, string> {
  const given = WINRM.map((name) => [name, first(`ansible_winrm_${name}`)] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Record<string, string>;
}

/** The same as `ansible_psrp_*` call it. */
const PSRP: readonly (readonly [psrp: string, winrm: string])[] = [
  ["protocol", "scheme"],
  ["path", "path"],
  ["auth", "transport"],
  ["message_encryption", "message_encryption"],
  ["cert_validation", "server_cert_validation"],
  ["ca_cert", "ca_trust_path"],
  ["cert_trust_path", "ca_trust_path"],
  ["operation_timeout", "operation_timeout_sec"],
  ["read_timeout", "read_timeout_sec"],
  ["connection_timeout", "connection_timeout"],
];

function psrpOptions(first: (...names: string[]) => string | undefined): Record<string, string> {
  const options: Record<string, string> = {};
  for (const [name, winrm] of PSRP) {
    const value = first(`ansible_psrp_${name}`);
    if (value !== undefined) options[winrm] ??= value === "negotiate" ? "ntlm" : value;
  }
  return options;
}

/** Who the task becomes; undefined where it stays who it is. */
export function becomeFor(
  { read, fallback }: HostReaders,
  keywords: ConnectionKeywords,
  settings: RunSettings,
): Become | undefined {
  const wanted = toBoolean(read("ansible_become") ?? keywords.become ?? settings.become);
  if (!wanted) return undefined;
  const known = settings.becomeMethod === "sudo" ? text(fallback("ansible_become_method")) : undefined;
  const method = (
    text(read("ansible_become_method")) ??
    text(keywords.become_method) ??
    known ??
    settings.becomeMethod
  ).replace(/^(ansible\.builtin|community\.general)\./, "");
  const own = (name: string) => firstOf(read, [`ansible_${method}_${name}`, `ansible_become_${name}`]);
  return {
    method,
    user: own("user") ?? text(keywords.become_user) ?? settings.becomeUser,
    exe: own("exe") ?? text(keywords.become_exe) ?? settings.becomeExe,
    flags: own("flags") ?? text(keywords.become_flags) ?? settings.becomeFlags,
    password: secret(own("pass") ?? own("password") ?? settings.becomePassword),
  };
}
