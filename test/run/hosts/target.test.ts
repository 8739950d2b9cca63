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
  sshArgs: [],
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
