import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { type Ended, makeProject, type Project } from "./project.js";
import { atTerminal, missingTerminal } from "./terminal.js";
import { missingTerraform } from "./terraform.js";

const missing = missingTerraform();
if (missing && process.env.CI) test("what environments share can be tested", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have Terraform
const real = missing ? test.skip : test;

const MADE = ["--local-state", "--yes", "--no-provision"];
const SHARED_STATE = "terraform/ecr/env/shared.tfstate";

function withProject(t: { teardown(fn: () => void): void; timeout(ms: number): void }): Project {
  t.timeout(120_000);
  const project = makeProject();
  project.write("inventory/prod/hosts.ini", "[web]\n");
  t.teardown(() => project.remove());
  return project;
}

const cloud = (project: Project, ...words: string[]): Promise<Ended> => project.tera(["cloud", ...words]);

function resourcesIn(project: Project, path: string): number {
  if (!existsSync(join(project.folder, path))) return 0;
  return (JSON.parse(project.read(path)) as { resources: unknown[] }).resources.length;
}

real("two environments use one registry: the second finds it, and neither takes it along", async (t) => {
  const project = withProject(t);
  const dev = await cloud(project, "up", "dev", ...MADE);
  t.is(dev.code, 0, dev.stderr);
  t.regex(
    dev.stdout,
    /^terraform\/ecr: shared by all environments; state in terraform\/ecr\/env\/shared\.tfstate$/m,
  );
  t.regex(dev.stdout, /^terraform\/ecr: 1 to add/m);
  const prod = await cloud(project, "up", "prod", ...MADE, "--pass", "repository_url");
  t.is(prod.code, 0, prod.stderr);
  t.regex(prod.stdout, /^terraform\/ecr: nothing to do$/m);
  t.regex(prod.stdout, /^terraform\/deploy: repository_url as terraform\/ecr says/m);
  for (const name of ["dev", "prod"])
    t.false(existsSync(join(project.folder, `terraform/ecr/env/${name}.tfstate`)));

  const down = await cloud(project, "down", "dev", "--yes");
  t.is(down.code, 0, down.stderr);
  t.regex(
    down.stdout,
    /\nterraform\/ecr stays, because environments share it; `tera cloud down shared` destroys it\ndev is down\n$/,
  );
  t.is(resourcesIn(project, SHARED_STATE), 1);
  t.is(resourcesIn(project, "terraform/deploy/env/dev.tfstate"), 0);

  const used = await cloud(project, "down", "shared", "--yes");
  t.is(used.code, 2);
  t.is(
    used.stderr,
    "ERROR! prod still holds something, and what is shared may be needed by it\n" +
      "  destroy it first: `tera cloud down prod`\n",
  );
  t.is(resourcesIn(project, SHARED_STATE), 1);
  t.is((await cloud(project, "down", "prod", "--yes")).code, 0);
  const gone = await cloud(project, "down", "shared", "--yes");
  t.is(gone.code, 0, gone.stderr);
  t.regex(gone.stdout, /^terraform\/ecr: 0 to add, 0 to change, 1 to destroy$/m);
  t.regex(gone.stdout, /\nshared is down\n$/);
  t.notRegex(gone.stdout, /terraform\/deploy/);
  t.is(resourcesIn(project, SHARED_STATE), 0);
  t.deepEqual(project.leftovers(), []);
});

real("up shared makes what is shared and provisions nothing; status and plan say that it is", async (t) => {
  const project = withProject(t);
  const up = await cloud(project, "up", "shared", "--local-state", "--yes");
  t.is(up.code, 0, up.stderr);
  t.regex(up.stdout, /^terraform\/ecr: 1 to add/m);
  t.notRegex(up.stdout, /terraform\/deploy|tera provision/);
  t.regex(up.stdout, /\nshared is up\n$/);
  for (const action of ["plan", "status"]) {
    const { stdout, code } = await cloud(project, action, "dev", "--local-state");
    t.is(code, 0);
    t.regex(stdout, /^terraform\/ecr: shared by all environments; state in /m);
    t.notRegex(stdout, /^terraform\/deploy: shared/m);
  }
});

real("naming a shared root does not make it the environment's, and it is made first", async (t) => {
  const project = withProject(t);
  const up = await cloud(project, "up", "dev", ...MADE, "--roots", "deploy,ecr");
  t.is(up.code, 0, up.stderr);
  t.true(up.stdout.indexOf("terraform/ecr: 1 to add") < up.stdout.indexOf("terraform/deploy: 4 to add"));
  const down = await cloud(project, "down", "dev", "--yes", "--roots", "ecr");
  t.is(down.code, 0, down.stderr);
  t.regex(down.stdout, /terraform\/ecr stays/);
  t.regex(down.stdout, /\nnothing else of dev was named\n$/);
  t.is(resourcesIn(project, SHARED_STATE), 1);
});

real("variables of one environment do not change what is shared", async (t) => {
  const project = withProject(t);
  const main = project.read("terraform/ecr/main.tf");
  project.write(
    "terraform/ecr/main.tf",
    `variable "name" {\n  default = "webapp"\n}\n${main.replace('"webapp"', "var.name")}`,
  );
  project.write("mine.tfvars", 'name = "other"\n');
  const up = await cloud(project, "up", "dev", ...MADE, "--var-file", "mine.tfvars");
  t.is(up.code, 0, up.stderr);
  t.regex(
    up.stdout,
    /^terraform\/ecr: without --var-file, because environments share it: write into terraform\/ecr\/env\/shared\.tfvars$/m,
  );
  t.regex(project.read(SHARED_STATE), /"value": "webapp"/);
  const shared = await cloud(project, "plan", "shared", "--var-file", "mine.tfvars");
  t.is(shared.code, 2);
  t.regex(shared.stderr, /^ERROR! `shared` takes no --var-file: .*\n {2}write .* into env\/shared\.tfvars/);
});

real("an environment that has variables of its own for the root has a root of its own", async (t) => {
  const project = withProject(t);
  project.write("terraform/ecr/env/prod.tfvars", "");
  t.is((await cloud(project, "up", "dev", ...MADE, "--roots", "ecr")).code, 0);
  const prod = await cloud(project, "up", "prod", ...MADE);
  t.is(prod.code, 0, prod.stderr);
  t.regex(prod.stdout, /^terraform\/ecr: state in terraform\/ecr\/env\/prod\.tfstate$/m);
  // prod pulls from its own: it does not keep what is shared
  const shared = await cloud(project, "down", "shared", "--yes");
  t.is(shared.code, 0, shared.stderr);
  const down = await cloud(project, "down", "prod", "--yes");
  t.is(down.code, 0, down.stderr);
  t.notRegex(down.stdout, /stays/);
  t.is(resourcesIn(project, "terraform/ecr/env/prod.tfstate"), 0);
});

real("where nothing but a shared root is usual, down still names what it would leave behind", async (t) => {
  const project = withProject(t);
  t.is((await cloud(project, "up", "dev", ...MADE)).code, 0);
  renameSync(join(project.folder, "terraform/deploy"), join(project.folder, "terraform/ecs"));
  const down = await cloud(project, "down", "dev", "--yes");
  t.is(down.code, 2);
  t.regex(down.stderr, /ecs may hold something of dev too\n {2}destroy it as well: --with ecs\n$/);
});

real("mistakes with what is shared are said before Terraform starts", async (t) => {
  const project = withProject(t);
  const root = await cloud(project, "up", "shared", "--yes", "--roots", "deploy");
  t.is(root.code, 2);
  t.is(
    root.stderr,
    "ERROR! terraform/deploy is not shared: it has no env/shared.tfvars\n" +
      "  leave it out with --roots, or name an environment\n",
  );
  const mistyped = await cloud(project, "down", "shred", "--yes");
  t.regex(mistyped.stderr, /no environment `shred`\n {2}did you mean `shared`\?/);
  project.write("terraform/ecr/env/dev.tfvars", "");
  rmSync(join(project.folder, "terraform/ecr/env/shared.tfvars"));
  const none = await cloud(project, "up", "shared", "--yes");
  t.is(none.code, 2);
  t.regex(none.stderr, /no environment `shared`\n {2}there are: dev, prod/);
  t.false(existsSync(join(project.folder, "terraform/ecr/.terraform")));
});

real(
  "images that are still in a shared registry stop its destruction, and the way out is named",
  async (t) => {
    const project = withProject(t);
    const says = "ECR Repository (webapp) not empty: RepositoryNotEmptyException";
    const refuses = `provisioner "local-exec" {\n when = destroy\n command = "echo '${says}'; exit 1"\n }\n input =`;
    project.write("terraform/ecr/main.tf", project.read("terraform/ecr/main.tf").replace("input =", refuses));
    t.is((await cloud(project, "up", "shared", "--local-state", "--yes")).code, 0);
    const down = await cloud(project, "down", "shared", "--yes");
    t.is(down.code, 1);
    t.regex(
      down.stderr,
      /images are in it: .* force_delete = true in .*env\/shared\.tfvars and run `tera cloud up shared`; then again\n$/,
    );
    t.is(resourcesIn(project, SHARED_STATE), 1);
  },
);

const noTerminal = missingTerminal();
const typed = missing || noTerminal ? test.skip : test;
if (noTerminal && process.env.CI)
  test("questions about what is shared can be tested", (t) => t.fail(noTerminal));

typed("the question says that the root is shared; down wants `shared` typed", async (t) => {
  const project = withProject(t);
  const up = await atTerminal(project, ["cloud", "up", "dev", "--local-state", "--no-provision"], "no\n");
  t.is(up.code, 1, up.stdout);
  t.regex(up.stdout, /Type yes to apply this plan in terraform\/ecr, which all environments share:/);
  t.is((await cloud(project, "up", "shared", "--local-state", "--yes")).code, 0);
  const yes = await atTerminal(project, ["cloud", "down", "shared"], "yes\n");
  t.is(yes.code, 1, yes.stdout);
  t.regex(yes.stdout, /Type shared to apply this plan in terraform\/ecr/);
  t.is(resourcesIn(project, SHARED_STATE), 1);
  const gone = await atTerminal(project, ["cloud", "down", "shared"], "shared\n");
  t.is(gone.code, 0, gone.stdout);
  t.is(resourcesIn(project, SHARED_STATE), 0);
});
