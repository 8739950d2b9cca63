import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { checkBeforehand } from "../../../src/cli/cloud/checks.js";
import { Fault } from "../../../src/model/errors.js";
import { type Root, rootAt } from "../../../src/terraform/root.js";

const top = mkdtempSync(join(tmpdir(), "tera-checks-"));
test.after.always(() => rmSync(top, { recursive: true, force: true }));

const CIDRS = 'variable "admin_cidrs" {\n  default = []\n}\n';

function root(hcl: string, variables: string): Root {
  const folder = mkdtempSync(join(top, "root-"));
  mkdirSync(join(folder, "env"));
  writeFileSync(join(folder, "main.tf"), hcl);
  writeFileSync(join(folder, "env/dev.tfvars"), variables);
  return rootAt(folder, "dev", "terraform/deploy");
}

async function warningsOf(one: Root, varFiles: string[] = []): Promise<string[]> {
  const warnings: string[] = [];
  await checkBeforehand([one], varFiles, (text) => warnings.push(text));
  return warnings;
}

test.before(() => {
  delete process.env.TF_VAR_admin_cidrs;
});

test("an example among admin_cidrs is refused: nobody could log in", async (t) => {
  const one = root(CIDRS, 'admin_cidrs = [\n  "203.0.113.7/32",\n]\n');
  const fault = await t.throwsAsync(warningsOf(one), { instanceOf: Fault });
  t.regex(fault.message, /^admin_cidrs in .*dev\.tfvars still has the example "203\.0\.113\.7\/32"$/);
  t.regex(fault.hint ?? "", /YOUR\.ADDRESS/);
});

test("of several files the last one that says admin_cidrs counts; comments say nothing", async (t) => {
  const one = root(CIDRS, 'admin_cidrs = ["203.0.113.7/32"]\n');
  const mine = join(top, "mine.tfvars");
  writeFileSync(mine, '# admin_cidrs = ["192.0.2.1/32"]\nadmin_cidrs = ["100.64.1.2/32"]\n');
  const other = join(top, "other.tfvars");
  writeFileSync(other, "words = 1\n");
  t.deepEqual(await warningsOf(one, [mine, other]), []);
});

test("a file of variables in JSON is read as well", async (t) => {
  const one = root(CIDRS, "");
  const mine = join(top, "mine.tfvars.json");
  writeFileSync(mine, JSON.stringify({ admin_cidrs: ["100.64.1.2/32"] }));
  t.deepEqual(await warningsOf(one, [mine]), []);
  writeFileSync(mine, JSON.stringify({ admin_cidrs: ["203.0.113.7/32"] }));
  await t.throwsAsync(warningsOf(one, [mine]), { message: /still has the example/ });
});

test("without any admin_cidrs there is a warning", async (t) => {
  for (const variables of [
    "",
    "admin_cidrs = []",
    "  admin_cidrs=[\n]\n",
    '# admin_cidrs = ["1.2.3.4/32"]',
  ]) {
    const [warning] = await warningsOf(root(CIDRS, variables));
    t.regex(
      warning ?? "",
      /^terraform\/deploy opens SSH to nobody\. To connect from here, say admin_cidrs = /,
      variables,
    );
  }
});

test("a root without the variable has nothing to check", async (t) => {
  t.deepEqual(await warningsOf(root('variable "names" {}\n', "")), []);
});

test("a file of variables that is not there is named", async (t) => {
  const fault = await t.throwsAsync(warningsOf(root("", ""), ["/none.tfvars"]), { instanceOf: Fault });
  t.is(fault.message, "--var-file /none.tfvars: there is no such file");
});
