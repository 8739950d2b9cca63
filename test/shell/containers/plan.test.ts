import test from "ava";
import { ALIASES } from "../../../src/shell/containers/faults.js";
import type { Inspected } from "../../../src/shell/containers/inspected.js";
import { connectWords, networkChanges, type WantedNetwork } from "../../../src/shell/containers/networks.js";
import { type Plan, planOf } from "../../../src/shell/containers/plan.js";

/** A container of the image a:1, whose ID is `sha256:1`, and that runs. */
const running = (more: Inspected = {}): Inspected => ({
  Image: "sha256:1",
  Config: { Image: "a:1", User: "me" },
  State: { Running: true },
  HostConfig: {},
  NetworkSettings: { Networks: { one: {}, two: {} } },
  ...more,
});
const stopped = running({ State: { Running: false } });
const paused = running({ State: { Running: true, Paused: true } });

type Seen = [args: Inspected, container: Inspected | undefined, imageId?: string];

function planned([args, container, imageId = "sha256:1"]: Seen): Plan {
  const context = { args: { state: "started", ...args }, image: {}, home: "", ids: new Map(), fileEnv: {} };
  return planOf({ container, context, imageId }, ALIASES);
}

const image = { image: "a:1" };
const exists = [false, true];

/** [what there is and is wanted, of the plan what is not nothing, of the diff what is before and what is after] */
const PLANS: readonly [seen: Seen, plan: Partial<Plan>, changes: Record<string, readonly unknown[]>][] = [
  [[{ state: "absent" }, undefined], {}, {}],
  [[{ state: "absent" }, stopped], { act: "remove" }, { exists: [true, false] }],
  [[{ state: "absent" }, running()], { act: "remove" }, { exists: [true, false], running: [true, false] }],
  [[image, undefined], { act: "create", goal: "start", image: "a:1" }, { exists, running: [false, true] }],
  [[{ ...image, state: "present" }, undefined], { act: "create", image: "a:1" }, { exists }],
  [[{ ...image, state: "stopped" }, undefined], { act: "create", image: "a:1" }, { exists }],
  [[image, running()], {}, {}],
  [[{ ...image, state: "healthy" }, stopped], { goal: "start" }, { running: [false, true] }],
  [[image, stopped], { goal: "start" }, { running: [false, true] }],
  [[{ ...image, state: "present" }, stopped], {}, {}],
  [[{ ...image, state: "stopped" }, running()], { goal: "stop" }, { running: [true, false] }],
  [[{ ...image, state: "stopped" }, stopped], {}, {}],
  [[{ ...image, restart: true }, running()], { goal: "restart" }, { restarted: [false, true] }],
  [[{ ...image, restart: true }, stopped], { goal: "start" }, { running: [false, true] }],
  [[{ ...image, restart: true, state: "present" }, running()], {}, {}],
  [[{ paused: true }, running()], { pause: "pause" }, { paused: [false, true] }],
  [[{ paused: false }, paused], { pause: "unpause" }, { paused: [true, false] }],
  [[{ paused: true }, paused], {}, {}],
  [[{ paused: true, state: "present" }, running()], {}, {}],
  // another image, or another name of it
  [
    [image, running(), "sha256:2"],
    { act: "replace", goal: "start", image: "a:1" },
    { image: ["a:1 sha256:1", "a:1 sha256:2"] },
  ],
  [
    [image, running(), ""],
    { act: "replace", goal: "start", image: "a:1" },
    { image: ["a:1 sha256:1", "a:1 (what the registry has)"] },
  ],
  [[{ image: "b" }, running()], { act: "replace", goal: "start", image: "b" }, { image_name: ["a:1", "b"] }],
  [[{ image: "b", image_name_mismatch: "ignore" }, running()], {}, {}],
  [[{ image: "b", comparisons: { image: "ignore" } }, running(), "sha256:2"], {}, {}],
  [[{ image: "docker.io/library/a:1" }, running()], {}, {}],
  [
    [{ image: "docker.io/other/a:1" }, running()],
    { act: "replace", goal: "start", image: "docker.io/other/a:1" },
    { image_name: ["a:1", "docker.io/other/a:1"] },
  ],
  [[{ image: "index.docker.io/library/a" }, running({ Config: { Image: "a:latest" } })], {}, {}],
  [[{ image: "r:5000/a" }, running({ Config: { Image: "r:5000/a:latest" } })], {}, {}],
  [[{ image: "0123456789ab" }, running()], {}, {}],
  [[{ image: `sha256:${"0".repeat(64)}` }, running()], {}, {}],
  // settings: in place where docker can, else anew
  [[{ user: "me" }, running()], {}, {}],
  [
    [{ user: "you" }, running()],
    { act: "replace", goal: "start", image: "sha256:1", words: ["--user", "you"] },
    { user: ["me", "you"] },
  ],
  [
    [{ user: "you", state: "present" }, running()],
    { act: "replace", image: "sha256:1", words: ["--user", "you"] },
    { user: ["me", "you"], running: [true, false] },
  ],
  [
    [{ user: "you", state: "stopped" }, stopped],
    { act: "replace", image: "sha256:1", words: ["--user", "you"] },
    { user: ["me", "you"] },
  ],
  [
    [{ user: "you", paused: true }, paused],
    { act: "replace", goal: "start", pause: "pause", image: "sha256:1", words: ["--user", "you"] },
    { user: ["me", "you"], paused: [false, true] },
  ],
  [[{ cpus: 2 }, running()], { update: ["--cpus", "2"] }, { cpus: ["0", "2000000000"] }],
  [
    [{ cpus: 2, recreate: true }, running()],
    { act: "replace", goal: "start", image: "sha256:1", words: ["--cpus", "2"] },
    { cpus: ["0", "2000000000"], recreate: [false, true] },
  ],
  [
    [{ env: { A: "new" } }, running({ Config: { Env: ["A=old", "B=c"] } })],
    { act: "replace", goal: "start", image: "sha256:1" },
    { env: [["A=(another value)", "B=(another value)"], ["A=new"]] },
  ],
  [
    [{ groups: ["a", "b"] }, running({ HostConfig: { GroupAdd: ["b", "c"] } })],
    { act: "replace", goal: "start", image: "sha256:1", words: ["--group-add", "a", "--group-add", "b"] },
    { groups: [["c"], ["a"]] },
  ],
  [
    [{ dns_servers: ["a"] }, running({ HostConfig: { Dns: ["a", "b"] } })],
    { act: "replace", goal: "start", image: "sha256:1", words: ["--dns", "a"] },
    { dns_servers: [["a", "b"], ["a"]] },
  ],
  // networks
  [[{ networks: [{ name: "one" }] }, running()], {}, {}],
  [
    [{ networks: [{ name: "one" }], purge_networks: true }, running()],
    { networks: { leave: ["two"], join: [] } },
    { networks: [["one", "two"], ["one"]] },
  ],
  [
    [{ networks: [{ name: "one" }], comparisons: { networks: "strict" } }, running()],
    { networks: { leave: ["two"], join: [] } },
    { networks: [["one", "two"], ["one"]] },
  ],
  [
    [{ networks: [{ name: "one" }], purge_networks: true, comparisons: { networks: "ignore" } }, running()],
    {},
    {},
  ],
  [
    [{ networks: [{ name: "more" }] }, running()],
    { networks: { leave: [], join: [{ name: "more" }] } },
    {
      networks: [
        ["one", "two"],
        ["more", "one", "two"],
      ],
    },
  ],
  [
    [{ image: "a:1", networks: [{ name: "one" }, { name: "x" }] }, undefined],
    {
      act: "create",
      goal: "start",
      image: "a:1",
      words: ["--network", "one"],
      networks: { leave: [], join: [{ name: "x" }] },
    },
    { exists, running: [false, true] },
  ],
  [
    [{ image: "a:1", networks: [{ name: "one" }], networks_cli_compatible: false }, undefined],
    { act: "create", goal: "start", image: "a:1", networks: { leave: [], join: [{ name: "one" }] } },
    { exists, running: [false, true] },
  ],
  [
    [{ image: "a:1", network_mode: "x", networks: [{ name: "one" }, { name: "x" }] }, undefined],
    {
      act: "create",
      goal: "start",
      image: "a:1",
      words: ["--network", "x"],
      networks: { leave: [], join: [{ name: "one" }] },
    },
    { exists, running: [false, true] },
  ],
  // the program
  [
    [{ image: "a:1", entrypoint: "a b", command: "c 'd e'" }, undefined],
    { act: "create", goal: "start", image: "a:1", words: ["--entrypoint", "a"], program: ["b", "c", "d e"] },
    { exists, running: [false, true] },
  ],
];

const NOTHING = {
  act: "",
  image: "",
  words: [],
  program: [],
  update: [],
  networks: { leave: [], join: [] },
  goal: "",
  pause: "",
};

for (const [seen, expected, changes] of PLANS) {
  const [args, container, imageId] = seen;
  const state = container ? JSON.stringify(container.State) : "none";
  test(`${JSON.stringify(args)} of ${state} ${imageId ?? ""}: ${JSON.stringify(changes)}`, (t) => {
    const { before, after, ...plan } = planned(seen);
    t.deepEqual(plan, { ...NOTHING, ...expected } as typeof plan);
    t.deepEqual(
      Object.fromEntries(
        Object.keys({ ...before, ...after }).map((name) => [name, [before[name], after[name]]]),
      ),
      changes as Record<string, [unknown, unknown]>,
    );
  });
}

/** A network's argument, how docker shows a place that is so, and the words that join it. */
const PLACES: readonly [wanted: Omit<WantedNetwork, "name">, found: Inspected, words: string[]][] = [
  [{}, {}, []],
  [{ ipv4_address: "10.0.0.2" }, { IPAMConfig: { IPv4Address: "10.0.0.2" } }, ["--ip", "10.0.0.2"]],
  [{ ipv6_address: "fd00::2" }, { IPAMConfig: { IPv6Address: "fd00::2" } }, ["--ip6", "fd00::2"]],
  [{ aliases: ["a", "b"] }, { Aliases: ["a"], DNSNames: ["b", "c"] }, ["--alias", "a", "--alias", "b"]],
  [{ links: ["db", "x:y"] }, { Links: ["/db:/web/db", "x:y"] }, ["--link", "db:db", "--link", "x:y"]],
  [
    { mac_address: "02-AA-00-00-00-01" },
    { MacAddress: "02:aa:00:00:00:01" },
    ["--driver-opt", "com.docker.network.endpoint.macaddress=02:AA:00:00:00:01"],
  ],
  [{ driver_opts: { a: 1 } }, { DriverOpts: { a: "1", b: "2" } }, ["--driver-opt", "a=1"]],
  [{ gw_priority: 2 }, { GwPriority: 2 }, ["--gw-priority", "2"]],
];

for (const [wanted, found, words] of PLACES)
  test(`a container in a network as ${JSON.stringify(wanted)} stays there, one that is not joins anew`, (t) => {
    const network = { name: "n", ...wanted };
    const changes = (now: Inspected) =>
      networkChanges({ NetworkSettings: { Networks: { n: now } } }, [network], "allow_more_present");
    t.deepEqual(changes(found), { leave: [], join: [] });
    t.deepEqual(
      changes({}),
      words.length === 0 ? { leave: [], join: [] } : { leave: ["n"], join: [network] },
    );
    t.deepEqual(connectWords(network), words);
  });

const FIRST: readonly [wanted: Omit<WantedNetwork, "name">, words: string[]][] = [
  [{ ipv4_address: "1", ipv6_address: "2" }, ["--network", "n", "--ip", "1", "--ip6", "2"]],
  [{ mac_address: "02-00" }, ["--network", "n", "--mac-address", "02:00"]],
  [{ aliases: ["a"], links: ["b"] }, ["--network", "n", "--network-alias", "a", "--link", "b:b"]],
  [{ driver_opts: { a: 1 } }, ["--network", 'name=n,"driver-opt=a=1"']],
  [{ gw_priority: 0 }, ["--network", "name=n,gw-priority=0"]],
];

for (const [wanted, words] of FIRST)
  test(`the first network of a new container, as ${JSON.stringify(wanted)}, is named by docker create`, (t) => {
    t.deepEqual(planned([{ ...image, networks: [{ name: "n", ...wanted }] }, undefined]).words, words);
  });
