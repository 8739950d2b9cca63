import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { tera } from "../../e2e/cli.js";
import { type AwsStub, authorizationToken, startAwsStub } from "../../helpers/aws_stub.js";
import { type Engine, missingForEngine, startEngine } from "../../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../../helpers/docker_registry.js";

const missing = missingForEngine([["docker-registry", "docker-registry"]]);
const folder = mkdtempSync(join(tmpdir(), "tera-ecr-"));
const TOKEN = "token-of-the-registry";
let engine: Engine;
let registry: Registry;
let aws: AwsStub;
/** what the registry's tags name, as ECR would tell: digest and manifest */
const tags = new Map<string, { digest: string; manifest: string }>();

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  registry = await startRegistry(join(folder, "registry"), { password: TOKEN });
  engine = await startEngine(join(folder, "engine"));
  aws = await startAwsStub({
    GetAuthorizationToken: () => authorizationToken(TOKEN, `127.0.0.1:${registry.port}`),
    BatchGetImage: ({ imageIds }) => {
      const tag = (imageIds as { imageTag: string }[])[0]!.imageTag;
      const found = tags.get(tag);
      if (!found) return { images: [], failures: [{ failureCode: "ImageNotFound" }] };
      const imageId = { imageTag: tag, imageDigest: found.digest };
      return { images: [{ imageId, imageManifest: found.manifest }], failures: [] };
    },
  });
  for (const name of ["one", "two"]) {
    writeFileSync(join(folder, name), name);
    const { stdout } = await execa("tar", ["-C", folder, "-c", name], { encoding: "buffer" });
    await engine.docker(["import", "-", `${name}:1`], { input: Buffer.from(stdout) });
  }
});

test.after.always(async () => {
  await aws?.stop();
  await engine?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = missing ? test.serial.skip : test.serial;
const ecr = (...words: string[]) =>
  tera(["ecr", ...words], { env: { ...aws.env, DOCKER_HOST: engine.host } });

/** ECR's answer for a tag, from what the registry really holds. */
async function publish(tag: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${registry.port}/v2/webapp/manifests/${tag}`, {
    headers: {
      accept: "application/vnd.docker.distribution.manifest.v2+json",
      authorization: `Basic ${Buffer.from(`AWS:${TOKEN}`).toString("base64")}`,
    },
  });
  tags.set(tag, { digest: answer.headers.get("docker-content-digest")!, manifest: await answer.text() });
}

real("logging in and out touches only the configuration that is named", async (t) => {
  const config = join(folder, "config");
  const login = await ecr("login", "--config", config);
  t.is(login.code, 0, login.stderr);
  t.regex(login.stdout, /logged in to 127\.0\.0\.1:\d+, for 12 hours/);
  t.false((login.stdout + login.stderr).includes(TOKEN));
  const auths = () => Object.keys(JSON.parse(readFileSync(join(config, "config.json"), "utf8")).auths ?? {});
  t.deepEqual(auths(), [`127.0.0.1:${registry.port}`]);
  t.is((await ecr("logout", "--config", config)).code, 0);
  t.deepEqual(auths(), []);
});

real("an image is pushed, prints its digest, and leaves no token behind", async (t) => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("tera-docker-"));
  const pushed = await ecr("push", "one:1", "webapp:1.2.0");
  t.is(pushed.code, 0, pushed.stderr);
  await publish("1.2.0");
  t.is(pushed.stdout.trim(), tags.get("1.2.0")!.digest);
  t.regex(pushed.stderr, /webapp:1\.2\.0 is pushed/);
  t.false((pushed.stdout + pushed.stderr).includes(TOKEN));
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith("tera-docker-"));
  t.deepEqual(
    after.filter((name) => !before.includes(name) && existsSync(join(tmpdir(), name, "config.json"))),
    [],
  );
  t.notRegex(await engine.docker(["images", "--format", "{{.Repository}}"]), /127\.0\.0\.1/);
});

real("a second push of the same image is a success that sends nothing", async (t) => {
  const calls = aws.calls.length;
  const again = await ecr("push", "one:1", "webapp:1.2.0");
  t.is(again.code, 0, again.stderr);
  t.is(again.stdout.trim(), tags.get("1.2.0")!.digest);
  t.regex(again.stderr, /webapp:1\.2\.0 is already there/);
  t.deepEqual(
    aws.calls.slice(calls).map(({ action }) => action),
    ["BatchGetImage"],
  );
});

real("a tag that names another image is a fault that names both digests", async (t) => {
  const id = (await engine.docker(["image", "inspect", "-f", "{{.Id}}", "two:1"])).trim();
  const other = await ecr("push", "two:1", "webapp:1.2.0");
  t.is(other.code, 1);
  t.true(other.stderr.includes(tags.get("1.2.0")!.digest), other.stderr);
  t.true(other.stderr.includes(id), other.stderr);

  const moved = await ecr("push", "two:1", "webapp:1.2.0", "--overwrite");
  t.is(moved.code, 0, moved.stderr);
});

real("what is not there is said in one line", async (t) => {
  const none = await ecr("push", "none:1", "webapp:1.3.0");
  t.is(none.code, 1);
  t.regex(none.stderr, /the engine has no image none:1/);
  const words = await ecr("push", "one:1");
  t.is(words.code, 2);
  t.regex(words.stderr, /tera ecr push IMAGE REPOSITORY:TAG/);
});

test("a push that is interrupted leaves no token behind", async (t) => {
  const [bin, temp] = ["bin", "temp"].map((name) => join(folder, name));
  for (const made of [bin, temp]) mkdirSync(made!);
  // keeps the login as Docker would, and then never ends
  const client = `#!/bin/sh
case "$*" in
*login*) cat >"$2/config.json" ;;
*inspect*) echo sha256:1 ;;
*push*) echo pushing >&2; exec sleep 60 ;;
esac
`;
  writeFileSync(join(bin!, "docker"), client, { mode: 0o755 });
  const stub = await startAwsStub({
    GetAuthorizationToken: () => ({ authorizationData: [{ authorizationToken: "QVdTOnRva2Vu" }] }),
    BatchGetImage: () => ({ images: [] }),
  });
  const env = { ...process.env, ...stub.env, TMPDIR: temp, PATH: `${bin}:${process.env.PATH}` };
  const child = spawn(process.execPath, ["dist/cli.js", "ecr", "push", "webapp:1", "webapp:2"], { env });
  const files = () => readdirSync(temp!, { recursive: true }).map(String);
  await new Promise((resolve) => child.stderr.once("data", resolve));
  t.true(
    files().some((name) => name.endsWith("config.json")),
    "it was logged in",
  );
  child.kill("SIGINT");
  await new Promise((resolve) => child.once("exit", resolve));
  t.deepEqual(files(), []);
  await stub.stop();
});

/** ECR's answer is an error of that name; the one line that the program then says. */
async function saidOf(error: string, message: string, env: Record<string, string> = {}): Promise<string> {
  const refusal = () => ({ error, message });
  const stub = await startAwsStub({ GetAuthorizationToken: refusal, DescribeImages: refusal });
  const run = await tera(["ecr", "digest", "webapp:1.2.0"], { env: { ...stub.env, ...env } });
  await stub.stop();
  return `${run.code} ${run.stderr}`;
}

test("what AWS refuses is one line that says what to do", async (t) => {
  const expired = await saidOf(
    "ExpiredTokenException",
    "The security token included in the request is expired",
  );
  t.regex(
    expired,
    /^1 ERROR! the credentials for asking for images of webapp have expired\n {2}get new ones/,
  );
  const denied = await saidOf(
    "AccessDeniedException",
    "User x is not authorized to perform ecr:DescribeImages",
  );
  t.regex(
    denied,
    /^1 ERROR! AWS refuses ecr:DescribeImages.*\n {2}allow ecr:DescribeImages.*aws-permissions/,
  );
  const unknown = await saidOf("UnrecognizedClientException", "The security token is invalid");
  t.regex(unknown, /^1 ERROR! AWS does not accept the credentials/);
  const none = await saidOf("RepositoryNotFoundException", "no", { AWS_REGION: "eu-west-1" });
  t.regex(none, /^1 ERROR! there is no repository webapp in eu-west-1\n {2}is the region right/);
});

/** Docker's client as a script that says this, and fails. */
async function withClient(says: string, ...words: string[]) {
  const bin = mkdtempSync(join(folder, "client-"));
  writeFileSync(join(bin, "docker"), `#!/bin/sh\necho '${says}' >&2\nexit 1\n`, { mode: 0o755 });
  const stub = await startAwsStub({
    GetAuthorizationToken: () => authorizationToken(TOKEN, "registry.example"),
    BatchGetImage: () => ({ images: [] }),
  });
  const run = await tera(["ecr", ...words], { env: { ...stub.env, PATH: `${bin}:${process.env.PATH}` } });
  await stub.stop();
  return run;
}

test("an engine that is not there is not an image or a login that is not", async (t) => {
  const down =
    "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?";
  for (const words of [["push", "one:1", "webapp:1"], ["login"]]) {
    const { code, stderr } = await withClient(down, ...words);
    t.is(code, 1);
    t.is(
      stderr,
      `ERROR! docker does not reach its engine: ${down}\n  start the engine, or name another with DOCKER_HOST\n`,
    );
  }
  const denied =
    "permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock";
  t.regex(
    (await withClient(denied, "push", "one:1", "webapp:1")).stderr,
    /^ERROR! docker may not use its engine/,
  );
});

test("a registry may be given as an address; what Docker says of a login is not interpreted", async (t) => {
  const { stderr } = await withClient("no such host", "login", "--registry", "https://registry.example/");
  t.is(stderr, "ERROR! not logged in to registry.example: no such host\n");
});

test("a word that is missing is named, and one that is too much", async (t) => {
  const said = async (...words: string[]) => (await tera(["ecr", ...words], {})).stderr;
  t.is(await said("digest"), "ERROR! REPOSITORY:TAG is missing\n  usage: tera ecr digest REPOSITORY:TAG\n");
  t.regex(await said("push"), /^ERROR! IMAGE is missing/);
  t.regex(
    await said("push", "a:1", "b:1", "c:1"),
    /^ERROR! `c:1` is too much\n {2}usage: tera ecr push IMAGE/,
  );
  t.regex(await said("login", "webapp"), /^ERROR! `webapp` is too much\n {2}usage: tera ecr login\n/);
});

test("a region that contradicts the registry, and an image without a tag, are refused before any call", async (t) => {
  const image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/webapp:1.2.0";
  const region = await tera(["ecr", "digest", image, "--region", "us-east-1"]);
  t.is(region.code, 1);
  t.regex(region.stderr, /is in eu-west-1, not in us-east-1\n {2}leave the region out/);
  const tag = await tera(["ecr", "digest", "webapp"]);
  t.is(tag.code, 2);
  t.regex(tag.stderr, /`webapp` is no REPOSITORY:TAG/);
});
