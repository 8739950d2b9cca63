import type { InventoryPlugin } from "../../inventory/plugins.js";

type Load = InventoryPlugin["load"];

/** A plugin whose code is loaded when a file names it. */
function lazily(names: readonly string[], load: () => Promise<{ load: Load }>): InventoryPlugin {
  return { names, load: async (config, context) => (await load()).load(config, context) };
}

/** Every source of hosts that a YAML file can name with `plugin:`. */
export const INVENTORY_PLUGINS: readonly InventoryPlugin[] = [
  lazily(["amazon.aws.aws_ec2", "aws_ec2"], () => import("../../inventory/aws_ec2/aws_ec2.js")),
  lazily(
    ["ansible.builtin.constructed", "constructed"],
    () => import("../../inventory/constructed/plugin.js"),
  ),
  lazily(["tera.terraform", "terraform"], () => import("../../inventory/terraform/terraform.js")),
];
