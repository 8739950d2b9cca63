import type { Input } from "./option.js";
import type { Settings } from "./settings.js";

/** Ansible without -i, $ANSIBLE_INVENTORY and ansible.cfg has the implicit localhost only. */
const NOBODY = "localhost,";

export function inventorySources({ values }: Pick<Input, "values">, settings: Settings): string[] {
  const given = values.inventory as string[] | undefined;
  if (given) return given;
  return settings.inventory.length > 0 ? settings.inventory : [NOBODY];
}
