import type { Input } from "./option.js";
import type { Settings } from "./settings.js";

/** What -i, $ANSIBLE_INVENTORY or ansible.cfg name; where none does, there is the implicit localhost only. */
export function inventorySources({ values }: Pick<Input, "values">, settings: Settings): string[] {
  const given = values.inventory as string[] | undefined;
  return given ?? settings.inventory;
}
