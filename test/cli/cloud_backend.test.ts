import { existsSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { type Moto, missingForMoto, startMoto } from "../helpers/moto.js";
import { makeProject } from "./cloud_project.js";
import { missingTerraform } from "./cloud_terraform.js";

const missing = missingTerraform() ?? missingForMoto();
if (missing && process.env.CI) test("tera cloud with a backend can be tested", (t) => t.fail(missing));
// on a user's machine it is skipped; CI must have Terraform and the emulator
const real = missing ? test.skip : test;

let moto: Moto | undefined;
test.after.always(() => moto?.stop());

const SKIPS = ["skip_credentials_validation", "skip_requesting_account_id", "use_path_style"];

real("with a bucket the state is nowhere else, and the inventory asks Terraform for it", async (t) => {
  t.timeout(120_000);
  moto = await startMoto();
  const project = makeProject();
  t.teardown(() => project.remove());
  const env = moto.env;
  t.true((await fetch(`${moto.endpoint}/states`, { method: "PUT", headers: signed() })).ok);
  const backend = ["bucket=states", "region=us-east-1", ...SKIPS.map((name) => `${name}=true`)].flatMap(
    (word) => ["--backend-config", word],
  );
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

/** The emulator reads the account from a signature, and checks none. */
function signed(): Record<string, string> {
  const scope = "123456789012/20250101/us-east-1/s3/aws4_request";
  return { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
}
