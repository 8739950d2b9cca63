import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { Fault } from "../../src/model/errors.js";
import { findTerraform } from "../../src/terraform/program.js";

const folder = mkdtempSync(join(tmpdir(), "tera-terraform-"));
test.after.always(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, says: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${says}\n`);
  chmodSync(path, 0o755);
  return path;
}

test("the version is what the program says", async (t) => {
  const path = program("new", 'echo "Terraform v1.12.0-rc1"; echo "on linux_amd64"');
  t.deepEqual(await findTerraform(path), { program: path, version: "1.12.0" });
});

test("a program that is not there is a fault that says where to get it", async (t) => {
  const fault = await t.throwsAsync(findTerraform(join(folder, "none")), { instanceOf: Fault });
  t.regex(fault.message, /^there is no program .*none$/);
  t.regex(fault.hint ?? "", /install Terraform 1\.11\.0 or newer/);
});

test("one that is too old is refused", async (t) => {
  const fault = await t.throwsAsync(findTerraform(program("old", "echo Terraform v1.5.7")), {
    instanceOf: Fault,
  });
  t.regex(fault.message, /^Terraform 1\.5\.7 \(.*old\) is too old$/);
});

test("a program that is no Terraform is shown by what it says", async (t) => {
  const fault = await t.throwsAsync(findTerraform(program("other", "echo hello; exit 3")), {
    instanceOf: Fault,
  });
  t.regex(fault.message, /does not say its version: hello$/);
});
