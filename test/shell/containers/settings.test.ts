import { readFileSync } from "node:fs";
import test from "ava";
import { parse } from "yaml";
import { changesOf, createWords, updateWords } from "../../../src/shell/containers/compare.js";
import { ALIASES } from "../../../src/shell/containers/faults.js";
import type { Inspected } from "../../../src/shell/containers/inspected.js";
import type { Context } from "../../../src/shell/containers/setting.js";
import { SETTINGS } from "../../../src/shell/containers/settings.js";

type Row = [
  value: unknown,
  words: string[],
  found: Inspected,
  before: string[],
  args?: Inspected,
  image?: Inspected,
  host?: Partial<Context>,
];

const ROWS: Record<string, Row> = parse(readFileSync("test/shell/containers/settings.yml", "utf8"));

function contextOf(name: string, [value, , , , args = {}, image, host = {}]: Row): Context {
  const ids = new Map([["a", "id-of-a"]]);
  return { args: { ...args, [name]: value }, image, home: "/home/me", ids, fileEnv: {}, ...host };
}

const changesIn = (name: string, container: Inspected, row: Row) =>
  changesOf(container, contextOf(name, row), ALIASES).filter(({ setting }) => setting.name === name);

for (const [name, row] of Object.entries(ROWS)) {
  const [, words, found, before] = row;
  const setting = SETTINGS.find((one) => one.name === name)!;

  test(`${name} is told to docker in its words`, (t) => {
    t.deepEqual(setting.words(row[0], contextOf(name, row)), words);
  });

  test(`a container that has its ${name} is not changed, one without it is`, (t) => {
    t.deepEqual(changesIn(name, found, row), []);
    const changes = changesIn(name, {}, row);
    t.deepEqual(
      changes.map((change) => change.before),
      [before],
    );
    t.is(changes[0]!.setting, setting);
  });
}

test("every setting has a row", (t) => {
  t.deepEqual(SETTINGS.map(({ name }) => name).sort(), Object.keys(ROWS).sort());
});

/** What `docker update` can change while the container runs. */
const IN_PLACE = `blkio_weight cpu_period cpu_quota cpu_shares cpus cpuset_cpus cpuset_mems memory
  memory_reservation memory_swap pids_limit restart_policy restart_retries`.split(/\s+/);

test("what docker can change in a container that runs is known, and so is what is not compared unless asked", (t) => {
  t.deepEqual(
    SETTINGS.filter(({ update }) => update)
      .map(({ name }) => name)
      .sort(),
    IN_PLACE,
  );
  t.deepEqual(
    SETTINGS.filter(({ ignored }) => ignored).map(({ name }) => name),
    ["stop_timeout"],
  );
});

/** Values whose words or places depend on others: [arguments, the container, what differs]. */
const TOGETHER: readonly [args: Inspected, container: Inspected, differs: string[], image?: Inspected][] = [
  [{ pids_limit: -1 }, { HostConfig: { PidsLimit: 0 } }, []],
  [{ pids_limit: 0 }, { HostConfig: { PidsLimit: -1 } }, []],
  [{ restart_policy: "no" }, {}, []],
  [{ network_mode: "bridge" }, { HostConfig: { NetworkMode: "default" } }, []],
  [{ mac_address: "02:aa:00:00:00:01" }, { Config: { MacAddress: "02:aa:00:00:00:02" } }, ["mac_address"]],
  [{ memory_swap: "-1" }, { HostConfig: { MemorySwap: -1 } }, []],
  [{ dns_servers: ["1", "2"] }, { HostConfig: { Dns: ["2", "1"] } }, ["dns_servers"]],
  [{ dns_opts: ["1", "2"] }, { HostConfig: { DnsOptions: ["2", "1"] } }, []],
  [{ stop_timeout: 5 }, { Config: { StopTimeout: 6 } }, []],
  [{ entrypoint: "a b" }, { Config: { Entrypoint: ["a", "b"], Cmd: ["of image"] } }, []],
  [{ entrypoint: "a", command: "b" }, { Config: { Entrypoint: ["a"], Cmd: ["c"] } }, ["entrypoint"]],
  [{ command: "b" }, { Config: { Entrypoint: ["a"], Cmd: ["b"] } }, [], { Config: { Entrypoint: ["a"] } }],
  [{ command: "b" }, { Config: { Entrypoint: ["a"], Cmd: ["b"] } }, ["command"]],
  [{ env_file: "/f" }, { Config: { Env: ["A=image"] } }, [], { Config: { Env: ["A=image"] } }],
  [{ env_file: "/f" }, {}, ["env"], { Config: { Env: ["A=image"] } }],
  [
    { security_opts: ["seccomp=unconfined"] },
    { HostConfig: { SecurityOpt: ["seccomp={}"] } },
    ["security_opts"],
  ],
  [{ security_opts: ["seccomp=builtin"] }, { HostConfig: { SecurityOpt: ["seccomp=builtin"] } }, []],
  [{ healthcheck: {} }, { Config: { Healthcheck: { Test: ["CMD-SHELL", "a"] } } }, ["healthcheck"]],
  [{ healthcheck: { test: "NONE" } }, {}, []],
  [{ healthcheck: { test: ["NONE"] } }, { Config: { Healthcheck: { Test: ["NONE"] } } }, []],
  [{ healthcheck: { test: [] } }, { Config: { Healthcheck: { Test: [] } } }, []],
  [{ healthcheck: { test: "a" } }, { Config: { Healthcheck: { Test: ["CMD", "a"], Retries: 3 } } }, []],
  [
    { healthcheck: { test: "a", retries: 2 } },
    { Config: { Healthcheck: { Test: ["CMD", "a"], Retries: 3 } } },
    ["healthcheck"],
  ],
  [
    { healthcheck: { test_cli_compatible: true, retries: 3 } },
    { Config: { Healthcheck: { Test: ["CMD", "a"], Retries: 3 } } },
    [],
  ],
  [{ mounts: [{ target: "/a", read_only: false }] }, { HostConfig: { Mounts: [{ Target: "/a" }] } }, []],
  [
    { mounts: [{ target: "/a", read_only: true }] },
    { HostConfig: { Mounts: [{ Target: "/a" }] } },
    ["mounts"],
  ],
  [{ mounts: [{ target: "/a", source: "" }] }, { HostConfig: { Mounts: [{ Target: "/a" }] } }, []],
  [
    { mounts: [{ target: "/a", source: "b" }] },
    { HostConfig: { Mounts: [{ Target: "/a" }, { Target: "/b" }] } },
    ["mounts"],
  ],
  [{ volumes: ["/"] }, { Config: { Volumes: { "/": {} } } }, []],
  [{ user: "a", comparisons: { user: "ignore" } }, {}, []],
  [{ user: "a", comparisons: { "*": "ignore", user: "strict" } }, {}, ["user"]],
  [{ ports: ["80"], published_ports: ["80"], comparisons: { ports: "ignore" } }, {}, []],
  [
    { labels: { a: 1 }, comparisons: { labels: "strict" } },
    { Config: { Labels: { a: 1, b: 2 } } },
    ["labels"],
  ],
];

for (const [args, container, differs, image] of TOGETHER)
  test(`${JSON.stringify(args)} differs from ${JSON.stringify(container)} in ${differs.join() || "nothing"}`, (t) => {
    const context: Context = { args, image, home: "/home/me", ids: new Map(), fileEnv: {} };
    const changes = changesOf(container, context, ALIASES);
    t.deepEqual(
      changes.map(({ setting }) => setting.name),
      differs,
    );
  });

const CREATED: readonly [args: Inspected, words: string[], image?: Inspected][] = [
  [{}, []],
  [{ platform: "linux/arm64", user: "a" }, ["--platform", "linux/arm64", "--user", "a"]],
  [{ network_mode: "a" }, ["--network", "a"]],
  [{ network_mode: "a", networks: [{ name: "a" }, { name: "b" }] }, []],
  [{ network_mode: "c", networks: [{ name: "a" }] }, ["--network", "c"]],
  [{ command: [] }, ["--entrypoint", "/in"], { Config: { Entrypoint: ["/in", "-x"] } }],
  [{ command: [] }, ["--entrypoint", ""]],
  [{ command: ["a"] }, []],
  [{ command: [], entrypoint: ["b"] }, ["--entrypoint", "b"]],
  [{ entrypoint: [] }, ["--entrypoint", ""]],
  [{ restart_policy: "always", restart_retries: 3 }, ["--restart", "always"]],
  [{ restart_policy: "on-failure" }, ["--restart", "on-failure"]],
  [{ healthcheck: {} }, ["--no-healthcheck"]],
  [
    { healthcheck: { test: ["CMD-SHELL", "a", "b"], retries: 0 } },
    ["--health-cmd", "a b", "--health-retries", "0"],
  ],
  [{ healthcheck: { test: ["a", "b c"] } }, ["--health-cmd", "a 'b c'"]],
  [{ healthcheck: { test_cli_compatible: true, retries: 1 } }, ["--health-retries", "1"]],
  [{ memory: "a lot" }, ["--memory", "a lot"]],
  [
    { mounts: [{ type: "bind", source: "~x/a", target: 'b"c' }] },
    ["--mount", 'type=bind,source=~x/a,"target=b""c"'],
  ],
];

for (const [args, words, image] of CREATED)
  test(`${JSON.stringify(args)} makes docker create ${words.join(" ")}`, (t) => {
    const context: Context = { args, image, home: "/home/me", ids: new Map(), fileEnv: {} };
    t.deepEqual(createWords(context), words);
  });

const SWAP: readonly [args: Inspected, swap: number | undefined, words: string[]][] = [
  [{ memory: "1K" }, 4096, ["--memory", "1024", "--memory-swap", "2048"]],
  [{ memory: "1K" }, 0, ["--memory", "1024"]],
  [{ memory: "1K" }, -1, ["--memory", "1024"]],
  [{ memory: "1K" }, undefined, ["--memory", "1024"]],
  [{ memory: "1K", memory_swap: "3K" }, 4096, ["--memory", "1024", "--memory-swap", "3072"]],
  [{ cpus: 2 }, 4096, ["--cpus", "2"]],
];

for (const [args, swap, words] of SWAP)
  test(`${JSON.stringify(args)} where swap is ${swap} makes docker update ${words.join(" ")}`, (t) => {
    const context: Context = { args, image: undefined, home: "", ids: new Map(), fileEnv: {} };
    const container = { HostConfig: { MemorySwap: swap } };
    t.deepEqual(updateWords(changesOf(container, context, ALIASES), container, context), words);
  });
