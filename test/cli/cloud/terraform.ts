import { spawnSync } from "node:child_process";

/** Why Terraform by itself cannot be tested here; undefined where it can. */
export function missingTerraform(): string | undefined {
  const { status } = spawnSync("terraform", ["version"]);
  return status === 0 ? undefined : "terraform is not there: install Terraform 1.11 or newer";
}
