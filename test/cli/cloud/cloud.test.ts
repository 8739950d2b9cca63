import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { recap } from "../../e2e/cli.js";
import { endOf, makeProject, type Project } from "./project.js";
import { atTerminal, missingTerminal } from "./terminal.js";
import { missingTerraform } from "./terraform.js";

const missing = missingTerraform();
if (missing && process.env.CI) test("tera cloud can be tested", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have Terraform
const real = missing ? test.skip : test;

const UP = ["cloud", "up", "dev", "--local-state"];
const PASS = ["--pass", "repository_url"];
const STATE = "terraform/deploy/env/dev.tfstate";

function withProject(t: { teardown(fn: () => void): void }): Project {
  const project = makeProject();
  t.teardown(() => project.remove());
  return project;
}

const extra = ({ signs }: Project): string[] => ["-e", `signs=${signs}`];

interface StateFile {
  outputs: Record<string, unknown>;
  resources: { name: string }[];
}
const stateOf = (project: Project): StateFile => JSON.parse(project.read(STATE)) as StateFile;

real(
  "up makes, provisions and proves the hosts; a second up has nothing to do; down leaves an empty state",
  async (t) => {
    t.timeout(120_000);
    const project = withProject(t);
    const up = await project.tera([...UP, "--yes", ...PASS, ...extra(project)]);
    t.is(up.code, 0, up.stdout + up.stderr);
    t.regex(up.stdout, /^terraform\/ecr: 1 to add, 0 to change, 0 to destroy$/m);
    t.regex(up.stdout, /^terraform\/deploy: 4 to add, 0 to change, 0 to destroy$/m);
    t.true(up.stdout.indexOf("terraform/ecr: 1") < up.stdout.indexOf("terraform/deploy: 4"));
    t.regex(up.stdout, /# module\.hosts\.terraform_data\.host\["web1"\] will be created/);
    t.regex(
      up.stdout,
      /^terraform\/deploy: repository_url as terraform\/ecr says, unless a file of variables/m,
    );
    t.deepEqual(Object.keys(recap(up.stdout)), ["web1", "web2"]);
    t.regex(
      up.stdout,
      /\ndev is up\n {2}web1 {2}http:\/\/127\.0\.0\.1\/web1\n {2}web2 {2}http:\/\/127\.0\.0\.1\/web2\n$/,
    );
    t.deepEqual(readdirSync(project.signs).sort(), ["started", "web1", "web2"]);
    t.is(stateOf(project).resources.length, 3);
    t.like(stateOf(project).outputs.inventory, { value: { web1: { repository: "webapp" } } });
    t.is(statSync(join(project.folder, STATE)).mode & 0o777, 0o600);
    t.deepEqual(project.leftovers(), []);
    t.true(project.read(STATE).includes("hunter22"), "the state has the secret in it");
    t.false((up.stdout + up.stderr).includes("hunter22"));

    const again = await project.tera([...UP, "--yes", "--no-provision", ...PASS]);
    t.is(again.code, 0, again.stderr);
    t.regex(again.stdout, /^terraform\/deploy: nothing to do$/m);
    t.regex(again.stdout, /\ndev is up\n {2}web1 {2}127\.0\.0\.1\n/);

    const down = await project.tera(["cloud", "down", "dev", "--yes"]);
    t.is(down.code, 0, down.stderr);
    t.regex(down.stdout, /^terraform\/deploy: 0 to add, 0 to change, 4 to destroy$/m);
    t.deepEqual(stateOf(project).resources, []);
    t.false(existsSync(join(project.folder, `${STATE}.backup`)));
    t.deepEqual(project.leftovers(), []);
  },
);

real("the inventory is the example until up has run, then what was made", async (t) => {
  const project = withProject(t);
  const before = await project.tera(["inventory", "-i", "inventory/dev", "--list"]);
  t.is(before.code, 0, before.stderr);
  t.regex(before.stdout, /"example1"/);
  t.regex(before.stderr, /^\[WARNING\]: .*terraform\/deploy for dev: the hosts of .* `tera cloud up dev` /);
  const up = await project.tera([...UP, "--yes", "--no-provision"]);
  t.is(up.code, 0, up.stderr);
  const after = await project.tera(["provision", "--inventory", "dev", "--list-hosts", ...extra(project)]);
  t.regex(after.stdout, /web1\n\s+web2/);
  t.notRegex(after.stdout + after.stderr, /example1|to make hosts/);
});

real("nothing is made where nobody can confirm, and nothing but a plan is made by plan", async (t) => {
  const project = withProject(t);
  const up = await project.tera(UP);
  t.is(up.code, 2);
  t.is(
    up.stderr,
    "ERROR! nobody is there to confirm the plan\n  add --yes to apply it unseen; `tera cloud plan dev` only shows it\n",
  );
  const plan = await project.tera(["cloud", "plan", "dev", "--local-state"]);
  t.is(plan.code, 0, plan.stderr);
  t.regex(plan.stdout, /^terraform\/deploy: 4 to add/m);
  t.false(existsSync(join(project.folder, STATE)));
  t.deepEqual(project.leftovers(), []);
  const status = await project.tera(["cloud", "status", "dev", "--local-state"]);
  t.regex(status.stdout, /^terraform\/deploy: 0 resources$/m);
});

real("Ctrl-C lets Terraform write its state; up goes on where it was", async (t) => {
  t.timeout(120_000);
  const project = withProject(t);
  const env = { TF_VAR_pause: "20" };
  const child = project.start([...UP, "--yes", "--no-provision"], { env });
  const ended = endOf(child);
  while (!existsSync(join(project.signs, "started")) && child.exitCode === null) await sleep(50);
  child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  t.is(code, 130, stdout + stderr);
  t.regex(
    stderr,
    /ERROR! stopped by the user \(Ctrl-C\)\n {2}what was done is in the state: `tera cloud up dev` goes on\n$/,
  );
  t.deepEqual(
    stateOf(project).resources.map(({ name }) => name),
    ["network", "pause"],
  );
  t.deepEqual(project.leftovers(), []);
  const again = await project.tera([...UP, "--yes", "--no-provision"]);
  t.is(again.code, 0, again.stderr);
  // what was interrupted is made anew, what was done is not
  t.regex(again.stdout, /^terraform\/deploy: 3 to add, 0 to change, 1 to destroy$/m);
});

real("an error of Terraform is shown with the root it is in, and how to go on", async (t) => {
  const project = withProject(t);
  project.write("terraform/deploy/env/dev.tfvars", "");
  const { code, stderr } = await project.tera([...UP, "--yes"]);
  t.is(code, 1);
  t.regex(stderr, /Error: No value for required variable/);
  t.regex(
    stderr,
    /ERROR! terraform plan failed in terraform\/deploy\n {2}give the variable a value in .*dev\.tfvars/,
  );
  t.deepEqual(project.leftovers(), []);
});

real("a backend without its bucket is refused by Terraform, and the way out is named", async (t) => {
  const project = withProject(t);
  const { code, stderr } = await project.tera(["cloud", "up", "dev", "--yes", "--roots", "deploy"]);
  t.is(code, 1);
  t.regex(stderr, /terraform init failed in terraform\/deploy/);
  t.regex(stderr, /--backend-config bucket=NAME.*--local-state/);
});

real("what must not be destroyed stays, with the reason", async (t) => {
  const project = withProject(t);
  const main = project.read("terraform/ecr/main.tf");
  project.write(
    "terraform/ecr/main.tf",
    main.replace("input =", "lifecycle {\n prevent_destroy = true\n }\n input ="),
  );
  t.is((await project.tera(["cloud", "up", "shared", "--yes", "--local-state"])).code, 0);
  const down = await project.tera(["cloud", "down", "shared", "--yes"]);
  t.is(down.code, 1);
  t.regex(
    down.stderr,
    /ERROR! terraform plan failed in terraform\/ecr\n {2}terraform\/ecr says `prevent_destroy` of it/,
  );
});

real("down names roots that it would leave behind", async (t) => {
  const project = withProject(t);
  t.is((await project.tera(["cloud", "up", "shared", "--yes", "--local-state"])).code, 0);
  project.write("terraform/ecs/main.tf", "");
  project.write("terraform/ecs/env/dev.tfvars", "");
  project.write("terraform/ecs/env/dev.tfstate", project.read("terraform/ecr/env/shared.tfstate"));
  const down = await project.tera(["cloud", "down", "dev", "--yes", "--local-state"]);
  t.is(down.code, 2);
  t.regex(
    down.stderr,
    /ecs may hold something of dev too\n.*--with ecs; or leave it as it is: --roots deploy\n/,
  );
});

real("where events are wanted on standard output, Terraform's text is not among them", async (t) => {
  const project = withProject(t);
  const words = [...UP, "--yes", "--no-smoke", "--output", "jsonl", ...extra(project)];
  const { code, stdout, stderr } = await project.tera(words);
  t.is(code, 0, stderr);
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string });
  t.is(events.at(-1)?.type, "run-end");
  t.regex(stderr, /^terraform\/deploy: 4 to add/m);
  t.regex(stderr, /^dev is up$/m);
});

real("a Terraform that is named by a relative path is found from every root", async (t) => {
  const project = withProject(t);
  project.write("bin/tf", '#!/bin/sh\nexec terraform "$@"\n');
  chmodSync(join(project.folder, "bin/tf"), 0o755);
  const plan = await project.tera(["cloud", "plan", "dev", "--local-state", "--terraform", "bin/tf"]);
  t.is(plan.code, 0, plan.stderr);
});

const noTerminal = missingTerminal();
const typed = missing || noTerminal ? test.skip : test;
if (noTerminal && process.env.CI) test("questions can be tested", (t) => t.fail(noTerminal));

typed("at a terminal the plan is shown and asked for; only `yes` applies it", async (t) => {
  t.timeout(120_000);
  const project = withProject(t);
  const args = [...UP, "--no-provision", "--roots", "deploy"];
  const no = await atTerminal(project, args, "y\n");
  t.is(no.code, 1, no.stdout);
  t.regex(
    no.stdout,
    /will be created[\s\S]*Type yes to apply this plan in terraform\/deploy:[\s\S]*not confirmed: nothing was changed/,
  );
  t.false(existsSync(join(project.folder, STATE)));
  const stopped = await atTerminal(project, args, "\u0003");
  t.is(stopped.code, 130, stopped.stdout);
  const yes = await atTerminal(project, args, "yes\n");
  t.is(yes.code, 0, yes.stdout);
  t.regex(yes.stdout, /Apply complete! Resources: 4 added/);
  const down = await atTerminal(project, ["cloud", "down", "dev", "--roots", "deploy"], "yes\n");
  t.is(down.code, 1, "the name of the environment is wanted");
  const gone = await atTerminal(project, ["cloud", "down", "dev", "--roots", "deploy"], "dev\n");
  t.is(gone.code, 0, gone.stdout);
  t.regex(gone.stdout, /4 destroyed/);
});

const MISTAKES: readonly [title: string, args: string[], code: number, says: RegExp][] = [
  ["a mistyped environment", ["up", "dve", "--yes"], 2, /no environment `dve`\n {2}did you mean `dev`\?/],
  ["a mistyped action", ["pu", "dev"], 2, /ACTION cannot be `pu`\n {2}did you mean `up`\?/],
  [
    "a mistyped root",
    ["plan", "dev", "--roots", "deplyo"],
    2,
    /no terraform\/deplyo\n {2}did you mean `deploy`\?/,
  ],
  [
    "an environment without an inventory",
    ["up", "prod", "--yes"],
    1,
    /no inventory `prod`\n {2}there are: dev/,
  ],
  [
    "a file of variables that is not there",
    ["plan", "dev", "--var-file", "x"],
    1,
    /--var-file x: .* no such file|no such file/,
  ],
  [
    "no Terraform at all",
    ["plan", "dev", "--terraform", "./none"],
    1,
    /no program \/.*\/none\n {2}install Terraform 1\.11/,
  ],
];

for (const [title, args, code, says] of MISTAKES)
  real(`a mistake is said before anything is made: ${title}`, async (t) => {
    const project = withProject(t);
    const ended = await project.tera(["cloud", ...args]);
    t.is(ended.code, code, ended.stderr);
    t.regex(ended.stderr, says);
    t.false(existsSync(join(project.folder, "terraform/deploy/.terraform")));
  });

real("a root of AWS without credentials is refused before Terraform starts", async (t) => {
  const project = withProject(t);
  project.write("terraform/deploy/providers.tf", 'provider "aws" {\n}\n');
  const nothing = Object.fromEntries(
    Object.keys(process.env)
      .filter((name) => name.startsWith("AWS_"))
      .map((name) => [name, ""]),
  );
  const files = { AWS_CONFIG_FILE: "/dev/null", AWS_SHARED_CREDENTIALS_FILE: "/dev/null" };
  const env = { ...nothing, ...files, AWS_EC2_METADATA_DISABLED: "true" };
  const { code, stderr } = await project.tera(["cloud", "plan", "dev", "--local-state"], { env });
  t.is(code, 1);
  t.regex(stderr, /^ERROR! there are no credentials for running Terraform: .*\n {2}set AWS_PROFILE, or /);
});

test("a Terraform that is too old is refused", async (t) => {
  const project = withProject(t);
  project.write("old/terraform", "#!/bin/sh\necho Terraform v1.5.7\n");
  chmodSync(join(project.folder, "old/terraform"), 0o755);
  const { code, stderr } = await project.tera(["cloud", "plan", "dev"], {
    env: { PATH: `${join(project.folder, "old")}:${process.env.PATH}` },
  });
  t.is(code, 1);
  t.regex(stderr, /ERROR! Terraform 1\.5\.7 \(terraform\) is too old\n {2}install 1\.11\.0 or newer/);
});
