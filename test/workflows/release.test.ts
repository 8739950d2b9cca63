import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test, { type ExecutionContext } from "ava";
import { execa } from "execa";
import { buildImages, type Images } from "../e2e/docker_images.js";
import { ENGINE_TIMEOUT, type Engine, missingForEngine, startEngine } from "../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../helpers/docker_registry.js";
import { attest } from "./oci_layout.js";
import { runStep } from "./run_step.js";

const VERSION = "4.5.6";
const PASSWORD = "token-of-the-registry";
const PATH = `/usr/sbin:/usr/bin:/sbin:/bin:${process.env.PATH}`;
const missing = missingForEngine([
  ["debootstrap", "debootstrap"],
  ["docker-registry", "docker-registry"],
  ["docker-compose", "docker-compose"],
  ["skopeo", "skopeo"],
  ["openssl", "openssl"],
]);
const folder = mkdtempSync(join(tmpdir(), "tera-release-"));
const layout = join(folder, "image");
let engine: Engine;
let images: Images;
let digest: string;
let localRegistry = "";
let registry: Registry;

test.after.always(async () => {
  if (/^\d+$/.test(localRegistry)) process.kill(Number(localRegistry));
  await registry?.stop();
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

if (missing && process.env.CI) test("the release's steps can run", (t) => t.fail(missing));
const real = missing ? test.serial.skip : test.serial;

real("the image is built, with an attestation beside it", async (t) => {
  t.timeout(ENGINE_TIMEOUT);
  engine = await startEngine(join(folder, "engine"), { network: true });
  images = await buildImages(engine, folder, VERSION);
  // BuildKit's own output of this form needs a newer engine; the image is the same, the attestation of the same kind
  await takeOut(images.webapp, layout);
  digest = attest(layout, "as built");
  t.regex(digest, /^sha256:[0-9a-f]{64}$/);
});

real("a registry on loopback gets it, with the same digest", async (t) => {
  const server = await releaseStep("build", "A registry to pull it from");
  localRegistry = server.stdout;
  t.is(server.exitCode, 0, server.all);
  const copy = await releaseStep("build", "Put it there");
  t.is(copy.exitCode, 0, copy.all);
  t.is(copy.stdout, `localhost:5001/webapp:${VERSION} is ${digest}`);
});

real("pulled by that digest and started by Compose, it passes", async (t) => {
  t.timeout(120_000);
  const run = await releaseStep("build", "Smoke");
  t.is(run.exitCode, 0, run.all);
  t.regex(run.stdout, /Check 9: the word is what it was before/);
  t.regex(run.stdout, new RegExp(`localhost:5001/webapp@${digest} \\(${VERSION}\\) passed`));
  await nothingLeft(t);
});

real("an image of another version fails, with the reason, and leaves nothing behind", async (t) => {
  t.timeout(120_000);
  const run = await releaseStep("build", "Smoke", { "steps.version.outputs.version": "9.9.9" });
  t.not(run.exitCode, 0);
  t.regex(run.all!, /Check 3: the wanted version answers[\s\S]*"version":"4.5.6"/);
  await nothingLeft(t);
});

real("the registry gets the very image, with its attestation, by a login over TLS", async (t) => {
  registry = await startRegistry(join(folder, "registry-of-aws"), {
    address: "127.0.0.1",
    password: PASSWORD,
  });
  writeFileSync(join(folder, "trusted.pem"), registry.certificate);
  const denied = await push();
  t.not(denied.exitCode, 0, "without a login");
  t.regex(denied.all!, /unauthorized|authentication required/);

  login();
  const copy = await push();
  t.is(copy.exitCode, 0, copy.all);
  t.is(copy.stdout, tags("is"));
  t.notRegex(copy.all!, new RegExp(PASSWORD));
  const index = JSON.parse(await raw(`${repository()}@${digest}`)) as { manifests: { digest: string }[] };
  for (const part of index.manifests) t.truthy(await raw(`${repository()}@${part.digest}`));
});

real("pushed again it is there already; another image never takes the tag", async (t) => {
  const again = await push();
  t.is(again.exitCode, 0, again.all);
  t.is(again.stdout, tags("is there already, as"));

  const swapped = await push({ "needs.build.outputs.digest": `sha256:${"0".repeat(64)}` });
  t.is(swapped.exitCode, 1);
  t.regex(swapped.all!, /it is not the image that was tested/);

  const first = digest;
  await takeOut(images.redis, join(folder, "other"));
  const other = attest(join(folder, "other"), "another");
  const moved = await push({ "needs.build.outputs.digest": other }, join(folder, "other"));
  t.is(moved.exitCode, 1);
  t.regex(moved.all!, new RegExp(`is there already, as ${first}: tags never move`));
});

/** A release has its version and the tag that releases are counted by. */
const tags = (says: string): string =>
  [VERSION, `release-${VERSION}`].map((tag) => `${repository()}:${tag} ${says} ${digest}`).join("\n");

async function takeOut(image: string, to: string): Promise<void> {
  const from = ["--src-daemon-host", engine.host, `docker-daemon:${image}:latest`];
  await execa("skopeo", ["copy", "--quiet", ...from, `oci:${to}`], { env: environment() });
}

function environment(): Record<string, string> {
  return {
    PATH,
    HOME: folder,
    RUNNER_TEMP: folder,
    DOCKER_HOST: engine.host,
    DOCKER_CONFIG: join(folder, ".docker"),
    SSL_CERT_FILE: join(folder, "trusted.pem"),
    REDIS_IMAGE: images?.redis ?? "",
    COMPOSE: "docker-compose",
  };
}

/** Runs a step in a checkout whose folder `image` is the given one. */
function releaseStep(job: string, name: string, values: Record<string, string> = {}, image = layout) {
  const known = {
    "steps.build.outputs.digest": digest,
    "steps.version.outputs.version": VERSION,
    "needs.build.outputs.digest": digest,
    "needs.build.outputs.version": VERSION,
    "vars.WEBAPP_REPOSITORY": registry ? repository() : "",
  };
  return runStep("release.yml", job, name, {
    values: { ...known, ...values },
    env: environment(),
    cwd: checkout(image),
  });
}

function push(values: Record<string, string> = {}, image = layout) {
  return releaseStep("push", "Copy the proven image", values, image);
}

/** What a job finds after checkout, install and download. */
function checkout(image: string): string {
  const place = mkdtempSync(join(folder, "checkout-"));
  for (const name of ["scripts", "webapp", "dist", "playbooks", "roles", "ansible.cfg"])
    symlinkSync(resolve(name), join(place, name));
  symlinkSync(image, join(place, "image"));
  return place;
}

function repository(): string {
  return `127.0.0.1:${registry.port}/webapp`;
}

/** What `docker login` leaves. */
function login(): void {
  const auth = Buffer.from(`${registry.username}:${registry.password}`).toString("base64");
  mkdirSync(join(folder, ".docker"), { recursive: true });
  writeFileSync(
    join(folder, ".docker/config.json"),
    JSON.stringify({ auths: { [`127.0.0.1:${registry.port}`]: { auth } } }),
  );
}

async function raw(image: string): Promise<string> {
  return (await execa("skopeo", ["inspect", "--raw", `docker://${image}`], { env: environment() })).stdout;
}

async function nothingLeft(t: ExecutionContext): Promise<void> {
  for (const list of [
    ["ps", "--all", "--format", "{{.Names}}"],
    ["volume", "ls", "--format", "{{.Name}}"],
    ["network", "ls", "--format", "{{.Name}}"],
  ]) {
    const names = (await engine.docker(list)).split("\n");
    t.deepEqual(
      names.filter((name) => name.startsWith("smoke-")),
      [],
      list[0],
    );
  }
  t.false(existsSync("webapp/secrets/redis_password"));
}
