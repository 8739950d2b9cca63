import test from "ava";
import type { PlainDict } from "../../src/model/value.js";
import { failurePlays, releasePlays } from "../../src/rollout/plays.js";
import type { Release } from "../../src/rollout/run.js";
import { readSpec } from "../../src/rollout/spec.js";
import { readYaml } from "../../src/yaml/read.js";

const TEXT = `service: web
image: r/web
proxy: {image: caddy}
secrets: {TOKEN: x}
pause: 5
hooks: {pre_connect: a, pre_deploy: b.yml, canary: c, post_deploy: d, on_failure: e}
`;

function releaseOf(more: Partial<Release> = {}): Release {
  const spec = readSpec(readYaml(TEXT, "release.yml"), { path: "release.yml", environment: "prod" });
  return {
    ...{
      spec,
      hosts: ["w1", "w2", "w3"],
      roles: [],
      secrets: { TOKEN: "x" },
      kind: "deploy",
      version: "1.0",
    },
    ...{ image: "r/web@sha256:0", run: "r1", by: "ann", git: "", when: "", playbook: ["tera", "playbook"] },
    lock: { wait: 0, breakReason: "", reason: "" },
    ...more,
  } as Release;
}

/** Every task, those in blocks too. */
function tasksOf(tasks: unknown): PlainDict[] {
  return (tasks as PlainDict[]).flatMap((task) => [
    ...(task.block ? tasksOf(task.block) : [task]),
    ...(task.rescue ? tasksOf(task.rescue) : []),
  ]);
}

const namesOf = (play: PlainDict): string[] => tasksOf(play.tasks).map(({ name }) => String(name));

test("hooks stand where they belong: before the lock, before the first change, behind the first batch, at the end", (t) => {
  const plays = releasePlays(releaseOf());
  const [lock, prepare, first, second, finish] = plays.map(namesOf);
  t.is(plays.length, 5);
  t.deepEqual(lock, ["Hook pre_connect", "Take the lock"]);
  t.true(prepare!.indexOf("Hook pre_deploy") < prepare!.indexOf("Get the image"));
  t.true(first!.indexOf("Wait") < first!.indexOf("Hook canary"));
  t.true(first!.indexOf("Hook canary") < first!.indexOf("Remember that it is done"));
  t.false(second!.some((name) => name.startsWith("Hook") || name === "Wait"));
  t.true(finish!.indexOf("Hook post_deploy") < finish!.indexOf("Hook on_failure"));
});

test("a hook that is a playbook is run by tera, everything else by sh", (t) => {
  const words = (name: string): unknown => {
    const found = releasePlays(releaseOf())
      .flatMap((play) => tasksOf(play.tasks))
      .find((task) => task.name === name)!;
    return (found["ansible.builtin.command"] as PlainDict).argv;
  };
  t.deepEqual(words("Hook pre_deploy"), ["tera", "playbook", "b.yml"]);
  t.deepEqual(words("Hook canary"), ["sh", "-c", "c"]);
});

test("the lock is taken on one host before the others", (t) => {
  const [lock] = releasePlays(releaseOf());
  t.like(lock, { serial: [1, "100%"], any_errors_fatal: true, hosts: ["w1", "w2", "w3"] });
});

test("secrets are written before their container is made, and go with it", (t) => {
  const [, , first, , finish] = releasePlays(releaseOf()).map(namesOf);
  t.true(first!.indexOf("Write its secrets") < first!.indexOf("Make the new container"));
  t.true(first!.indexOf("Stop the new container") < first!.indexOf("Remove its secrets"));
  t.true(finish!.lastIndexOf("Stop the old container") < finish!.lastIndexOf("Remove its secrets"));
});

/** What is asked for; which one the hosts are asked to choose, and whether its image is got. */
const CHOSEN: readonly (readonly [
  what: string,
  more: Partial<Release>,
  choose: string | undefined,
  gets: boolean,
])[] = [
  ["a version by digest", {}, undefined, true],
  ["what runs", { version: undefined, image: "" }, "Find the release that runs", true],
  [
    "the one before",
    { kind: "rollback", version: undefined, image: "" },
    "Find the release to go back to",
    false,
  ],
];

for (const [what, more, choose, gets] of CHOSEN)
  test(`a release of ${what}: what the hosts are asked`, (t) => {
    const names = namesOf(releasePlays(releaseOf(more))[1]!);
    t.is(
      names.find((name) => name.startsWith("Find")),
      choose,
    );
    t.is(names.includes("Get the image"), gets);
  });

test("behind `tera provision` every play leaves hosts alone that have no release, and the first one finds out", (t) => {
  const plays = releasePlays(releaseOf({ version: undefined, image: "", follows: true }));
  const [look, ...others] = plays.map(namesOf);
  t.deepEqual(look, ["Read what there is", "See whether one runs"]);
  t.is(others.length, 5);
  for (const names of others) t.is(names[0], "Leave hosts alone that have no release");
});

test("a release that is good is noted where hosts that are born later look, and one that is not noted is no success", (t) => {
  const spec = readSpec(readYaml(`${TEXT}current: /a/b\n`, "release.yml"), {
    path: "release.yml",
    environment: "prod",
  });
  const tasks = tasksOf(releasePlays(releaseOf({ spec })).at(-1)!.tasks);
  const noted = tasks.find(({ name }) => name === "Note it for hosts that are born later")!;
  t.deepEqual((noted["ansible.builtin.command"] as PlainDict).argv, [
    ...["aws", "ssm", "put-parameter", "--name", "/a/b", "--type", "String", "--overwrite"],
    ...["--value", "{{ tera_image }}"],
  ]);
  t.deepEqual(noted.when, ["not tera_failed", "tera_current_name != ''"]);
  t.regex(String(tasks.at(-1)!.when), /tera_current.* is failed/);
  t.false(tasksOf(releasePlays(releaseOf()).at(-1)!.tasks).some(({ name }) => name === noted.name));
});

test("what this machine does, it does as who has typed the command, whatever the hosts' user becomes", (t) => {
  const here = releasePlays(releaseOf())
    .flatMap((play) => tasksOf(play.tasks))
    .filter((task) => task.delegate_to === "localhost");
  t.true(here.length >= 6);
  for (const { name, vars } of here) t.like(vars, { ansible_become: false }, String(name));
});

const ECR = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
const TOKENS: readonly (readonly [image: string, proxy: string, gets: readonly string[]])[] = [
  ["r.example/web@sha256:0", "caddy", ["Get the image"]],
  [`${ECR}/web@sha256:0`, "caddy", ["Log in to ECR", "Get the image", "Log out of ECR"]],
  [
    "r.example/web@sha256:0",
    `${ECR}/caddy@sha256:0`,
    ["Get the image", "Log in to ECR", "Get the proxy's image"],
  ],
  [
    "r.example/web@sha256:0",
    "{{ proxy_image }}",
    ["Get the image", "Log in to ECR", "Get the proxy's image"],
  ],
];

for (const [image, proxy, gets] of TOKENS)
  test(`how ${image} and the proxy ${proxy} are got`, (t) => {
    const text = TEXT.replace("r/web", '""').replace("image: caddy", `image: "${proxy}"`);
    const spec = readSpec(readYaml(text, "release.yml"), { path: "release.yml", environment: "prod" });
    const tasks = releasePlays(releaseOf({ spec, image }))[1]!.tasks as PlainDict[];
    const all = tasks.flatMap((task) => tasksOf([task, ...((task.always ?? []) as PlainDict[])]));
    const found = all.map(({ name }) => String(name)).filter((name) => /^(Get|Log)/.test(name));
    t.deepEqual(found.slice(0, gets.length), gets);
    t.is(found.includes("Get the proxy's image"), gets.includes("Get the proxy's image"));
  });

const PROXY: readonly (readonly [what: string, more: Partial<Release>, when: string])[] = [
  ["where something of it differs", {}, "tera_caddyfile is changed or"],
  ["always where that is asked for", { restartsProxy: true }, "true"],
];

for (const [what, more, when] of PROXY)
  test(`another proxy is made ${what}`, (t) => {
    const tasks = tasksOf(releasePlays(releaseOf(more))[1]!.tasks);
    const [made] = tasks.filter(({ name }) => name === "Make the new proxy");
    t.true(String(made!.when).startsWith(when), String(made!.when));
  });

test("no batch is alone in its play but the first: when it is lost, those before it are returned", (t) => {
  const spec = { ...releaseOf().spec, batches: ["1"] };
  const batches = releasePlays(releaseOf({ spec })).filter(({ name }) => /: batch/.test(String(name)));
  t.deepEqual(
    batches.map(({ hosts }) => hosts),
    [["w1"], ["w1", "w2"], ["w1", "w2", "w3"]],
  );
  const [first, ...others] = batches.map(({ tasks }) => (tasks as PlainDict[])[0]!);
  t.is(first!["ansible.builtin.meta"], undefined);
  t.deepEqual(
    others.map((task) => [task["ansible.builtin.meta"], task.when]),
    [
      ["end_host", 'inventory_hostname not in ["w2"]'],
      ["end_host", 'inventory_hostname not in ["w3"]'],
    ],
  );
});

test("a port that a container has is taken over in the order that loses nothing, and not where a domain is listened on", (t) => {
  const plays = releasePlays(releaseOf());
  const all = plays.flatMap(namesOf);
  const order = [
    ...["Say that what there was gets the requests as yet", "Put the new proxy in its place"],
    ...["Wait until it is ready", "Switch to it", "Lead the requests to the proxy", "Ask it from outside"],
    ...["Stop the container from before", "Note that it is good"],
  ];
  t.deepEqual(
    all.filter((name, index) => order.includes(name) && all.indexOf(name) === index),
    order,
  );
  const block = (plays.at(-1)!.tasks as PlainDict[]).find(({ name }) => name === "Finish the release")!;
  const taken = (block.block as PlainDict[]).find(({ name }) => name === "Take over the port")!;
  t.deepEqual(
    tasksOf(taken.block).map(({ name, vars }) => [name, (vars as PlainDict)?.tera_listen]),
    [
      ["Stop the container from before", undefined],
      ["Write the service's part of it", 80],
      ["Make the new proxy", 80],
      ["Put the new proxy in its place", 80],
    ],
  );
  const spec = { ...releaseOf().spec, listen: "shop.example" };
  t.false(
    releasePlays(releaseOf({ spec }))
      .flatMap(namesOf)
      .some((name) => /Lead|from before/.test(name)),
  );
});

test("what is told of a preparation that failed knows the release", (t) => {
  const [play] = failurePlays(releaseOf());
  t.like(play, { hosts: "localhost", vars: { tera_version: "1.0", tera_image: "r/web@sha256:0" } });
  t.deepEqual(namesOf(play!), ["Hook on_failure"]);
});
