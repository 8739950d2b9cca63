import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { execa } from "execa";
import docker_container from "../../../src/modules/containers/docker_container.js";
import { ENGINE_TIMEOUT, type Engine, missingForEngine, startEngine } from "../../helpers/docker_engine.js";
import { freePort } from "../../helpers/loopback.js";
import { applied, type Mode } from "../../helpers/module.js";

const missing = missingForEngine([["busybox", "busybox"]]);
const folder = mkdtempSync(join(tmpdir(), "tera-container-"));
const image = "tera-test/box";
const stops = join(folder, "stops");
let engine: Engine;

test.before(async (t) => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  t.timeout(ENGINE_TIMEOUT);
  mkdirSync(stops);
  engine = await startEngine(join(folder, "engine"), { network: true });
  await makeImage();
});

test.after.always(async () => {
  const ours = await engine?.docker(["ps", "-aq", "--filter", "name=tera-test-"]).catch(() => "");
  if (ours) await engine.docker(["rm", "-f", "-v", ...ours.split("\n")]);
  await engine?.docker(["network", "rm", "tera-test-net"]).catch(() => undefined);
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = missing ? test.skip : test.serial;

/** An image of busybox alone. */
async function makeImage(): Promise<void> {
  const root = join(folder, "root");
  const { stdout } = await execa("ldd", ["/usr/bin/busybox"], { reject: false });
  const libraries = [...stdout.matchAll(/(\/\S+)/g)].map(([path]) => path!);
  for (const path of ["/bin/busybox", ...libraries]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    cpSync(path, join(root, path), { dereference: true });
  }
  symlinkSync("busybox", join(root, "bin/sh"));
  const tar = join(folder, "box.tar");
  await execa("tar", ["-C", root, "-cf", tar, "."]);
  await engine.docker(["import", "--change", "ENV OF_IMAGE=1", "--change", "LABEL of=image", tar, image]);
}

/** A server that answers its version, and writes down that it was told to stop, and not killed. */
const serving = (version: string) => [
  "sh",
  "-c",
  `busybox mkdir -p /www; echo ${version} >/www/index.html
   trap 'busybox sleep 1; echo ${version} >>/stops/log; exit 0' TERM
   busybox httpd -f -p 80 -h /www & wait`,
];

const run = (given: Record<string, unknown>, mode: Mode = {}) =>
  applied(docker_container, { docker_host: engine.host, ...given } as never, mode);

const names = async () =>
  (await engine.docker(["ps", "-a", "--format", "{{.Names}}", "--filter", "name=tera-test-"]))
    .split("\n")
    .sort();

const answers = async (port: number): Promise<string> => {
  for (let tries = 0; tries < 30; tries++) {
    const text = await fetch(`http://127.0.0.1:${port}/`).then(
      (answer) => answer.text(),
      () => "",
    );
    if (text !== "") return text.trim();
    await sleep(100);
  }
  return "";
};

const id = (name: string) => engine.docker(["inspect", "-f", "{{.Id}}", name]);

/** A container with all that is wanted of version 1, and the port it answers on. */
async function served(name: string, version = "v1") {
  const port = await freePort();
  const given = {
    name,
    image,
    pull: "never",
    command: serving(version),
    published_ports: [`127.0.0.1:${port}:80`],
    volumes: [`${stops}:/stops`],
    stop_timeout: 20,
    restart_policy: "unless-stopped",
  };
  return { port, given, start: () => run(given) };
}

real("a container is predicted, made, and then as wanted", async (t) => {
  t.timeout(60_000);
  const { given, port, start } = await served("tera-test-web");
  const predicted = await run(given, { check: true, diff: true });
  t.true(predicted.changed, JSON.stringify(predicted));
  t.deepEqual(predicted.diff, {
    before: { exists: false, running: false },
    after: { exists: true, running: true },
  });
  t.deepEqual(await names(), [""]);
  const made = await start();
  t.true(made.changed, JSON.stringify(made));
  t.is(await answers(port), "v1");
  for (const check of [true, false]) {
    const again = await run(given, { check, diff: true });
    t.false(again.changed, JSON.stringify(again.diff ?? again));
  }
});

real(
  "the old one is stopped by its own signal and in its own time, and the new one has its place",
  async (t) => {
    t.timeout(60_000);
    const { given, port } = await served("tera-test-web", "v1");
    await run(given);
    await answers(port);
    const before = await id("tera-test-web");
    const next = { ...given, command: serving("v2"), env: { NAME: "a b", LINES: "one\ntwo" } };
    const predicted = await run(next, { check: true, diff: true });
    t.true(predicted.changed);
    t.is(await id("tera-test-web"), before);
    const done = await run(next, { diff: true });
    t.true(done.changed, JSON.stringify(done));
    t.deepEqual(done.diff, predicted.diff);
    t.is(await answers(port), "v2");
    t.regex(readFileSync(join(stops, "log"), "utf8"), /v1\n$/);
    t.deepEqual(await names(), ["tera-test-web"]);
    const environment = JSON.parse(
      await engine.docker(["inspect", "-f", "{{json .Config.Env}}", "tera-test-web"]),
    );
    for (const pair of ["NAME=a b", "LINES=one\ntwo", "OF_IMAGE=1"]) t.true(environment.includes(pair), pair);
  },
);

const FAILURES: readonly [what: string, change: Record<string, unknown>, says: RegExp][] = [
  ["has a volume that cannot be", { volumes: ["/a:/b:/c:/d"] }, /cannot be made: [\s\S]*invalid/],
  [
    "is of an image that cannot be pulled",
    { image: "127.0.0.1:1/none:1", pull: "missing" },
    /127\.0\.0\.1:1/,
  ],
  [
    "wants a port that is taken",
    { published_ports: ["127.0.0.1:TAKEN:80"] },
    /cannot be started: [\s\S]*(in use|allocated)/,
  ],
  ["has a program that is not there", { command: ["/none"] }, /cannot be started: [\s\S]*\/none/],
  [
    "dies at once",
    { command: ["sh", "-c", "echo no word >&2; exit 3"] },
    /ends again and again[\s\S]*no word[\s\S]*the old one runs again/,
  ],
  [
    "is never healthy",
    {
      state: "healthy",
      healthy_wait_timeout: 2,
      healthcheck: { test: "echo sick; exit 1", interval: "500ms" },
    },
    /not healthy within 2 seconds; the last probe: 1 sick/,
  ],
  [
    "is in a network that is not there",
    { networks: [{ name: "tera-test-none" }] },
    /cannot be (made|started): [\s\S]*tera-test-none/,
  ],
];

for (const [what, change, says] of FAILURES)
  real(`the old one answers again where the new one ${what}`, async (t) => {
    t.timeout(60_000);
    const { given, port } = await served("tera-test-web", "v1");
    await run(given);
    t.is(await answers(port), "v1");
    const before = await id("tera-test-web");
    const other = await served("tera-test-other");
    await other.start();
    const wanted = JSON.parse(JSON.stringify(change).replace("TAKEN", String(other.port)));
    const failed = await run({ ...given, env: { NEW: "1" }, ...wanted });
    t.true(failed.failed, JSON.stringify(failed));
    t.regex(String(failed.msg), says);
    t.is(await answers(port), "v1");
    t.is(await id("tera-test-web"), before);
    t.deepEqual(await names(), ["tera-test-other", "tera-test-web"], "nothing is left over");
    await engine.docker(["rm", "-f", "tera-test-other"]);
  });

real("one that ends with an error is returned from, one that has done its work is not", async (t) => {
  t.timeout(60_000);
  const { given, start } = await served("tera-test-web");
  await start();
  const job = { ...given, restart_policy: "no" };
  const failed = await run({ ...job, command: ["sh", "-c", "echo no word >&2; exit 3"] });
  t.regex(String(failed.msg), /ended at once with status 3[\s\S]*no word[\s\S]*the old one runs again/);
  const done = await run({ ...job, command: ["sh", "-c", "exit 0"] });
  t.true(done.changed && done.failed === undefined, JSON.stringify(done));
});

real("what is no longer wanted is seen where the comparison is strict", async (t) => {
  t.timeout(60_000);
  const name = "tera-test-web";
  const given = { name, image, pull: "never", state: "present", command: ["sh"], env: { A: "1", B: "2" } };
  await run(given);
  const less = { ...given, env: { A: "1" } };
  t.false((await run(less, { check: true })).changed);
  const strict = { ...less, comparisons: { env: "strict" } };
  const seen = await run(strict, { check: true, diff: true });
  t.deepEqual(seen.diff, { before: { env: ["B=(another value)"] }, after: { env: [] } });
  await run(strict);
  t.false((await run(strict)).changed);
  t.false((await run({ ...given, comparisons: { "*": "ignore" }, hostname: "other" })).changed);
  t.true((await run({ ...strict, recreate: true }, { check: true })).changed);
});

real("a replacement that was interrupted is undone by the next run, wherever it was", async (t) => {
  t.timeout(90_000);
  const { given, port, start } = await served("tera-test-web", "v1");
  await start();
  const before = await id("tera-test-web");
  const stages: readonly (readonly string[])[] = [
    ["create --name tera-test-web.tera-next IMAGE"],
    ["stop tera-test-web", "rename tera-test-web tera-test-web.tera-previous"],
    [
      "create --name tera-test-web.tera-next IMAGE",
      "stop tera-test-web",
      "rename tera-test-web tera-test-web.tera-previous",
      "rename tera-test-web.tera-next tera-test-web",
    ],
  ];
  for (const stage of stages) {
    for (const line of stage) await engine.docker([...line.replace("IMAGE", `${image} sh`).split(" ")]);
    t.true((await run(given, { check: true })).changed);
    const mended = await start();
    t.true(mended.changed, JSON.stringify(mended));
    t.deepEqual(mended.warnings, [
      "a replacement of tera-test-web was interrupted earlier: what was left of it is gone",
    ]);
    t.is(await id("tera-test-web"), before);
    t.deepEqual(await names(), ["tera-test-web"]);
    t.is(await answers(port), "v1");
    t.false((await start()).changed);
  }
});

real("limits, the restart policy and networks are changed in place", async (t) => {
  t.timeout(60_000);
  const { given, start } = await served("tera-test-web");
  await start();
  await engine.docker(["network", "create", "--subnet", "198.19.77.0/24", "tera-test-net"]);
  const before = await id("tera-test-web");
  const wanted = {
    ...given,
    restart_policy: "always",
    networks: [{ name: "tera-test-net", ipv4_address: "198.19.77.9", aliases: ["first"] }],
  };
  for (const changed of [true, false]) {
    const result = await run(wanted, { diff: true });
    t.is(result.changed, changed, JSON.stringify(result));
  }
  const other = {
    ...wanted,
    purge_networks: true,
    networks: [{ name: "tera-test-net", aliases: ["second"] }],
  };
  const result = await run(other, { diff: true });
  t.deepEqual(result.diff, {
    before: { networks: ["bridge", "tera-test-net"] },
    after: { networks: ["tera-test-net"] },
  });
  t.false((await run(other)).changed);
  t.is(await id("tera-test-web"), before);
  t.is(
    await engine.docker(["inspect", "-f", "{{.HostConfig.RestartPolicy.Name}}", "tera-test-web"]),
    "always",
  );
  await run({ name: "tera-test-web", state: "absent" });
});

/** Containers as people make them, and the arguments that say the same. */
const BY_HAND: readonly [options: string, given: Record<string, unknown>][] = [
  ["", {}],
  ["-p 127.0.0.1:0:80 --expose 81", { published_ports: ["127.0.0.1::80"], exposed_ports: [81] }],
  ["-p 0.0.0.0:18081:80/udp", { published_ports: ["18081:80/udp"] }],
  ["-v /tmp:/data:ro -v named:/named -v /own", { volumes: ["/tmp:/data:ro", "named:/named:rw", "/own"] }],
  [
    "--mount type=bind,src=/tmp,dst=/m,readonly",
    { mounts: [{ type: "bind", source: "/tmp", target: "/m", read_only: true }] },
  ],
  [
    "-e A=1 -e B= --label x=y",
    { env: { A: "1", B: "" }, labels: { x: "y" }, comparisons: { env: "strict", labels: "strict" } },
  ],
  ["-m 64m --memory-reservation 32m", { memory: "64M", memory_reservation: "32MiB" }],
  ["--cap-add NET_ADMIN --cap-drop ALL", { capabilities: ["CAP_NET_ADMIN"], cap_drop: ["all"] }],
  [
    "--security-opt no-new-privileges --read-only --tmpfs /t",
    { security_opts: ["no-new-privileges:true"], read_only: true, tmpfs: ["/t"] },
  ],
  ["--tmpfs /t:size=1m", { tmpfs: ["/t:size=1m"] }],
  ["--ulimit nofile=64:128 --ulimit core=0", { ulimits: ["nofile:64:128", "core:0"] }],
  ["--device /dev/null:/dev/own:r", { devices: ["/dev/null:/dev/own:r"] }],
  ["--device /dev/null", { devices: ["/dev/null"] }],
  ["--restart on-failure:3", { restart_policy: "on-failure", restart_retries: 3 }],
  [
    "--health-cmd true --health-interval 90s --health-retries 2",
    { healthcheck: { test: ["CMD-SHELL", "true"], interval: "1m30s", retries: 2 } },
  ],
  ["--no-healthcheck", { healthcheck: { test: ["NONE"] } }],
  [
    "--dns 192.0.2.1 --dns-search example.org --dns-option ndots:2",
    { dns_servers: ["192.0.2.1"], dns_search_domains: ["example.org"], dns_opts: ["ndots:2"] },
  ],
  ["--add-host a:192.0.2.1", { etc_hosts: { a: "192.0.2.1" } }],
  ["--hostname h --user 1000:1000 --workdir /w", { hostname: "h", user: "1000:1000", working_dir: "/w" }],
  [
    "--group-add 7 --init --pid host --ipc host",
    { groups: ["7"], init: true, pid_mode: "host", ipc_mode: "host" },
  ],
  [
    "--shm-size 32m --stop-signal SIGINT --oom-score-adj 5",
    { shm_size: "32M", stop_signal: "SIGINT", oom_score_adj: 5 },
  ],
  [
    "--log-driver json-file --log-opt max-size=1m",
    { log_driver: "json-file", log_options: { "max-size": "1m" } },
  ],
  [
    "--sysctl net.ipv4.ip_unprivileged_port_start=0",
    { sysctls: { "net.ipv4.ip_unprivileged_port_start": 0 } },
  ],
  ["--network host", { network_mode: "host" }],
  ["--network container:tera-test-peer", { network_mode: "container:tera-test-peer" }],
  [
    "--link tera-test-peer:db --volumes-from tera-test-peer:ro",
    { links: ["tera-test-peer:db"], volumes_from: ["tera-test-peer:ro"] },
  ],
  ["--cpu-shares 512 --cpuset-cpus 0 --pids-limit 50", { cpu_shares: 512, cpuset_cpus: "0", pids_limit: 50 }],
  ["--cpus 0.5 --interactive --tty", { cpus: 0.5, interactive: true, tty: true }],
];

real(
  "a container made by hand is understood, each setting; and so is one that was made from them",
  async (t) => {
    t.timeout(180_000);
    await engine.docker(["create", "--name", "tera-test-peer", image, "sh"]);
    const rows = [...BY_HAND.entries()];
    const lane = async () => {
      for (let row = rows.shift(); row; row = rows.shift()) {
        const [index, [options, given]] = row;
        const name = `tera-test-hand${index}`;
        const words = options.split(" ").filter(Boolean);
        await engine.docker(["create", "--name", name, ...words, image, "sh", "-c", "a 'b'"]);
        const wanted = { name, image, pull: "never", state: "present", command: "sh -c \"a 'b'\"", ...given };
        for (const change of [{}, { recreate: true }, {}]) {
          const check = Object.keys(change).length === 0;
          const result = await run({ ...wanted, ...change }, { check, diff: true });
          t.is(result.changed, !check, `${options}: ${JSON.stringify(result.diff)} ${String(result.msg)}`);
        }
        await engine.docker(["rm", "-v", name]);
      }
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
    t.deepEqual(await names(), ["tera-test-peer"]);
    await engine.docker(["rm", "tera-test-peer"]);
  },
);

real("a container that is waited for gives its output and its status", async (t) => {
  t.timeout(60_000);
  const job = { name: "tera-test-job", image, pull: "never", detach: false, cleanup: true };
  const good = await run({ ...job, command: ["sh", "-c", "echo done"] });
  t.deepEqual([good.changed, good.failed, good.status], [true, undefined, 0], JSON.stringify(good));
  t.is((good.container as { Output: string }).Output, "done");
  const bad = await run({ ...job, command: ["sh", "-c", "echo no; exit 4"] });
  t.deepEqual([bad.failed, bad.status, bad.msg], [true, 4, "no"]);
  t.false((await names()).includes("tera-test-job"));
});

real(
  "absent stops before it removes, and volumes without a name stay unless they are not wanted",
  async (t) => {
    t.timeout(60_000);
    const { given, port, start } = await served("tera-test-web", "last");
    const volumes = async () =>
      (await engine.docker(["volume", "ls", "-q"])).split("\n").filter(Boolean).length;
    const before = await volumes();
    await run({ ...given, volumes: [...given.volumes, "/own"] });
    await answers(port);
    const gone = { name: "tera-test-web", state: "absent" };
    t.true((await run(gone, { check: true })).changed);
    t.true((await run({ ...gone, keep_volumes: false })).changed);
    t.regex(readFileSync(join(stops, "log"), "utf8"), /last\n$/);
    t.is(await volumes(), before);
    t.false((await run(gone)).changed);
    await start();
    t.true((await run({ ...gone, force_kill: true })).changed);
    t.false((await names()).includes("tera-test-web"));
  },
);
