import test from "ava";
import { runBeside } from "../../helpers/play.js";

const FILES = {
  "release.yml": "service: web\nimage: r/web\nhosts: web\nproxy: {image: caddy}\n",
  "prod.yml": "all: {children: {web: {}, db: {hosts: {db1: {}}}}}\n",
};
const DEPLOY = ["deploy", "-i", "prod.yml", `1.0@sha256:${"ab".repeat(32)}`];

/** Words more, the exit code, and what is said. */
const ROWS: readonly (readonly [words: string[], code: number, said: RegExp])[] = [
  [[], 3, /no host of the inventory is in `web`[\s\S]*--allow-empty says that it is meant/],
  [["--check"], 3, /no host of the inventory/],
  [["--limit", "db1"], 3, /no host of the inventory/],
  [["--allow-empty"], 0, /no host: nothing is done/],
];

/** Two hosts behind one load balancer, to which nobody can connect. */
const balanced = (redis: string, more = "", group = ""): Record<string, string> => ({
  "release.yml": `service: web\nimage: r/web\nproxy: {image: caddy}\ncontainer: {env: {REDIS_URL: "${redis}"}}\n${group}\n`,
  "prod.yml": `all:
  hosts: {web1: {at: 10.0.0.1, load_balancer_url: http://one}, web2: {at: 10.0.0.2, load_balancer_url: http://one}, web3: {at: 10.0.0.1, load_balancer_url: http://other}}
  vars: {ansible_host: 127.0.0.1, ansible_port: 9, shared: redis.example.com ${more}}
`,
});
const REFUSED = /http:\/\/one is before several hosts, and each has a Redis of its own/;
const UNREACHABLE = /UNREACHABLE/;
const BALANCED: readonly (readonly [
  what: string,
  files: Record<string, string>,
  words: string[],
  said: RegExp,
])[] = [
  ["one address each", balanced("redis://{{ at }}:6379"), [], REFUSED],
  ["loopback", balanced("redis://:pw@127.0.0.1:6379/0"), ["--check"], REFUSED],
  ["one by its name", balanced("rediss://{{ shared }}:6379/0"), [], UNREACHABLE],
  [
    "one beside the app, which the others reach",
    balanced("redis://{{ 'redis' if inventory_hostname == 'web1' else '10.0.0.1' }}"),
    [],
    UNREACHABLE,
  ],
  [
    "two load balancers with a host each",
    balanced("redis://redis:6379"),
    ["--limit", "web1,web3"],
    UNREACHABLE,
  ],
  [
    "a target group over a container beside each",
    balanced("redis://redis:6379", "", "target_group: {arn: a, target: b}"),
    ["--limit", "web1,web3"],
    /a is before several hosts/,
  ],
];

for (const [what, files, words, said] of BALANCED)
  test(`a deploy behind a load balancer, Redis: ${what}`, async (t) => {
    const ran = await runBeside(files, [...DEPLOY, "--file", "release.yml", ...words], {
      XDG_STATE_HOME: "/nonexistent",
    });
    t.not(ran.code, 0);
    t.regex((ran.stdout + ran.stderr).replace(/\s+/g, " "), said);
    if (said !== UNREACHABLE) t.notRegex(ran.stdout + ran.stderr, UNREACHABLE, "before a connection");
  });

/** Words more, and whether the release file is looked at behind the playbook. */
const FOLLOWS: readonly (readonly [words: string[], follows: boolean])[] = [
  [[], true],
  [["--tags", "all"], false],
];

for (const [words, follows] of FOLLOWS)
  test(`provision ${words.join(" ")} ${follows ? "looks" : "does not look"} whether a release runs`, async (t) => {
    const files = {
      "release.yml": "service: web-of-a-test\nbecome: false\nproxy: {image: caddy}\n",
      "site.yml": "- hosts: all\n  gather_facts: false\n  tasks: [{command: 'true', changed_when: false}]\n",
    };
    const ran = await runBeside(files, ["provision", "site.yml", "-i", "h1,", "-c", "local", ...words]);
    t.is(ran.code, 0, ran.stdout + ran.stderr);
    t.is(ran.stdout.includes("Look whether web-of-a-test runs in default"), follows, ran.stdout);
    t.notRegex(ran.stdout, /Take the lock\]/);
    t.regex(ran.stdout, /h1 +: ok=\d +changed=0 /);
  });

test("a release file that provision is told and that is not there is a fault with its own way out", async (t) => {
  const files = { "site.yml": "- hosts: all\n  tasks: []\n" };
  const ran = await runBeside(files, ["provision", "site.yml", "-i", "h1,", "--release", "no.yml"]);
  t.is(ran.code, 1);
  t.regex(ran.stderr, /there is no release file \S*\/no\.yml\n {2}.*; --release names another/);
});

for (const [words, code, said] of ROWS)
  test(`a deploy to no host ${words.join(" ")} ends with ${code}`, async (t) => {
    const ran = await runBeside(FILES, [...DEPLOY, ...words]);
    t.is(ran.code, code, ran.stdout + ran.stderr);
    t.regex(
      (ran.stdout + ran.stderr).replace(/\s+/g, " "),
      new RegExp(said.source.replace(/\[\\s\\S\]/g, ".")),
    );
  });
