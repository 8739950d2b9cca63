import test from "ava";
import { isDict, type PlainDict, type Value } from "../../src/model/value.js";
import { siteText } from "../../src/rollout/caddy.js";
import { namesOf } from "../../src/rollout/names.js";
import { releasePlays } from "../../src/rollout/plays.js";
import { readSpec } from "../../src/rollout/spec.js";
import { readYaml } from "../../src/yaml/read.js";

const HOSTS = ["web1", "web2", "web3"];

const specOf = (more: string) =>
  readSpec(readYaml(`service: web\nimage: r/web\nproxy: {image: caddy}\n${more}\n`, "release.yml"), {
    path: "release.yml",
    environment: "prod",
  });

const playsOf = (more: string, hosts: readonly string[] = HOSTS): PlainDict[] =>
  releasePlays({
    ...{
      spec: specOf(more),
      hosts,
      roles: [],
      secrets: {},
      kind: "deploy",
      version: "1",
      image: "r/web@sha256:0",
      run: "r1",
    },
    ...{ by: "ann", git: "", when: "", lock: { wait: 0, breakReason: "", reason: "" }, playbook: [] },
  });

/** The tasks of a play in the order in which they would run, those of rescues behind a bar. */
function names(tasks: Value | undefined): string[] {
  return ((tasks ?? []) as PlainDict[]).flatMap((entry) =>
    isDict(entry) && "block" in entry
      ? [...names(entry.block), ...names(entry.rescue).map((name) => `| ${name}`)]
      : [String(entry.name)],
  );
}

const batch = (more: string, hosts?: readonly string[]): string[] =>
  names(playsOf(more, hosts).find(({ name }) => String(name).startsWith("Deploy"))!.tasks);
const between = (all: readonly string[], from: string, to: string): string[] =>
  all.slice(all.indexOf(from), all.indexOf(to) + 1);

test("a host is out of its target group while it switches, and asked from outside when it is in again", (t) => {
  const all = batch("target_group: {}");
  t.deepEqual(between(all, "Wait until it is ready", "Ask it from outside"), [
    "Wait until it is ready",
    "Take the host out of the target group",
    "Switch to it",
    "Watch it",
    "Lead the requests to the proxy",
    "Put the host into the target group",
    "Ask it from outside",
  ]);
});

test("one that goes back is put in before its new container ends", (t) => {
  const all = batch("target_group: {}");
  const back = all.filter((name) => name.startsWith("| "));
  t.deepEqual(between(back, "| Switch back", "| Stop the new container"), [
    "| Switch back",
    "| Go back to the container from before",
    "| Put the host into the target group",
    "| Stop the new container",
  ]);
});

test("a host that is alone is never taken out: nobody would answer", (t) => {
  const all = batch("target_group: {}", ["web1"]);
  t.false(all.includes("Take the host out of the target group"));
  t.true(all.includes("Put the host into the target group"));
});

test("without a load balancer there is nothing of it", (t) => {
  t.false(batch("").some((name) => name.includes("target group")));
});

const ARGS: readonly [title: string, more: string, args: PlainDict][] = [
  [
    "what Terraform's inventory knows",
    "target_group: {}",
    {
      target_group_arn: "{{ target_group_arn }}",
      target_id: "{{ instance_id }}",
      target_status_timeout: 300,
    },
  ],
  [
    "what the file says",
    "target_group: {arn: a, target: 10.0.0.1, port: 80, timeout: 5}",
    { target_group_arn: "a", target_id: "10.0.0.1", target_port: 80, target_status_timeout: 5 },
  ],
];

for (const [title, more, args] of ARGS)
  test(`the target is ${title}`, (t) => {
    const text = JSON.stringify(playsOf(more));
    const wanted = JSON.stringify({ ...args, state: "present", target_status: "healthy" });
    t.true(text.includes(`"community.aws.elb_target":${wanted}`), text);
  });

const BATCHES: readonly [batches: string, hosts: number, isRefused: boolean][] = [
  ["[1, 100%]", 2, false],
  ["[1, 100%]", 1, false],
  ["[100%]", 1, false],
  ["[100%]", 3, true],
  ["[3]", 3, true],
  ["[2]", 3, false],
];

for (const [batches, count, isRefused] of BATCHES)
  test(`batches ${batches} of ${count} behind a load balancer are ${isRefused ? "refused" : "right"}`, (t) => {
    const make = () => playsOf(`target_group: {}\nbatches: ${batches}`, HOSTS.slice(0, count));
    if (isRefused)
      t.throws(make, { message: `batches takes all ${count} hosts out of the target group at once` });
    else t.notThrows(make);
  });

const PROXIES: readonly [more: string, proxies: unknown][] = [
  ["", "1"],
  ["container: {memory: 1g}", "1"],
  ["container: {env: {A: b}}", "1"],
  ["target_group: {}", "2"],
  ["container: {env: {TRUST_PROXY: loopback}}", "loopback"],
  ['container: {env: "{{ all_of_it }}"}', undefined],
];

for (const [more, proxies] of PROXIES)
  test(`the app is told that ${proxies ?? "what the file says"} proxies are before it: ${more || "by default"}`, (t) => {
    const { env } = specOf(more).container;
    t.is(isDict(env) ? (env as PlainDict).TRUST_PROXY : undefined, proxies as Value);
  });

test("the proxy passes on what a load balancer says of its clients, and nothing that clients say", (t) => {
  const text = (more: string) => siteText(specOf(more), namesOf(specOf(more)));
  t.is(text("target_group: {}").match(/trusted_proxies private_ranges/g)?.length, 2);
  t.notRegex(text(""), /trusted_proxies/);
});
