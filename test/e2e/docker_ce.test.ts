import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { ENGINE_TIMEOUT, type Engine, missingForEngine, startEngine } from "../helpers/docker_engine.js";
import { type AptRepository, startAptRepository } from "./apt_repository.js";
import { changedTasks, recap, tera } from "./cli.js";
import { type DockerHost, startHost } from "./docker_host.js";
import { buildHostImage, release } from "./docker_images.js";

const missing = missingForEngine([
  ["debootstrap", "debootstrap"],
  ["gpg", "gnupg"],
  ["dpkg-deb", "dpkg"],
]);
const folder = mkdtempSync(join(tmpdir(), "tera-docker-ce-"));
let engine: Engine;
let repository: AptRepository;
let host: DockerHost;

test.after.always(async () => {
  await host?.remove();
  repository?.stop();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

if (missing && process.env.CI) test("the test of Docker's own packages can run", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

real("a repository of Docker's package names, signed with a key of the test's own", async (t) => {
  t.timeout(ENGINE_TIMEOUT);
  engine = await startEngine(join(folder, "engine"), { network: true });
  repository = await startAptRepository(join(folder, "apt"), release().suite, engine.gateway);
  host = await startHost(engine, await buildHostImage(engine, folder), join(folder, "host"));
  t.regex(repository.fingerprint, /^[0-9A-F]{40}$/);
});

real("a key with another fingerprint is refused before anything trusts it", async (t) => {
  t.timeout(120_000);
  const run = await provision("");
  t.is(run.code, 2, run.stdout + run.stderr);
  t.regex(run.stdout, /TASK \[docker : Refuse a key with another fingerprint\] \*+\nfatal: /);
  const trusted =
    "ls /etc/apt/keyrings/docker.asc /etc/apt/sources.list.d/docker.sources 2>/dev/null || true";
  t.is(await host.run(trusted), "");
});

real("the engine comes from the repository, and a second run changes nothing", async (t) => {
  t.timeout(240_000);
  const settings = `docker_deb_fingerprint: ${repository.fingerprint}`;
  const first = await provision(settings);
  t.is(first.code, 0, first.stdout + first.stderr);
  t.regex(await host.run("docker version -f '{{.Server.Version}}'"), /^\d+\./);
  t.regex(
    await host.run("apt-cache policy docker-ce"),
    new RegExp(`Installed: 5:99.0-1[^]*${repository.url}`),
  );
  t.is(
    await host.run("cat /etc/apt/sources.list.d/docker.sources"),
    `Types: deb
URIs: ${repository.url}/debian
Suites: ${release().suite}
Components: stable
Signed-By: /etc/apt/keyrings/docker.asc`,
  );
  for (const check of [[], ["--check"]]) {
    const again = await provision(settings, check);
    t.is(again.code, 0, again.stdout + again.stderr);
    t.deepEqual(changedTasks(again.stdout), []);
    t.is(recap(again.stdout).fresh?.changed, 0);
  }
});

/** Runs the role `docker` on the host. */
function provision(settings: string, options: string[] = []) {
  const inventory = join(folder, "hosts.yml");
  writeFileSync(
    inventory,
    `all:
  hosts:
    fresh:
      ansible_host: ${host.address}
      ansible_user: deploy
      ansible_ssh_private_key_file: ${host.key}
      ansible_ssh_known_hosts_file: ${join(folder, "known_hosts")}
      docker_source: docker-ce
      docker_repository_url: ${repository.url}
      ${settings}
`,
  );
  const playbook = join(folder, "docker.yml");
  writeFileSync(playbook, `- {hosts: all, become: true, roles: [${process.cwd()}/roles/docker]}\n`);
  return tera(["playbook", "-i", inventory, playbook, ...options]);
}
