import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { type CliRun, changedTasks, tera } from "../e2e/cli.js";
import { buildReleaseHostImage } from "../e2e/docker_images.js";
import { type Engine, missingForEngine, startEngine } from "../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../helpers/docker_registry.js";
import { type Fleet, startFleet } from "./fleet.js";
import { type Seen, startLoad } from "./load.js";
import { programOf, pushService, type Version } from "./service.js";

const HOSTS = 4;
/** for each host, in a second: little, so that a busy machine is not what is measured */
const RATE = 20;
const VERSIONS: readonly Version[] = [
  { name: "1.0.0", env: {} },
  { name: "1.1.0", env: {} },
  { name: "2.0.0", env: {} },
  { name: "never", env: { READY: "never" } },
  { name: "crash", env: { CRASH: "2" } },
];
// ten minutes of two cores: npm run e2e:releases asks for it
const isAsked = process.env.E2E_RELEASES === "1";
const missing = missingForEngine([
  ["debootstrap", "debootstrap"],
  ["docker-registry", "docker-registry"],
  ["openssl", "openssl"],
  ["caddy", "caddy"],
]);
const folder = mkdtempSync(join(tmpdir(), "tera-rollout-"));
const release = join(folder, "release.yml");
let engine: Engine;
let registry: Registry;
let fleet: Fleet;
let images: Record<string, string>;

test.after.always(async () => {
  await fleet?.remove();
  await registry?.stop();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

if (missing && isAsked) test("releases on real engines can be tested", (t) => t.fail(missing));
const real = missing || !isAsked ? test.serial.skip : test.serial;

const run = (command: string, ...words: string[]): Promise<CliRun> =>
  tera([command, "-i", fleet.inventory, "--file", release, ...words], { env: { XDG_STATE_HOME: folder } });

const deploy = (version: string, ...words: string[]): Promise<CliRun> =>
  run("deploy", `${version}@${images[version]!.split("@")[1]}`, ...words);

const url = (index: number): string => `http://${fleet.hosts[index]!.address}:8080/hello`;

async function versions(): Promise<string[]> {
  const asked = fleet.hosts.map(async (_, index) => (await fetch(url(index))).headers.get("x-version"));
  return (await Promise.all(asked)).map(String);
}

/** Does something while every host is asked all the time. */
async function underLoad(t: ExecutionContext, work: () => Promise<CliRun>): Promise<CliRun> {
  const loads = fleet.hosts.map((_, index) => startLoad(url(index), RATE));
  const done = await work();
  const seen: Seen[] = await Promise.all(loads.map((load) => load.stop()));
  for (const { requests, p99, longest } of seen)
    t.log(`${requests} requests, p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`);
  t.deepEqual(
    seen.flatMap(({ failed }) => failed),
    [],
    done.stdout + done.stderr,
  );
  return done;
}

const said = ({ stdout, stderr }: CliRun): string => stdout + stderr;

real("the fleet starts", async (t) => {
  t.timeout(600_000);
  engine = await startEngine(join(folder, "engine"), { network: true });
  registry = await startRegistry(join(folder, "registry"), { address: engine.gateway });
  const image = await buildReleaseHostImage(engine, folder);
  images = await pushService(engine, registry, join(folder, "images"), {
    versions: VERSIONS,
    caddy: programOf("caddy"),
  });
  fleet = await startFleet(engine, registry, { folder: join(folder, "fleet"), count: HOSTS, image });
  writeFileSync(
    release,
    `service: web
image: ${images["1.0.0"]!.split("@")[0]}
listen: ":8080"
proxy: {image: "${images.caddy}"}
drain: 10
batches: [1, 1, 100%]
ready: {within: 20, stays: 3, watch: 1}
container:
  memory: 128m
  env: {TOKEN: "{{ token }}"}
`,
  );
  t.is(fleet.hosts.length, HOSTS);
});

real("the first release: check mode predicts what is then done", async (t) => {
  t.timeout(240_000);
  const predicted = await deploy("1.0.0", "--check", "-e", "token=of-the-app");
  t.is(predicted.code, 0, said(predicted));
  const done = await deploy("1.0.0", "-e", "token=of-the-app");
  t.is(done.code, 0, said(done));
  t.deepEqual(changedTasks(done.stdout), changedTasks(predicted.stdout));
  t.deepEqual(await versions(), Array(HOSTS).fill("1.0.0"));
});

real("the same release again changes nothing", async (t) => {
  t.timeout(120_000);
  const again = await deploy("1.0.0", "-e", "token=of-the-app");
  t.is(again.code, 0, said(again));
  t.deepEqual(changedTasks(again.stdout), []);
});

real("a good release drops no request", async (t) => {
  t.timeout(240_000);
  const done = await underLoad(t, () => deploy("1.1.0", "-e", "token=of-the-app"));
  t.is(done.code, 0, said(done));
  t.deepEqual(await versions(), Array(HOSTS).fill("1.1.0"));
});

for (const [version, why] of [
  ["never", /status 503 after[\s\S]*body: no database/],
  [
    "crash",
    /(?:it ended and was started anew by the engine|it has ended|ends again and again)[\s\S]*Error: out of luck/,
  ],
] as const)
  real(`a release that is no good (${version}) drops no request, is taken back, and says why`, async (t) => {
    t.timeout(240_000);
    const done = await underLoad(t, () => deploy(version, "-e", "token=of-the-app"));
    t.is(done.code, 2, said(done));
    t.regex(done.stdout, why);
    t.regex(done.stdout, /web1 is back on 1\.1\.0/);
    t.deepEqual(await versions(), Array(HOSTS).fill("1.1.0"));
  });

real("when the container of host 3 of 4 cannot be made, all four are on the old release", async (t) => {
  t.timeout(300_000);
  const live = "/var/lib/tera/proxy/live/prod-web/b";
  const third = fleet.hosts[2]!;
  // the port that the next container needs is somebody else's
  const ports = await third.run(
    "docker ps -a --format '{{.Names}}={{.Ports}}'; docker inspect -f '{{.HostConfig.PortBindings}}' $(docker ps -aq --filter label=tera.slot)",
  );
  const idle = (await third.run(`[ -e ${live} ] && echo a || echo b`)) === "a" ? 0 : 1;
  const numbers = [
    ...new Set([...ports.matchAll(/127\.0\.0\.1 (\d+)/g)].map(([, port]) => Number(port))),
  ].sort();
  await third.run(
    `docker rm -f web-prod-${idle === 0 ? "a" : "b"}; docker run -d --name blocker -p 127.0.0.1:${numbers[idle]}:8080 ${images["1.0.0"]}`,
  );
  const done = await underLoad(t, () => deploy("2.0.0", "-e", "token=of-the-app"));
  await third.run("docker rm -f blocker");
  t.is(done.code, 2, said(done));
  for (const name of ["web1", "web2", "web3", "web4"])
    t.regex(done.stdout, new RegExp(`${name} is back on 1\\.1\\.0`), done.stdout);
  t.deepEqual(await versions(), Array(HOSTS).fill("1.1.0"));
});

real(
  "a rollback drops no request; one to what is not there is refused before anything is touched",
  async (t) => {
    t.timeout(240_000);
    const refused = await run("rollback", "0.9.0", "-e", "token=of-the-app");
    t.is(refused.code, 2, said(refused));
    t.regex(said(refused), /there is no release 0\.9\.0[\s\S]*1\.1\.0[\s\S]*1\.0\.0/);
    t.deepEqual(changedTasks(refused.stdout), []);
    const done = await underLoad(t, () => run("rollback", "-e", "token=of-the-app"));
    t.is(done.code, 0, said(done));
    t.deepEqual(await versions(), Array(HOSTS).fill("1.0.0"));
  },
);

real("ledger, audit and lock say what was done; maintenance is a page", async (t) => {
  t.timeout(120_000);
  const releases = await run("releases", "-e", "token=x");
  t.regex(releases.stdout, /1\.0\.0 .* rollback .* good +4\/4 +web1,web2,web3,web4/);
  t.regex(releases.stdout, /2\.0\.0 .* returned/);
  t.regex((await run("audit")).stdout, /deploy 2\.0\.0 was taken back/);
  t.regex((await run("lock")).stdout, /web1: free/);
  t.is((await run("maintenance", "on")).code, 0);
  t.is((await fetch(url(0))).status, 503);
  t.is((await run("maintenance", "off")).code, 0);
  t.is((await fetch(url(0))).status, 200);
});
