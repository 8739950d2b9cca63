import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { runStep } from "./run_step.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tera/webapp";
const KEY = "-----BEGIN OPENSSH PRIVATE KEY-----\nnot one\n-----END OPENSSH PRIVATE KEY-----";
const folder = mkdtempSync(join(tmpdir(), "tera-deploy-steps-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

/** A program that notes its arguments, one a line, and prints a text. */
function program(name: string, prints = ""): void {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, `${name}.txt`), prints);
  writeFileSync(join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$@" >"$0.args"\ncat "$0.txt"\n`);
  chmodSync(join(bin, name), 0o755);
}

const noted = (name: string) =>
  readFileSync(join(folder, "bin", `${name}.args`), "utf8")
    .trimEnd()
    .split("\n");

const VALUES = {
  "inputs.environment": "prod",
  "inputs.action": "deploy",
  "inputs.digest": DIGEST,
  "vars.WEBAPP_REPOSITORY": REPOSITORY,
  "vars.STATE_BUCKET": "states",
  "github.workspace": folder,
  "vars.KNOWN_HOSTS": "192.0.2.21 ssh-ed25519 AAAA",
  "secrets.SSH_PRIVATE_KEY": KEY,
  "steps.release.outputs.version": "1.2.3",
};

function deployStep(name: string, values: Record<string, string> = {}) {
  const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}`, RUNNER_TEMP: folder };
  return runStep("deploy.yml", "deploy", name, {
    values: { ...VALUES, ...values },
    env: { ...env, GITHUB_OUTPUT: join(folder, "output") },
  });
}

test.serial(
  "the registry says which version a digest is, and a digest that it does not have ends the run",
  async (t) => {
    const image = { imageDigest: DIGEST, imageTags: ["1.2.3"], imagePushedAt: "2026-11-01T09:00:00+00:00" };
    program("aws", JSON.stringify({ imageDetails: [image] }));
    const run = await deployStep("Release");
    t.is(run.exitCode, 0, run.all);
    t.deepEqual(noted("aws").slice(0, 4), ["ecr", "describe-images", "--repository-name", "tera/webapp"]);
    t.is(readFileSync(join(folder, "output"), "utf8"), "version=1.2.3\n");

    program("aws", JSON.stringify({ imageDetails: [] }));
    const unknown = await deployStep("Release");
    t.is(unknown.exitCode, 1);
    t.regex(unknown.all!, /was never released/);
  },
);

test.serial(
  "hosts come from the environment's state, and none are made up where it has no inventory",
  async (t) => {
    program("terraform", "{}");
    const run = await deployStep("Inventory");
    t.is(run.exitCode, 0, run.all);
    t.deepEqual(noted("terraform"), ["-chdir=terraform/deploy", "output", "-json", "inventory"]);
    t.is(readFileSync(join(folder, "inventory.json"), "utf8"), "{}");

    writeFileSync(join(folder, "bin/terraform"), '#!/bin/sh\n[ "$2" != output ] || exit 1\n');
    t.is((await deployStep("Inventory")).exitCode, 1);
  },
);

test.serial("without known hosts or a key nothing starts, and the reason is said", async (t) => {
  for (const [setting, name] of [
    ["vars.KNOWN_HOSTS", "variable KNOWN_HOSTS"],
    ["secrets.SSH_PRIVATE_KEY", "secret SSH_PRIVATE_KEY"],
  ] as const) {
    const run = await deployStep("Keys", { [setting]: "" });
    t.is(run.exitCode, 1);
    t.is(run.all, `the environment prod has no ${name}: see docs/pipeline.md`);
  }
});

test.serial("the key is readable by the runner alone, and removed at the end", async (t) => {
  const run = await deployStep("Keys");
  t.is(run.exitCode, 0, run.all);
  t.is(run.all, "");
  t.is(statSync(join(folder, "key")).mode & 0o777, 0o600);
  t.is(readFileSync(join(folder, "key"), "utf8"), `${KEY}\n`);
  await deployStep("Remove the key");
  t.throws(() => statSync(join(folder, "key")));
});

test.serial(
  "hosts get the image by digest, with pinned host keys, in a form the program takes",
  async (t) => {
    program("npm");
    const run = await deployStep("Provision");
    t.is(run.exitCode, 0, run.all);
    t.deepEqual(noted("npm"), [
      ...["run", "provision", "--", "--inventory", "prod"],
      ...["-e", `webapp_image=${REPOSITORY}@${DIGEST}`],
      ...["--private-key", join(folder, "key"), "--host-key-checking", "strict"],
      `--ssh-common-args=-o UserKnownHostsFile=${join(folder, "known_hosts")}`,
    ]);
    const taken = await execa(
      "node",
      ["dist/cli.js", "provision", ...noted("npm").slice(3), "--syntax-check"],
      {
        all: true,
        reject: false,
      },
    );
    t.is(taken.exitCode, 0, taken.all);
  },
);

test.serial("check changes nothing", async (t) => {
  program("npm");
  await deployStep("Provision", { "inputs.action": "check" });
  t.deepEqual(noted("npm").slice(-2), ["--check", "--diff"]);
});

test.serial("the wanted version must answer, and be what the hosts' engines have", async (t) => {
  program("npm");
  await deployStep("Smoke");
  t.deepEqual(noted("npm"), [
    ...["run", "smoke", "--", "--inventory", "prod"],
    ...["-e", `webapp_image=${REPOSITORY}@${DIGEST}`, "-e", "smoke_version=1.2.3"],
    ...["--private-key", join(folder, "key"), "--host-key-checking", "strict"],
    `--ssh-common-args=-o UserKnownHostsFile=${join(folder, "known_hosts")}`,
  ]);
});
