import { hostsIn } from "../../inventory/terraform/hosts.js";
import { type Cloud, handOn, plan, prepare, stateIn } from "./root.js";

/** What `up` would do; nothing is changed but what `terraform init` writes. */
export async function showPlans(cloud: Cloud): Promise<number> {
  for (const root of cloud.roots) {
    const place = await prepare(cloud, root);
    await plan(cloud, place);
    const { outputs } = await stateIn(cloud, place);
    handOn(cloud, root, outputs);
  }
  return 0;
}

/** What is there: things by root, and hosts. */
export async function showStatus(cloud: Cloud): Promise<number> {
  for (const root of cloud.roots) {
    const { outputs, resources } = await stateIn(cloud, await prepare(cloud, root));
    cloud.say(`${root.name}: ${resources} ${resources === 1 ? "resource" : "resources"}`);
    for (const { name, address, instanceId, os } of hostsIn(outputs, root.name))
      cloud.say(`  ${[name, address ?? "no address", instanceId, os].filter(Boolean).join("  ")}`);
  }
  return 0;
}
