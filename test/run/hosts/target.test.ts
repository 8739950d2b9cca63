import test from "ava";
import type { Value } from "../../../src/model/value.js";
import type { RunSettings } from "../../../src/run/hosts/settings.js";
import {
  becomeFor,
  type ConnectionKeywords,
  targetFor,
  transportName,
} from "../../../src/run/hosts/target.js";

const settings = {
  connection: "ssh",
  becomeMethod: "sudo",
  becomeUser: "root",
  timeout: 10,
  sshArgs: { args: [], common: [], extra: [] },
  connectRetries: 0,
  hostKeyChecking: "accept-new",
  verbosity: 0,
} as unknown as RunSettings;

const KNOWN = {
  ansible_connection: "winrm",
  ansible_port: 5986,
  ansible_user: "Administrator",
  ansible_password: "of-the-instance",
  ansible_become_method: "runas",
};

/** What a Windows instance, known as such by its source, is reached with. */
function reached(
  vars: Record<string, Value> = {},
  keywords: ConnectionKeywords = {},
  more: Partial<RunSettings> = {},
) {
  const readers = {
    read: (name: string) => vars[name],
    fallback: (name: string) => (KNOWN as Record<string, Value>)[name],
  };
  const all = { ...settings, ...more };
  const transport = transportName(readers, keywords, all);
  const { port, user, password } = targetFor("win1", transport, readers, keywords, all);
  const method = becomeFor(readers, { become: true, ...keywords }, all)?.method;
  return { transport, port, user, password: password?.reveal(), method };
}

const OF_THE_SOURCE = {
  transport: "winrm",
  port: 5986,
  user: "Administrator",
  password: "of-the-instance",
  method: "runas",
};

test("what the source of a host knows counts where nobody says anything", (t) => {
  t.deepEqual(reached(), OF_THE_SOURCE);
});

test("every variable, keyword and option is above what the source knows", (t) => {
  t.like(reached({ ansible_user: "me", ansible_port: 22, ansible_connection: "ssh" }), {
    transport: "ssh",
    port: 22,
    user: "me",
  });
  t.like(reached({ ansible_password: "mine", ansible_become_method: "su" }), {
    password: "mine",
    method: "su",
  });
  t.like(reached({}, { connection: "local", remote_user: "task", port: 99, become_method: "doas" }), {
    transport: "local",
    user: "task",
    port: 99,
    method: "doas",
  });
  t.like(reached({}, {}, { user: "option", connection: "local", connectionPassword: "asked" }), {
    transport: "local",
    user: "option",
    password: "asked",
  });
});

test("the port that the source knows is not that of another connection", (t) => {
  t.like(reached({ ansible_connection: "ssh" }), {
    transport: "ssh",
    port: undefined,
    user: "Administrator",
  });
  t.is(reached({ ansible_connection: "winrm" }).port, 5986);
});

test("the source of a host may know its address, and its name for Session Manager", (t) => {
  const known: Record<string, Value> = { ansible_host: "10.0.0.1", ansible_aws_ssm_instance_id: "i-0123" };
  const reach = (vars: Record<string, Value>) =>
    targetFor(
      "web 1",
      "aws_ssm",
      { read: (name) => vars[name], fallback: (name) => known[name] },
      {},
      settings,
    );
  t.is(reach({}).address, "10.0.0.1");
  t.is(reach({ ansible_host: "web.example" }).address, "web.example");
  t.is(reach({}).options.instance, "i-0123");
});

test("Session Manager is told what Ansible's variables of it say", (t) => {
  const vars: Record<string, Value> = {
    ansible_connection: "community.aws.aws_ssm",
    ansible_aws_ssm_instance_id: "i-0123456789abcdef0",
    ansible_aws_ssm_region: "eu-west-1",
  };
  const readers = { read: (name: string) => vars[name], fallback: () => undefined };
  const transport = transportName(readers, {}, settings);
  t.is(transport, "aws_ssm");
  t.deepEqual(targetFor("web1", transport, readers, {}, settings).options, {
    verbosity: "0",
    instance: "i-0123456789abcdef0",
    region: "eu-west-1",
  });
});

/** Settings that bear on ssh, for the tables below. */
const SSH = {
  ...settings,
  sshArgs: { args: ["-o", "X=1"], common: ["-o", "Y=1"], extra: ["-o", "Z=1"] },
  port: 99,
  user: "option",
  privateKeyFile: "/option",
  connectRetries: 2,
  becomeExe: "setting-exe",
  becomeFlags: "setting-flags",
} as RunSettings;

const reach = (vars: Record<string, Value>, keywords: ConnectionKeywords = {}) => {
  const readers = { read: (name: string) => vars[name], fallback: () => undefined };
  const { password, sshArgs, ...rest } = targetFor("h", "ssh", readers, keywords, SSH);
  return { ...rest, password: password?.reveal(), words: sshArgs!.filter((word) => word !== "-o").join(" ") };
};

/** What ansible-playbook 2.18 hands to ssh with the same settings and variables. */
const ALIASES: readonly [vars: Record<string, Value>, got: Record<string, unknown>][] = [
  [{}, { address: "h", port: 99, user: "option", privateKeyFile: "/option", words: "X=1 Y=1 Z=1" }],
  [{ ansible_ssh_host: "b" }, { address: "b" }],
  [{ ansible_host: "a", ansible_ssh_host: "b" }, { address: "b" }],
  [{ ansible_ssh_user: "b" }, { user: "b" }],
  [{ ansible_user: "a", ansible_ssh_user: "b" }, { user: "b" }],
  [{ ansible_ssh_port: 2 }, { port: 2 }],
  [{ ansible_port: 1, ansible_ssh_port: 2 }, { port: 2 }],
  [{ ansible_port: 1 }, { port: 1 }],
  [{ ansible_private_key_file: "/a", ansible_ssh_private_key_file: "/b" }, { privateKeyFile: "/b" }],
  [{ ansible_password: "a", ansible_ssh_pass: "b" }, { password: "b" }],
  [{ ansible_ssh_pass: "b", ansible_ssh_password: "c" }, { password: "c" }],
  [{ ansible_timeout: 3 }, { connectTimeout: 3 }],
  [{ ansible_timeout: 3, ansible_ssh_timeout: 4 }, { connectTimeout: 4 }],
  [{ ansible_ssh_retries: 5 }, { connectRetries: 5 }],
  [{}, { connectRetries: 2 }],
  [{ ansible_ssh_args: "-o A=1" }, { words: "A=1 Y=1 Z=1" }],
  [{ ansible_ssh_common_args: "-o B=1", ansible_ssh_extra_args: "-o C=1" }, { words: "X=1 B=1 C=1" }],
  [{ ansible_host_key_checking: false }, { words: "X=1 StrictHostKeyChecking=no Y=1 Z=1" }],
  [
    { ansible_host_key_checking: true, ansible_ssh_host_key_checking: false },
    { words: "X=1 StrictHostKeyChecking=no Y=1 Z=1" },
  ],
];

for (const [vars, got] of ALIASES)
  test(`a host with ${JSON.stringify(vars)} is reached as by Ansible: ${JSON.stringify(got)}`, (t) =>
    t.like(reach(vars), got));

/** Variables of the method count before the common ones, those before keywords and settings. */
const BECOME: readonly [vars: Record<string, Value>, keywords: ConnectionKeywords, got: object][] = [
  [{}, {}, { user: "root", exe: "setting-exe", flags: "setting-flags" }],
  [{}, { become_exe: "k", become_flags: "-k", become_user: "u" }, { user: "u", exe: "k", flags: "-k" }],
  [{ ansible_become_exe: "v" }, { become_exe: "k" }, { exe: "v" }],
  [{ ansible_become_exe: "v", ansible_sudo_exe: "w" }, {}, { exe: "w" }],
  [{ ansible_become_user: "v", ansible_sudo_user: "w" }, {}, { user: "w" }],
  [{ ansible_become_flags: "-v", ansible_sudo_flags: "-w" }, {}, { flags: "-w" }],
];

for (const [vars, keywords, got] of BECOME)
  test(`become with ${JSON.stringify({ ...vars, ...keywords })} is ${JSON.stringify(got)}`, (t) => {
    const readers = { read: (name: string) => vars[name], fallback: () => undefined };
    t.like(becomeFor(readers, { become: true, ...keywords }, SSH), got);
  });

test("what Ansible's psrp is told is what WinRM is told by other names", (t) => {
  const target = (transport: string, vars: Record<string, Value>) =>
    targetFor("win1", transport, { read: (name) => vars[name], fallback: () => undefined }, {}, settings);
  const psrp = target("psrp", {
    ...{ ansible_psrp_host: "10.0.0.9", ansible_psrp_user: "me", ansible_psrp_port: 5985 },
    ...{ ansible_psrp_protocol: "http", ansible_psrp_path: "x", ansible_psrp_auth: "negotiate" },
    ...{ ansible_psrp_message_encryption: "always", ansible_psrp_cert_validation: "ignore" },
    ...{ ansible_psrp_ca_cert: "ca", ansible_psrp_operation_timeout: 7, ansible_psrp_read_timeout: 9 },
    ...{ ansible_psrp_connection_timeout: 3, ansible_winrm_transport: "basic" },
  });
  const winrm = target("winrm", {
    ...{ ansible_winrm_host: "10.0.0.9", ansible_winrm_user: "me", ansible_winrm_port: 5985 },
    ...{ ansible_winrm_scheme: "http", ansible_winrm_path: "x", ansible_winrm_transport: "ntlm" },
    ...{ ansible_winrm_message_encryption: "always", ansible_winrm_server_cert_validation: "ignore" },
    ...{ ansible_winrm_ca_trust_path: "ca", ansible_winrm_operation_timeout_sec: 7 },
    ...{ ansible_winrm_read_timeout_sec: 9, ansible_winrm_connection_timeout: 3 },
  });
  t.deepEqual(psrp, winrm);
});
