import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { type Moto, missingForMoto, startMoto } from "../../helpers/moto.js";
import { makeProject } from "./project.js";
import { missingTerraform } from "./terraform.js";

const missing = missingTerraform() ?? missingForMoto();
if (missing && process.env.CI) test("tera cloud with a backend can be tested", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have Terraform and the emulator
const real = missing ? test.skip : test;

let moto: Promise<Moto> | undefined;
test.after.always(async () => (await moto)?.stop());

const SKIPS = ["skip_credentials_validation", "skip_requesting_account_id", "use_path_style"];

real("with a bucket the state is nowhere else, and the inventory asks Terraform for it", async (t) => {
  t.timeout(120_000);
  const { project, env, backend } = await withBucket(t, "states");
  const common = ["cloud", "--roots", "deploy"];
  const up = await project.tera(
    [...common, "up", "dev", "--yes", ...backend, "-e", `signs=${project.signs}`],
    { env },
  );
  t.is(up.code, 0, up.stdout + up.stderr);
  t.regex(
    up.stdout,
    /^terraform\/deploy: state in the backend of terraform\/deploy\/env\/dev\.s3\.tfbackend$/m,
  );
  t.regex(up.stdout, /\ndev is up\n {2}web1 {2}http/);
  t.false(existsSync(join(project.folder, "terraform/deploy/env/dev.tfstate")));

  // the bucket is known from now on
  const status = await project.tera([...common, "status", "dev"], { env });
  t.regex(status.stdout, /^terraform\/deploy: 4 resources\n {2}web1 {2}127\.0\.0\.1 {2}ubuntu2404$/m);
  const local = await project.tera([...common, "up", "dev", "--yes", "--local-state"], { env });
  t.is(local.code, 2);
  t.regex(local.stderr, /the state of terraform\/deploy for dev is in s3 already/);

  const down = await project.tera([...common, "down", "dev", "--yes"], { env });
  t.is(down.code, 0, down.stderr);
  const list = await project.tera(["inventory", "-i", "inventory/dev", "--list"], { env });
  t.regex(list.stderr, /nothing is applied yet in terraform\/deploy for dev/);
  t.deepEqual(project.leftovers(), []);
});

real(
  "what is shared is in the same bucket for all, and stays until the last environment is empty",
  async (t) => {
    t.timeout(180_000);
    const { project, env, backend } = await withBucket(t, "shared-states");
    project.write("terraform/ecr/backend.tf", 'terraform {\n  backend "s3" {}\n}\n');
    project.write("terraform/ecr/env/shared.s3.tfbackend", 'key = "shared/ecr.tfstate"\n');
    project.write("terraform/deploy/env/prod.s3.tfbackend", 'key = "prod/deploy.tfstate"\n');
    const cloud = (...words: string[]) => project.tera(["cloud", ...words, "--yes"], { env });
    for (const name of ["dev", "prod"]) {
      const up = await cloud("up", name, "--no-provision", ...backend);
      t.is(up.code, 0, up.stdout + up.stderr);
      t.regex(up.stdout, name === "dev" ? /^terraform\/ecr: 1 to add/m : /^terraform\/ecr: nothing to do$/m);
    }
    t.regex((await cloud("down", "shared")).stderr, /^ERROR! dev and prod still hold something/);
    t.is((await cloud("down", "dev")).code, 0);
    // the state of dev is known, and empty
    const used = await cloud("down", "shared");
    t.is(used.code, 2);
    t.regex(used.stderr, /^ERROR! prod still holds something/);
    // it says where the state of an environment is; what is shared has one already
    const local = await project.tera(["cloud", "status", "dev", "--roots", "ecr", "--local-state"], { env });
    t.regex(local.stdout, /^terraform\/ecr: shared by all environments; state in the backend of /m);
    t.is((await cloud("down", "prod")).code, 0);
    const gone = await cloud("down", "shared");
    t.is(gone.code, 0, gone.stderr);
    t.regex(gone.stdout, /^terraform\/ecr: 0 to add, 0 to change, 1 to destroy$/m);
    t.deepEqual(project.leftovers(), []);
  },
);

real("where a state cannot be asked, nothing that is shared is destroyed", async (t) => {
  t.timeout(120_000);
  const { project, env, backend } = await withBucket(t, "gone-states");
  const up = await project.tera(["cloud", "up", "dev", "--yes", "--no-provision", ...backend], { env });
  t.is(up.code, 0, up.stderr);
  const data = "terraform/deploy/.terraform/dev/terraform.tfstate";
  project.write(data, project.read(data).replaceAll("gone-states", "no-states"));
  const down = await project.tera(["cloud", "down", "shared", "--yes"], { env });
  t.is(down.code, 1);
  t.regex(down.stderr, /ERROR! whether dev still holds something cannot be known: terraform state failed/);
  t.regex(down.stderr, /if that backend is gone, .* remove terraform\/deploy\/\.terraform\/dev/);
});

/** A project, and a bucket of the emulator for its states. */
async function withBucket(t: { teardown(fn: () => void): void }, bucket: string) {
  moto ??= startMoto();
  const { env, endpoint } = await moto;
  const project = makeProject();
  t.teardown(() => project.remove());
  const made = await fetch(`${endpoint}/${bucket}`, { method: "PUT", headers: signed() });
  if (!made.ok) throw new Error(`no bucket ${bucket}: ${made.status}`);
  const words = [`bucket=${bucket}`, "region=us-east-1", ...SKIPS.map((name) => `${name}=true`)];
  return { project, env, backend: words.flatMap((word) => ["--backend-config", word]) };
}

/** The emulator reads the account from a signature, and checks none. */
function signed(): Record<string, string> {
  const scope = "123456789012/20250101/us-east-1/s3/aws4_request";
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}
