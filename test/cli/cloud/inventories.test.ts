import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import test from "ava";
import { pluginExpressions } from "../../../src/cli/engine/plugin_expressions.js";
import { loadInventory } from "../../../src/inventory/load.js";
import { load } from "../../../src/inventory/terraform/terraform.js";

const top = mkdtempSync(join(tmpdir(), "tera-inventories-"));
test.after.always(() => rmSync(top, { recursive: true, force: true }));

/** What this repository ships, without what was applied from it. */
function shipped(name: string): string {
  const folder = join(top, name);
  cpSync(resolve("inventory"), join(folder, "inventory"), { recursive: true });
  const env = join(folder, "terraform/deploy/env");
  mkdirSync(env, { recursive: true });
  for (const file of ["dev.tfvars", "prod.tfvars"])
    writeFileSync(join(env, file), readFileSync(resolve("terraform/deploy/env", file)));
  return folder;
}

async function inventoryOf(folder: string, environment: string) {
  const warnings: string[] = [];
  const inventory = await loadInventory([join(folder, "inventory", environment)], {
    warn: (text) => warnings.push(text),
    plugins: [{ names: ["tera.terraform"], load }],
    evaluate: await pluginExpressions(() => {}),
  });
  return { hosts: [...inventory.hosts.keys()], groups: inventory.groups, warnings };
}

const BEFORE: Readonly<Record<string, string[]>> = {
  dev: ["dev1"],
  prod: ["amazonlinux1", "ubuntu1", "rhel1", "windows1"],
};

for (const [environment, names] of Object.entries(BEFORE))
  test(`inventory/${environment} has its example hosts until Terraform has made some`, async (t) => {
    const { hosts, groups, warnings } = await inventoryOf(shipped(`before-${environment}`), environment);
    t.deepEqual(hosts, names);
    t.true(groups.has("web"));
    t.regex(warnings.join("\n"), new RegExp(`\`tera cloud up ${environment}\` to make hosts`));
  });

test("inventory/prod has the hosts that Terraform has made, and none of the examples", async (t) => {
  const folder = shipped("after");
  const state = {
    version: 4,
    outputs: {
      inventory: {
        value: {
          web7: { address: "198.51.100.7", os: "rhel9", os_family: "redhat", groups: ["rhel", "web"] },
        },
      },
    },
    resources: [{ mode: "managed", type: "aws_instance", instances: [{}] }],
  };
  writeFileSync(join(folder, "terraform/deploy/env/prod.tfstate"), JSON.stringify(state));
  const { hosts, groups, warnings } = await inventoryOf(folder, "prod");
  t.deepEqual(hosts, ["web7"]);
  t.deepEqual(groups.get("rhel")?.hosts, ["web7"]);
  t.deepEqual(warnings, []);
});
