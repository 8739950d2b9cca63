import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { type AwsStub, authorizationToken, startAwsStub } from "../helpers/aws_stub.js";
import { type Engine, missingForEngine, startEngine } from "../helpers/docker_engine.js";
import { type Registry, startRegistry } from "../helpers/docker_registry.js";
import { runFiles } from "../helpers/play.js";

const missing = missingForEngine([["docker-registry", "docker-registry"]]);
const folder = mkdtempSync(join(tmpdir(), "tera-ecr-roles-"));
const TOKEN = "token-of-the-registry";
const ROLES = join(process.cwd(), "roles");
let engine: Engine;
let registry: Registry;
let aws: AwsStub;
let image: string;

test.before(async () => {
  if (missing && process.env.CI) throw new Error(missing);
  if (missing) return;
  registry = await startRegistry(join(folder, "registry"), { password: TOKEN });
  engine = await startEngine(join(folder, "engine"));
  aws = await startAwsStub({
    GetAuthorizationToken: () => authorizationToken(TOKEN),
  });
  const host = `127.0.0.1:${registry.port}`;
  writeFileSync(join(folder, "file"), "content");
  const { stdout: tar } = await execa("tar", ["-C", folder, "-c", "file"], { encoding: "buffer" });
  await engine.docker(["import", "-", `${host}/webapp:1`], { input: Buffer.from(tar) });
  await engine.docker(["login", "-u", "AWS", "--password-stdin", host], { input: TOKEN });
  const pushed = await engine.docker(["push", `${host}/webapp:1`]);
  image = `${host}/webapp@${/sha256:[0-9a-f]{64}/.exec(pushed)![0]}`;
  await engine.docker(["logout", host]);
  await engine.docker(["rmi", `${host}/webapp:1`]);
});

test.after.always(async () => {
  await aws?.stop();
  await engine?.stop();
  await registry?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const real = missing ? test.serial.skip : test.serial;
const config = join(folder, "ecr");
const play = (wanted: string) => `
- hosts: all
  gather_facts: false
  vars:
    ansible_become: false
    docker_ecr: {registry: "127.0.0.1:${registry.port}", region: us-east-1}
    docker_ecr_config: ${config}
  tasks:
    - include_role: {name: ${ROLES}/docker, tasks_from: ecr_pull}
      vars: {docker_ecr_image: "${wanted}"}
`;
const pull = (wanted: string, ...more: string[]) =>
  runFiles({ "play.yml": play(wanted) }, ["-i", "localhost,", "-c", "local", ...more], {
    ...aws.env,
    DOCKER_HOST: engine.host,
  });
const changes = (run: Awaited<ReturnType<typeof pull>>): string[] =>
  run.events.flatMap((event) =>
    event.type === "task-result" && event.result.status === "changed" ? [event.task.name] : [],
  );

real("an image is pulled with a token that does not stay, as predicted", async (t) => {
  const predicted = await pull(image, "--check");
  t.is(predicted.code, 0, predicted.stdout + predicted.stderr);
  t.deepEqual(changes(predicted), ["docker : Pull the image from ECR"]);
  t.is(await engine.docker(["images", "-q"]), "");

  const run = await pull(image);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changes(run), ["docker : Pull the image from ECR"]);
  t.false(existsSync(config));
  t.false(run.stdout.includes(TOKEN) || run.stderr.includes(TOKEN));
  await engine.docker(["image", "inspect", image]);
});

real("where the image is there already, no token is asked for", async (t) => {
  const calls = aws.calls.length;
  const run = await pull(image);
  t.is(run.code, 0, run.stdout + run.stderr);
  t.deepEqual(changes(run), []);
  t.is(aws.calls.length, calls);
});

real("the token is gone also where the pull fails", async (t) => {
  const run = await pull(image.replace(/@.*/, `@sha256:${"0".repeat(64)}`));
  t.is(run.code, 2);
  t.false(existsSync(config));
});

test("the credential helper is named beside what Docker's configuration has, once", async (t) => {
  const docker = join(folder, "docker");
  const files = {
    "play.yml": `
- hosts: all
  gather_facts: false
  vars:
    docker_ecr: {account: "123456789012", region: eu-west-1, method: credential_helper}
    docker_config_folder: ${docker}
  tasks:
    - include_role: {name: ${ROLES}/docker, tasks_from: ecr_helper_config}
`,
  };
  const first = await runFiles(files);
  t.is(first.code, 0, first.stdout + first.stderr);
  const path = join(docker, "config.json");
  const helpers = { "123456789012.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login" };
  t.deepEqual(JSON.parse(readFileSync(path, "utf8")), { credHelpers: helpers });

  const own = {
    auths: { "other.example": { auth: "b3RoZXI6b3RoZXI=" } },
    credHelpers: { "x.example": "pass" },
  };
  writeFileSync(path, JSON.stringify(own));
  const second = await runFiles(files);
  t.is(second.code, 0, second.stdout + second.stderr);
  t.deepEqual(JSON.parse(readFileSync(path, "utf8")), {
    ...own,
    credHelpers: { ...own.credHelpers, ...helpers },
  });
  t.false((second.stdout + second.stderr).includes("b3RoZXI6b3RoZXI="));
  const text = readFileSync(path, "utf8");
  t.deepEqual(changes(await runFiles(files)), []);
  t.is(readFileSync(path, "utf8"), text);
});

test("images of ECR by their name, and of the named registry, are pulled with a token where the host has no helper", async (t) => {
  const account = { account: "123456789012", region: "eu-west-1" };
  const ecr = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app";
  const cases = [
    [undefined, ecr, true],
    [{}, ecr, true],
    [undefined, "redis:8-alpine", false],
    [account, ecr, true],
    [account, "redis:8-alpine", false],
    [{ ...account, method: "credential_helper" }, ecr, false],
    [{ registry: "127.0.0.1:5000", region: "eu-west-1" }, "127.0.0.1:5000/app", true],
    [{ registry: "127.0.0.1:5000", region: "eu-west-1" }, ecr, true],
  ] as const;
  for (const role of ["webapp", "redis"]) {
    const tasks = cases.map(([docker_ecr, wanted]) => ({
      name: "found",
      debug: { msg: `{{ 'token' if ${role}_from_ecr else 'none' }}` },
      vars: { ...(docker_ecr ? { docker_ecr } : {}), [`${role}_image`]: wanted },
    }));
    const vars_files = [`${ROLES}/${role}/vars/main.yml`];
    const text = JSON.stringify([{ hosts: "all", gather_facts: false, vars_files, tasks }]);
    const run = await runFiles({ "play.yml": text });
    t.deepEqual(
      run.results("found").map(({ msg }) => msg),
      cases.map(([, , isEcr]) => (isEcr ? "token" : "none")),
      run.stdout + run.stderr,
    );
  }
});
