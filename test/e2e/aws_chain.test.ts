import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { PERMISSIONS } from "../../src/aws/permissions.js";
import { ACCOUNT } from "../helpers/aws_env.js";
import { ENGINE_TIMEOUT, type Engine, missingForEngine, startEngine } from "../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../helpers/docker_registry.js";
import { type Moto, missingForMoto, startMoto } from "../helpers/moto.js";
import { environment, isSource, missingForTerraform } from "../helpers/terraform.js";
import { type Provider, startProvider } from "../helpers/terraform_provider.js";
import { type AptRepository, startAptRepository } from "./apt_repository.js";
import { changedTasks, recap, runProgram, tera } from "./cli.js";
import { type CloudHost, SYSTEMS, startCloudHost } from "./cloud_hosts.js";
import { trust } from "./docker_host.js";
import { buildHostImage, buildImages, buildRpmHostImage, type Images } from "./docker_images.js";
import { makeRpmRepositories, type RpmRepositories } from "./rpm_repository.js";

/*
 * The whole chain on one machine: Terraform makes registry and hosts at an emulator of AWS whose elastic IPs are
 * loopback addresses; behind each of the Linux ones stands a real host with a real SSH server. The inventory is
 * read from the emulator, the images come by digest from a real registry that wants the very token that the
 * emulator's ECR hands out, and the service is checked from outside. Only AWS and the kernel below the hosts are
 * not the real ones: to a playbook the hosts are Amazon Linux, Ubuntu and RHEL, with signed repositories of each.
 */

const REGION = "us-west-2";
const REGISTRY = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com`;
const VERSION = "4.5.6";
const LINUX = ["amazonlinux1", "rhel1", "ubuntu1"];
/** What the inventory calls a host: dev's and prod's are two. */
const named = (name: string): string => `dev-${name}`;

const missing =
  missingForEngine([
    ["debootstrap", "debootstrap"],
    ["docker-registry", "docker-registry"],
    ["openssl", "openssl"],
    ["gpg", "gnupg"],
    ["rpmbuild", "rpm"],
    ["createrepo_c", "createrepo-c"],
    ["curl", "curl"],
  ]) ??
  missingForTerraform() ??
  missingForMoto();
const folder = mkdtempSync(join(tmpdir(), "tera-chain-"));
const inventory = join(folder, "inventory");
/** Behind the Windows hosts there is nothing: test/windows-lab has one. */
const LINUX_ONLY = ["--inventory", inventory, "--limit", "all:!windows"];
const key = join(folder, "key");
const project = join(folder, "project");
const hosts: CloudHost[] = [];
let moto: Moto;
/** of the first `cloud up`, kept for those that follow */
let provider: Provider | undefined;
let engine: Engine;
let registry: Registry;
let images: Images;
let packages: { apt: AptRepository; rpm: RpmRepositories; url: string };

test.after.always(async () => {
  await Promise.all(hosts.map((host) => host.remove()));
  packages?.apt.stop();
  await registry?.stop();
  await engine?.stop();
  provider?.stop();
  await moto?.stop();
  rmSync(folder, { recursive: true, force: true });
});

if (missing && process.env.CI) test("the whole chain can run", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

interface MadeHost {
  ansible_host: string;
  os: string;
}
let made: Record<string, MadeHost>;

real("tera cloud up makes the registry and four hosts", async (t) => {
  t.timeout(400_000);
  await execa("ssh-keygen", ["-q", "-t", "rsa", "-b", "2048", "-m", "PEM", "-N", "", "-f", key]);
  moto = await startMoto({ amis: "test/fixtures/aws/amis.json", region: REGION });
  copyProject();
  const run = await cloud("up", "dev", "--no-provision");
  t.is(run.code, 0, run.stdout + run.stderr);
  provider = await startProvider(join(project, "terraform/deploy/.terraform/dev"), chainEnv());
  const listed = await tera(["inventory", "-i", "inventory/dev", "--list"], {
    cwd: project,
    env: chainEnv(),
  });
  t.is(listed.code, 0, listed.stderr);
  const { _meta: meta } = JSON.parse(listed.stdout) as { _meta: { hostvars: Record<string, MadeHost> } };
  made = meta.hostvars;
  t.deepEqual(Object.keys(made).sort(), [...LINUX, "windows1"]);
  for (const { ansible_host: address } of Object.values(made)) t.regex(address, /^127\./);
});

real("behind each Linux address stands a host of that system, without Docker", async (t) => {
  t.timeout(ENGINE_TIMEOUT);
  engine = await startEngine(join(folder, "engine"), { network: true });
  images = await buildImages(engine, folder, VERSION);
  const rpmHost = await buildRpmHostImage(engine, folder);
  packages = await startPackages();
  registry = await startRegistry(join(folder, "registry"), {
    address: engine.gateway,
    name: REGISTRY,
    port: 443,
    password: await tokenOfEcr(),
  });
  for (const name of LINUX) {
    const { os, ansible_host: address } = made[name]!;
    const host = await startCloudHost(engine, SYSTEMS[os]!, address, {
      folder,
      key,
      images: { apt: await buildHostImage(engine, folder), amazon: rpmHost, rhel: rpmHost },
      names: [`${REGISTRY}:${engine.gateway}`],
      repositories: { url: packages.url, releases: packages.rpm.releases },
    });
    hosts.push(host);
    await trust(host, engine, registry, REGISTRY);
    t.regex(await host.run("command -v docker || echo none"), /^none$/);
  }
});

real("the registry demands the token, and the images are in it", async (t) => {
  t.timeout(120_000);
  const local = `127.0.0.1:${registry.port}`;
  const status = ["--silent", "--insecure", "--output", "/dev/null", "--write-out", "%{http_code}"];
  t.is((await execa("curl", [...status, `https://${local}/v2/`])).stdout, "401");
  await engine.docker(["login", "-u", "AWS", "--password-stdin", local], { input: registry.password });
  const pushed = { webapp: await push(images.webapp), redis: await push(images.redis) };
  writeInventory(pushed);
  t.regex(pushed.webapp, new RegExp(`^${REGISTRY}/webapp@sha256:\\w{64}$`));
});

real("the inventory comes from EC2, each host in the group of its system", async (t) => {
  const run = await npm("tera", ["inventory", "-i", inventory, "--list"]);
  t.is(run.code, 0, run.stderr);
  const listed = JSON.parse(run.stdout) as Record<string, { hosts?: string[] }>;
  const { web, windows, dev } = listed;
  t.deepEqual(web?.hosts?.sort(), LINUX.map(named));
  t.deepEqual(windows?.hosts, [named("windows1")]);
  t.deepEqual(dev?.hosts?.sort(), Object.keys(made).map(named).sort());
  for (const [name, { os }] of Object.entries(made)) t.deepEqual(listed[`os_${os}`]?.hosts, [named(name)]);
});

let predicted: string[];

real("check mode predicts all of it, and installs nothing", async (t) => {
  t.timeout(240_000);
  const run = await npm("provision", [...LINUX_ONLY, "--check", "--diff"]);
  t.is(run.code, 0, run.stdout + run.stderr);
  predicted = changedTasks(run.stdout);
});

real("npm run provision sets every Linux host up", async (t) => {
  t.timeout(400_000);
  const run = await npm("provision", LINUX_ONLY);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.false((run.stdout + run.stderr).includes(registry.password), "the token is shown nowhere");
  t.deepEqual(changedTasks(run.stdout), predicted, "check mode predicts exactly what changes");
  for (const host of hosts) {
    const running = await host.run("docker inspect -f '{{.Config.Image}} {{.State.Running}}' redis webapp");
    t.regex(
      running,
      new RegExp(`^${REGISTRY}/redis@sha256:\\w{64} true\n${REGISTRY}/webapp@sha256:\\w{64} true$`),
    );
    t.is(await (await fetch(`http://${host.publicAddress}:8080/hello`)).text(), "World");
  }
});

real("the token is nowhere on the hosts afterwards", async (t) => {
  const encoded = Buffer.from(`AWS:${registry.password}`).toString("base64");
  const search = `grep -rlsF -e '${registry.password}' -e '${encoded}' /root /home /etc /run /tmp /var/tmp /usr/local || true`;
  for (const host of hosts) {
    t.is(await host.run(search), "");
    // the search would find it
    await host.write("/tmp/control", `{"auth":"${encoded}"}`);
    t.is(await host.run(search), "/tmp/control");
    await host.run("rm /tmp/control");
  }
});

real("the nine smoke checks pass on every host", async (t) => {
  const run = await npm("smoke", LINUX_ONLY);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(Object.keys(recap(run.stdout)).sort(), LINUX.map(named));
});

real("a second run changes nothing", async (t) => {
  t.timeout(240_000);
  const run = await npm("provision", LINUX_ONLY);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changedTasks(run.stdout), []);
});

real("what AWS was asked is what the documented policy allows, and no more", (t) => {
  const asked = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  const actions = new Set(asked.map((line) => (JSON.parse(line) as { action: string }).action));
  t.deepEqual([...actions].sort(), [
    "ec2:DescribeAvailabilityZones",
    "ec2:DescribeImages",
    "ec2:DescribeInstances",
    "ecr:GetAuthorizationToken",
  ]);
  const documented = PERMISSIONS.flatMap(({ permissions }) => permissions.map(({ action }) => action));
  t.deepEqual(
    [...actions].filter((action) => !documented.includes(action)),
    [],
  );
});

real("tera cloud up again has nothing to make and nothing to change, and proves the service", async (t) => {
  t.timeout(240_000);
  const variables = `@${join(inventory, "group_vars/all.json")}`;
  const run = await cloud("up", "dev", "-e", variables, "--limit", "all:!windows");
  t.is(run.code, 0, run.stdout + run.stderr);
  t.is(run.stdout.match(/No changes/g)?.length, 2, "neither root has anything to do");
  t.deepEqual(changedTasks(run.stdout), []);
  for (const host of hosts) t.regex(run.stdout, new RegExp(`http://${host.publicAddress}:8080/hello`));
});

real("tera cloud down leaves nothing behind", async (t) => {
  t.timeout(240_000);
  for (const environment of ["dev", "shared"]) {
    const run = await cloud("down", environment);
    t.is(run.code, 0, run.stdout + run.stderr);
  }
  for (const state of ["deploy/env/dev.tfstate", "ecr/env/shared.tfstate"]) {
    const path = join(project, "terraform", state);
    const left = existsSync(path)
      ? (JSON.parse(readFileSync(path, "utf8")) as { resources: unknown[] })
      : undefined;
    t.deepEqual(left?.resources ?? [], []);
  }
});

/** The parts of this repository that a user has, without what was made in them. */
function copyProject(): void {
  for (const part of ["ansible.cfg", "terraform", "playbooks", "roles", "inventory/dev", "webapp/dist"])
    cpSync(part, join(project, part), { recursive: true, filter: isSource });
  writeFileSync(
    join(folder, "chain.tfvars.json"),
    JSON.stringify({
      public_key: readFileSync(`${key}.pub`, "utf8").trim(),
      admin_cidrs: ["10.1.2.3/32"],
      hosts: {
        amazonlinux1: { os: "amazonlinux2023", groups: ["web"] },
        rhel1: { os: "rhel9", groups: ["web"] },
        ubuntu1: { os: "ubuntu2404", groups: ["web"] },
        windows1: { os: "windows2022" },
      },
      // what the emulator lacks
      ami_lookup: "search",
      detailed_monitoring: false,
    }),
  );
}

const chainEnv = () => ({ ...environment(), ...moto.env, ...provider?.env });

function cloud(action: string, name: string, ...more: string[]) {
  const variables = name === "shared" ? [] : ["--var-file", join(folder, "chain.tfvars.json")];
  return tera(["cloud", action, name, "--local-state", "--yes", ...variables, ...more], {
    cwd: project,
    env: chainEnv(),
  });
}

/** An npm script of the project, as a user runs it, against the emulator. */
function npm(script: string, args: readonly string[]) {
  const words =
    script === "tera"
      ? [process.execPath, "dist/cli.js", ...args]
      : ["npm", "run", "-s", script, "--", ...args];
  return runProgram(words[0]!, words.slice(1), { ...moto.env, TERA_AWS_CALLS: join(folder, "calls") });
}

/** The password that ECR hands out, which the registry then demands. */
async function tokenOfEcr(): Promise<string> {
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
  const { ECRClient, GetAuthorizationTokenCommand } = await import("@aws-sdk/client-ecr");
  const client = new ECRClient({
    region: REGION,
    endpoint: moto.endpoint,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "test" },
  });
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  return Buffer.from(authorizationData![0]!.authorizationToken!, "base64").toString().replace(/^AWS:/, "");
}

/** Docker's repositories for Ubuntu and RHEL, and Amazon's, from one server. */
async function startPackages() {
  const root = join(folder, "packages");
  mkdirSync(root);
  const rpm = await makeRpmRepositories(root);
  const apt = await startAptRepository(root, "noble", engine.gateway, "ubuntu");
  return { apt, rpm, url: apt.url.replace(/\/linux$/, "") };
}

/** Pushes an image; gives the name by digest under which hosts pull it. */
async function push(image: string): Promise<string> {
  const name = image.replace(/.*\//, "");
  const pushed = `127.0.0.1:${registry.port}/${name}`;
  await engine.docker(["tag", image, pushed]);
  const digest = /digest: (sha256:\w+)/.exec(await engine.docker(["push", pushed]))![1]!;
  await engine.docker(["rmi", pushed]);
  return `${REGISTRY}/${name}@${digest}`;
}

/** The EC2 inventory of this repository, beside it what this test has of its own. */
function writeInventory({ webapp, redis }: { webapp: string; redis: string }): void {
  mkdirSync(join(inventory, "group_vars"), { recursive: true });
  writeFileSync(join(inventory, "aws_ec2.yml"), readFileSync("inventory/aws/aws_ec2.yml"));
  const settings = {
    ansible_ssh_private_key_file: key,
    ansible_ssh_known_hosts_file: join(folder, "known_hosts"),
    docker_repository_url: packages.apt.url,
    docker_deb_fingerprint: packages.apt.fingerprint,
    docker_rpm_fingerprint: packages.rpm.fingerprint,
    webapp_image: webapp,
    webapp_version: VERSION,
    smoke_version: VERSION,
    redis_image: redis,
  };
  writeFileSync(join(inventory, "group_vars/all.json"), JSON.stringify(settings));
}
