import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { execa } from "execa";
import { runStep } from "./run_step.js";
import { workflows } from "./workflows.js";

const DIGEST = `sha256:${"ab".repeat(32)}`;
const REPOSITORY = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/tera/webapp";
const PROXY = `registry.example/caddy@sha256:${"ef".repeat(32)}`;
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
  "steps.runs.outputs.before": `sha256:${"cd".repeat(32)}`,
  "vars.PROXY_IMAGE": PROXY,
  "vars.DEPLOY_NATIVE": "windows",
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

/** How hosts are reached; the release file only where releases are asked for. */
const REACH = (more: readonly string[] = [], file: readonly string[] = ["--file", "webapp/release.yml"]) => [
  ...["--inventory", "prod", ...file, "-e", `proxy_image=${PROXY}`],
  ...["--private-key", join(folder, "key"), "--host-key-checking", "strict"],
  `--ssh-common-args=-o UserKnownHostsFile=${join(folder, "known_hosts")}`,
  ...more,
];
const RELEASE = `${REPOSITORY}:1.2.3@${DIGEST}`;
const BEFORE = VALUES["steps.runs.outputs.before"];
const SSM = { "vars.DEPLOY_THROUGH || 'ssh'": "ssm" };

test.serial("before a deployment it is known what the hosts run, and how they are reached", async (t) => {
  const runs = { slot: "a", containers: [{ slot: "a", image: `r/web@${BEFORE}`, state: "running" }] };
  program("npx", JSON.stringify([runs, runs]));
  rmSync(join(folder, "output"), { force: true });
  const run = await deployStep("What runs");
  t.is(run.exitCode, 0, run.all);
  t.deepEqual(noted("npx"), ["tera", "releases", ...REACH(), "--json"]);
  t.is(readFileSync(join(folder, "output"), "utf8"), `before=${BEFORE}\n`);
});

test.serial("the options that are kept for the steps are in a form the program takes", async (t) => {
  t.is((await deployStep("What runs")).exitCode, 0);
  const words = ["dist/cli.js", "deploy", RELEASE, ...REACH(), "--limit", "nobody", "--allow-empty"];
  const taken = await execa("node", words, { all: true, reject: false });
  t.regex(taken.all!, /nobody/, "the host pattern is what it looks at last");
  t.notRegex(taken.all!, /unknown option|release\.yml:\d/);
});

/** What the step does of each action. */
const ACTIONS: readonly (readonly [action: string, words: readonly string[]])[] = [
  ["check", ["deploy", RELEASE, ...REACH(["--check", "--diff"])]],
  ["deploy", ["deploy", RELEASE, ...REACH()]],
  ["rollback", ["rollback", DIGEST, ...REACH()]],
];

for (const [action, words] of ACTIONS)
  test.serial(`${action} is done by a release with the digest`, async (t) => {
    program("npx", "[]");
    t.is((await deployStep("What runs")).exitCode, 0);
    const run = await deployStep("Deploy", { "inputs.action": action });
    t.is(run.exitCode, 0, run.all);
    t.deepEqual(noted("npx"), ["tera", ...words]);
  });

test.serial("hosts without containers are provisioned, and every host must answer the version", async (t) => {
  program("npx", "[]");
  program("npm");
  await deployStep("What runs");
  t.is((await deployStep("Hosts without containers")).exitCode, 0);
  const native = ["-e", "webapp_version=1.2.3", "--limit", "windows"];
  t.deepEqual(noted("npm"), ["run", "provision", "--", ...REACH(native, [])]);
  t.is((await deployStep("Smoke")).exitCode, 0);
  const wanted = ["-e", `webapp_image=${REPOSITORY}@${DIGEST}`, "-e", "smoke_version=1.2.3"];
  t.deepEqual(noted("npm"), ["run", "smoke", "--", ...REACH(wanted, [])]);
});

test.serial(
  "hosts that the runner cannot reach are reached through Session Manager, and asked as everybody asks",
  async (t) => {
    program("npx", "[]");
    program("npm");
    t.is((await deployStep("What runs", SSM)).exitCode, 0);
    t.is((await deployStep("Deploy", SSM)).exitCode, 0);
    const outside = ["-e", "ready_outside={{ load_balancer_url }}/readyz"];
    t.deepEqual(noted("npx").slice(-4), ["-e", "ansible_connection=aws_ssm", ...outside]);
    t.is((await deployStep("Smoke", SSM)).exitCode, 0);
    t.true(noted("npm").includes("ansible_connection=aws_ssm"));
    t.deepEqual(noted("npm").slice(-2), ["-e", "smoke_url={{ load_balancer_url }}"]);
  },
);

/** Settings without which nothing is begun. */
const REFUSED: readonly (readonly [values: Record<string, string>, said: string])[] = [
  [{ "vars.DEPLOY_THROUGH || 'ssh'": "SSM" }, "DEPLOY_THROUGH is ssh or ssm, not SSM: see docs/pipeline.md"],
  [{ "vars.PROXY_IMAGE": "" }, "there is no variable PROXY_IMAGE: see docs/pipeline.md"],
];

for (const [values, said] of REFUSED)
  test.serial(`refused: ${said}`, async (t) => {
    const run = await deployStep("What runs", values);
    t.is(run.exitCode, 1);
    t.is(run.all, said);
  });

test.serial(
  "a release whose smoke checks fail goes back to what the hosts ran, by its digest, and says so",
  async (t) => {
    program("npx", "[]");
    const summary = join(folder, "summary");
    await deployStep("What runs");
    const name = "Return to the release before";
    const run = await deployStep(name, {}, { GITHUB_STEP_SUMMARY: summary });
    t.is(run.exitCode, 0, run.all);
    t.deepEqual(noted("npx"), ["tera", "rollback", BEFORE, ...REACH()]);
    t.regex(readFileSync(summary, "utf8"), /^prod is back on `sha256:cdcd/);
    for (const [before, why] of [
      ["", /there is no release before this one/],
      [DIGEST, /it ran before already/],
    ] as const) {
      const none = await deployStep(name, { "steps.runs.outputs.before": before });
      t.is(none.exitCode, 1);
      t.regex(none.all!, why);
    }
  },
);

test.serial("it returns only after a deployment that was good, and the key is there until then", (t) => {
  const steps = workflows().find(({ file }) => file.endsWith("deploy.yml"))!.jobs.deploy!.steps!;
  const at = (name: string) => steps.findIndex((step) => step.name === name);
  const order = ["What runs", "Deploy", "Hosts without containers", "Smoke", "Return to the release before"];
  const places = [...order, "Remove the key"].map(at);
  t.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  t.true(places[0]! > 0);
  const condition = String(steps[at("Return to the release before")]!.if);
  t.regex(condition, /failure\(\) && inputs\.action == 'deploy' && steps\.deploy\.outcome == 'success'/);
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
