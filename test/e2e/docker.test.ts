import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { ENGINE_TIMEOUT, type Engine, missingForEngine, startEngine } from "../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../helpers/docker_registry.js";
import { changedTasks, recap, tera } from "./cli.js";
import { type DockerHost, startHost, trust } from "./docker_host.js";
import { buildImages, type Images } from "./docker_images.js";

const VERSION = "3.2.1";
const PASSWORD = "token-of-the-registry";
const missing = missingForEngine([
  ["debootstrap", "debootstrap"],
  ["docker-registry", "docker-registry"],
  ["openssl", "openssl"],
]);
const folder = mkdtempSync(join(tmpdir(), "tera-docker-"));
let engine: Engine;
let registry: Registry;
let images: Images;
let host: DockerHost;
let inventory: string;
let predicted: string[];

test.after.always(async () => {
  await host?.remove();
  await registry?.stop();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

if (missing && process.env.CI) test("Docker's end-to-end test can run", (t) => t.fail(missing));
// on a user's machine it is skipped, and README.md says why; CI must have what it needs
const real = missing ? test.serial.skip : test.serial;

real("the images are built from this repository, and pushed to a registry", async (t) => {
  t.timeout(ENGINE_TIMEOUT);
  engine = await startEngine(join(folder, "engine"), { network: true });
  images = await buildImages(engine, folder, VERSION);
  registry = await startRegistry(join(folder, "registry"), { address: engine.gateway, password: PASSWORD });
  // loopback needs no trusted certificate
  await engine.docker(["login", "-u", registry.username, "--password-stdin", `127.0.0.1:${registry.port}`], {
    input: PASSWORD,
  });
  host = await startHost(engine, images.host, join(folder, "host"));
  await trust(host, engine, registry);
  inventory = join(folder, "hosts.yml");
  writeFileSync(inventory, hosts(await push(images.webapp), await push(images.redis)));
  t.regex(await host.run("command -v docker || echo none"), /^none$/);
});

real("check mode predicts all of it on a host without Docker, and changes nothing", async (t) => {
  t.timeout(120_000);
  const run = await tera(["provision", "--inventory", inventory, "--check", "--diff"]);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.regex(await host.run("command -v docker || echo none"), /^none$/);
  predicted = changedTasks(run.stdout);
});

real("a fresh host gets the engine, and both containers by digest", async (t) => {
  t.timeout(240_000);
  const run = await tera(["provision", "--inventory", inventory]);
  if (run.code !== 0) t.log(await host.run("tail -n 30 /var/log/docker.log; docker ps -a").catch(String));
  t.is(run.code, 0, run.stdout + run.stderr);
  t.notRegex(run.stdout + run.stderr, new RegExp(PASSWORD));
  t.deepEqual(changedTasks(run.stdout), predicted, "check mode predicts exactly what changes");
  const running = await host.run(
    "docker inspect -f '{{.Name}} {{.Config.Image}} {{.State.Running}}' redis webapp",
  );
  t.regex(running, /^\/redis \S+\/redis@sha256:\w{64} true\n\/webapp \S+\/webapp@sha256:\w{64} true$/);
  t.is(await word(`http://${host.address}:8080/hello`), "World");
});

real("no secret is in the host's list of processes, and Redis is reached by the app alone", async (t) => {
  const password = await host.run("cat /etc/tera/redis/password");
  t.regex(password, /^\w{48}$/);
  const processes = await host.run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
  t.false(processes.includes(password));
  t.false(processes.includes(PASSWORD));
  t.is(await host.run("docker port redis"), "");
});

real("the nine smoke checks pass", async (t) => {
  const run = await tera(["smoke", "--inventory", inventory]);
  t.is(run.code, 0, run.stdout + run.stderr);
});

real("a second run changes nothing", async (t) => {
  t.timeout(120_000);
  for (const check of [[], ["--check"]]) {
    const run = await tera(["provision", "--inventory", inventory, ...check]);
    t.is(run.code, 0, run.stdout + run.stderr);
    t.is(recap(run.stdout).fresh?.changed, 0, run.stdout);
  }
});

real("an engine that ends is started again, both containers with it, and the word is kept", async (t) => {
  t.timeout(120_000);
  const url = `http://${host.address}:8080/hello`;
  await fetch(url, { method: "POST", headers: { "content-type": "text/plain" }, body: "kept" });
  const before = await host.run("cat /run/docker.pid");
  await host.run(`kill ${before}`);
  // the new engine answers only when it has brought back the containers
  const state = () =>
    host.run("docker inspect -f '{{.State.Running}}' redis webapp && cat /run/docker.pid").catch(String);
  for (let tries = 0; tries < 100; tries++) {
    const [redis, webapp, pid] = (await state()).split("\n");
    if (redis === "true" && webapp === "true" && pid !== before && (await word(url)) === "kept") break;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  t.regex(await state(), /^true\ntrue\n\d+$/);
  t.not(await host.run("cat /run/docker.pid"), before);
  t.is(await word(url), "kept");
});

const word = (url: string) =>
  fetch(url).then(
    (answer) => answer.text(),
    () => "",
  );

/** Pushes an image; gives the name by digest under which hosts pull it. */
async function push(image: string): Promise<string> {
  const name = image.replace(/.*\//, "");
  const pushed = `127.0.0.1:${registry.port}/${name}`;
  await engine.docker(["tag", image, pushed]);
  const digest = /digest: (sha256:\w+)/.exec(await engine.docker(["push", pushed]))![1]!;
  await engine.docker(["rmi", pushed]);
  return `${engine.gateway}:${registry.port}/${name}@${digest}`;
}

function hosts(webapp: string, redis: string): string {
  return `
all:
  hosts:
    fresh:
      ansible_host: ${host.address}
      ansible_user: deploy
      ansible_ssh_private_key_file: ${host.key}
      ansible_ssh_known_hosts_file: ${join(folder, "known_hosts")}
      webapp_runtime: docker
      webapp_image: ${webapp}
      webapp_version: ${VERSION}
      smoke_version: ${VERSION}
      redis_image: ${redis}
      docker_source: distro
      docker_logins:
        - registry: ${engine.gateway}:${registry.port}
          username: ${registry.username}
          password: ${PASSWORD}
`;
}
