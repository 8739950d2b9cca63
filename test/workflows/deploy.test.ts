import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { runStep } from "./run_step.js";
import { workflows } from "./workflows.js";

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
  "steps.release.outputs.before": `sha256:${"cd".repeat(32)}`,
  "vars.DEPLOY_THROUGH || 'ssh'": "ssh",
};

function deployStep(
  name: string,
  values: Record<string, string> = {},
  more: Record<string, string> = {},
  cwd = process.cwd(),
) {
  const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}`, RUNNER_TEMP: folder, ...more };
  return runStep("deploy.yml", "deploy", name, {
    values: { ...VALUES, ...values },
    env: { ...env, GITHUB_OUTPUT: join(folder, "output") },
    cwd,
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
    t.is(readFileSync(join(folder, "output"), "utf8"), "version=1.2.3\nbefore=\n");

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

const SSM = { "vars.DEPLOY_THROUGH || 'ssh'": "ssm" };

test.serial(
  "hosts that the runner cannot reach are reached through Session Manager, and asked as everybody asks",
  async (t) => {
    program("npm");
    t.is((await deployStep("Provision", SSM)).exitCode, 0);
    t.deepEqual(noted("npm").slice(-2), ["-e", "ansible_connection=aws_ssm"]);
    t.is((await deployStep("Smoke", SSM)).exitCode, 0);
    t.deepEqual(noted("npm").slice(-4), [
      ...["-e", "ansible_connection=aws_ssm"],
      ...["-e", "smoke_url={{ load_balancer_url }}"],
    ]);
  },
);

test.serial("another way to the hosts than those that there are is refused", async (t) => {
  const run = await deployStep("Provision", { "vars.DEPLOY_THROUGH || 'ssh'": "SSM" });
  t.is(run.exitCode, 1);
  t.is(run.all, "DEPLOY_THROUGH is ssh or ssm, not SSM: see docs/pipeline.md");
});

test.serial(
  "a deployment that fails returns to the release before, by its digest, and says so",
  async (t) => {
    program("npm");
    const summary = join(folder, "summary");
    const run = await deployStep("Return to the release before", {}, { GITHUB_STEP_SUMMARY: summary });
    t.is(run.exitCode, 0, run.all);
    t.true(noted("npm").includes(`webapp_image=${REPOSITORY}@${VALUES["steps.release.outputs.before"]}`));
    t.regex(readFileSync(summary, "utf8"), /^prod is back on `sha256:cdcd/);
    const none = await deployStep("Return to the release before", { "steps.release.outputs.before": "" });
    t.is(none.exitCode, 1);
    t.regex(none.all!, /there is no release before this one/);
  },
);

test.serial("it returns only after a deployment that has begun, and the key is there until then", (t) => {
  const steps = workflows().find(({ file }) => file.endsWith("deploy.yml"))!.jobs.deploy!.steps!;
  const at = (name: string) => steps.findIndex((step) => step.name === name);
  t.true(at("Smoke") < at("Return to the release before"));
  t.true(at("Return to the release before") < at("Remove the key"));
  const condition = String(steps[at("Return to the release before")]!.if);
  t.regex(condition, /failure\(\) && inputs\.action == 'deploy' && .*steps\.provision\.outcome/);
});

test.serial("only what a release of this repository has signed is deployed", async (t) => {
  program("cosign");
  const place = join(folder, "checkout");
  mkdirSync(join(place, "scripts"), { recursive: true });
  writeFileSync(join(place, "scripts/cosign.sh"), `#!/bin/sh\necho ${join(folder, "bin/cosign")}\n`, {
    mode: 0o755,
  });
  const name = "It is signed by a release of this repository";
  const run = await deployStep(name, {}, { GITHUB_REPOSITORY: "acme/web.site" }, place);
  t.is(run.exitCode, 0, run.all);
  t.deepEqual(noted("cosign"), [
    ...["verify", "--certificate-oidc-issuer", "https://token.actions.githubusercontent.com"],
    "--certificate-identity-regexp",
    "^https://github\\.com/acme/web\\.site/\\.github/workflows/release\\.yml@refs/tags/v",
    `${REPOSITORY}@${DIGEST}`,
  ]);
  writeFileSync(join(folder, "bin/cosign"), "#!/bin/sh\nexit 1\n");
  t.is((await deployStep(name, {}, { GITHUB_REPOSITORY: "acme/web" }, place)).exitCode, 1);
});
