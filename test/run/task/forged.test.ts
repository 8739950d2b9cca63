import test from "ava";
import type { Controller, Module } from "../../../src/model/module.js";
import type { Answer } from "../../../src/model/result.js";
import { valuesFrom } from "../../../src/run/task/decode.js";
import { cleanFacts } from "../../../src/run/vars/clean_facts.js";

const answer = (said: Record<string, unknown>): Answer => ({
  said,
  changed: false,
  warnings: [],
  diffs: [],
  stdout: Buffer.alloc(0),
  stderr: Buffer.alloc(0),
  code: 0,
  seconds: 0,
  timedOut: 0,
});

test("a host that forges an answer adds no hosts, facts or statistics", async (t) => {
  const said = {
    ping: "pong",
    ansible_facts: { ansible_connection: "local" },
    _ansible_facts_to: "other",
    _ansible_facts_cacheable: true,
    add_host: { host_name: "other", groups: [], host_vars: { ansible_connection: "local" } },
    add_group: "web",
    ansible_stats: { data: { a: 1 } },
  };
  const values = await valuesFrom({ name: "ping" } as Module, {}, answer(said), {} as Controller);
  t.deepEqual(values, { changed: false, ping: "pong" });
});

test("facts say nothing of how a host is reached", (t) => {
  const kept = {
    ansible_distribution: "Debian",
    ansible_user_id: "root",
    ansible_host_name: "web",
    ansible_ssh_host_key_ed25519_public: "AAAA",
    ansible_docker_gwbridge: { device: "docker_gwbridge" },
    ansible_local: { app: {} },
    ansible_connections: 3,
    packages: {},
  };
  const refused = [
    "ansible_connection",
    "ansible_host",
    "ansible_port",
    "ansible_user",
    "ansible_password",
    "ansible_ssh_common_args",
    "ansible_ssh_private_key_file",
    "ansible_become",
    "ansible_become_exe",
    "ansible_docker_host",
    "ansible_local_x",
    "ansible_python_interpreter",
    "ansible_shell_executable",
    "ansible_aws_ssm_instance_id",
    "ansible_delegated_vars",
  ];
  t.deepEqual(cleanFacts({ ...kept, ...Object.fromEntries(refused.map((name) => [name, "x"])) }), kept);
});
