import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import test from "ava";
import { stringify } from "yaml";
import { typedBeside } from "../helpers/typed.js";
import { type Servers, startServers } from "./servers.js";

const IMAGE = `registry.example/webapp@sha256:${"0".repeat(64)}`;
// where the tests are started: what is typed moves elsewhere
const TOP = process.cwd();
const here = (path: string): string => resolve(TOP, path);
const BALANCER = "http://balancer.example";

/** Hosts by name with their variables, and who is in the group redis. */
interface Fleet {
  hosts: Readonly<Record<string, object>>;
  redis?: readonly string[];
  vars?: object;
}

const inventory = ({ hosts, redis = [], vars = {} }: Fleet): string =>
  stringify({
    all: {
      hosts,
      vars: { ansible_connection: "local", webapp_image: IMAGE, ...vars },
      children: { redis: { hosts: Object.fromEntries(redis.map((name) => [name, null])) } },
    },
  });

const two = (vars: object = {}) => ({
  web1: { private_ip: "10.0.0.1", ...vars },
  web2: { private_ip: "10.0.0.2", ...vars },
});
const balanced = { load_balancer_url: BALANCER };
const ofEc2 = (environment: string, address: string) => ({
  tags: { Environment: environment },
  private_ip_address: address,
});
const CACHE = "rediss://cache.example:6379/0";

/** What the inventory says of Redis, and where the app of each host is then told to look; or why it is refused. */
const FLEETS: readonly [title: string, Fleet, wanted: Record<string, string> | RegExp][] = [
  [
    "hosts of their own have a Redis each, and no proxy",
    { hosts: two() },
    { web1: "redis://redis:6379 proxies=", web2: "redis://redis:6379 proxies=" },
  ],
  [
    "one host's Redis is for all, and reached by its private address",
    { hosts: two(balanced), redis: ["web1"] },
    { web1: "redis://redis:6379 proxies=1", web2: "redis://10.0.0.1:6379 proxies=1" },
  ],
  [
    "a cache of Terraform's is for all",
    { hosts: two({ ...balanced, redis_url: CACHE }) },
    { web1: `${CACHE} proxies=1`, web2: `${CACHE} proxies=1` },
  ],
  [
    "one that the inventory names is for all",
    { hosts: two(balanced), vars: { webapp_redis_url: CACHE } },
    { web1: `${CACHE} proxies=1`, web2: `${CACHE} proxies=1` },
  ],
  [
    "an address that is said comes before what the cloud knows",
    { hosts: two(), redis: ["web2"], vars: { redis_address: "10.9.9.9" } },
    { web1: "redis://10.9.9.9:6379 proxies=", web2: "redis://redis:6379 proxies=" },
  ],
  [
    "dev's hosts use dev's Redis, and prod's prod's",
    {
      hosts: {
        ...{ dev1: ofEc2("dev", "10.0.0.1"), dev2: ofEc2("dev", "10.0.0.2") },
        ...{ prod1: ofEc2("prod", "10.1.0.1"), prod2: ofEc2("prod", "10.1.0.2") },
      },
      redis: ["dev1", "prod1"],
    },
    {
      ...{ dev1: "redis://redis:6379 proxies=", dev2: "redis://10.0.0.1:6379 proxies=" },
      ...{ prod1: "redis://redis:6379 proxies=", prod2: "redis://10.1.0.1:6379 proxies=" },
    },
  ],
  [
    "a load balancer over one host needs nothing to share",
    { hosts: { web1: { ...balanced } } },
    { web1: "redis://redis:6379 proxies=1" },
  ],
  [
    "a load balancer over hosts with a Redis each is refused",
    { hosts: two(balanced) },
    /http:\/\/balancer\.example is before several hosts, and each has a Redis of its own/,
  ],
  [
    "two hosts with the Redis of all are refused",
    { hosts: two(balanced), redis: ["web1", "web2"] },
    /the group redis has 2 hosts \(web1, web2\)/,
  ],
  [
    "a Redis that nobody can find is refused",
    { hosts: { web1: {}, web2: {} }, redis: ["web1"] },
    /web1 has the Redis of all hosts, and no address for them: say its redis_address/,
  ],
  [
    "hosts without an image are refused",
    { hosts: two(), vars: { webapp_image: "" } },
    /webapp_image is not set/,
  ],
];

const LOOK = `
- import_playbook: ${here("playbooks/preflight.yml")}
- hosts: all
  gather_facts: false
  vars_files: ["${here("playbooks/vars/redis.yml")}"]
  roles: [look]
`;
const TELL = `
- debug: {msg: "{{ inventory_hostname }}: {{ webapp_redis_address_url }} proxies={{ webapp_trust_proxy }}"}
`;
/** The variables of the role webapp, which are told instead of used. */
const ROLE = {
  ...Object.fromEntries(
    ["defaults", "vars"].map((kind) => [
      `roles/look/${kind}/main.yml`,
      readFileSync(`roles/webapp/${kind}/main.yml`, "utf8"),
    ]),
  ),
  "roles/look/tasks/main.yml": TELL,
};

for (const [title, fleet, wanted] of FLEETS)
  test(title, async (t) => {
    const files = { "hosts.yml": inventory(fleet), "play.yml": LOOK, ...ROLE };
    const { code, stdout } = await typedBeside(files, ["playbook", "play.yml", "-i", "hosts.yml"]);
    if (wanted instanceof RegExp) {
      t.is(code, 2, stdout);
      t.regex(stdout.replace(/\s+/g, " "), wanted);
    } else {
      t.is(code, 0, stdout);
      const said = stdout.matchAll(/"msg": "(\w+): (.*)"/g);
      t.deepEqual(Object.fromEntries([...said].map(([, host, text]) => [host, text])), wanted);
    }
  });

/** The smoke checks of hosts that answer, by their URL. */
async function smoke(servers: Servers, vars: object = {}) {
  const hosts = Object.fromEntries(
    servers.urls.map((url, index) => [`web${index + 1}`, { webapp_url: url }]),
  );
  const files = {
    "hosts.yml": inventory({
      hosts,
      vars: { load_balancer_url: servers.balancer, smoke_container: "", smoke_balancer_seconds: 1, ...vars },
    }),
  };
  return typedBeside(files, ["playbook", here("playbooks/smoke.yml"), "-i", "hosts.yml"], {
    env: { ANSIBLE_ROLES_PATH: here("roles") },
  });
}

test("one word through the load balancer: posted once, read from every host and through it", async (t) => {
  const servers = await startServers(3, { shared: true });
  t.teardown(servers.stop);
  const { code, stdout, stderr } = await smoke(servers);
  t.is(code, 0, stdout + stderr);
  t.deepEqual([...servers.words], ["World"], "the word is what it was");
  const reads = servers.asked.filter((line) => line === "GET /hello smoke");
  t.true(reads.length >= 3 + 2 * 3, servers.asked.join("\n"));
});

test("hosts that each have their own word are found out", async (t) => {
  const servers = await startServers(3, { shared: false });
  t.teardown(servers.stop);
  const { code, stdout } = await smoke(servers);
  t.is(code, 2, stdout);
  t.regex(stdout, /TASK \[smoke : Check (6|10): /);
});

test("a load balancer without hosts is found out, though each host is well", async (t) => {
  const servers = await startServers(2, { shared: true, balancer: "empty" });
  t.teardown(servers.stop);
  const { code, stdout } = await smoke(servers);
  t.is(code, 2, stdout);
  t.regex(stdout, /Check 11: the load balancer has hosts that are ready/);
});

test("hosts without a load balancer keep their own words, each checked by itself", async (t) => {
  const servers = await startServers(2, { shared: false });
  t.teardown(servers.stop);
  const { code, stdout } = await smoke(servers, { load_balancer_url: "" });
  t.is(code, 0, stdout);
});

test("what every host must know of a shared Redis is in the roles' arguments", (t) => {
  const text = readFileSync(here("roles/redis/meta/argument_specs.yml"), "utf8");
  t.regex(text, /redis_password:\n(?: {8}.*\n)*? {8}no_log: true/);
});
