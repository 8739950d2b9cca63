import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Settings } from "../options/settings.js";

const FOLDER = "inventory";
const ENDINGS = ["", ".yml", ".yaml", ".ini", ".json"];

/** What -i names: in ./inventory/ first, then a path; `local` where nothing is said at all. */
export function namedInventories(given: readonly string[] | undefined, settings: Settings): string[] {
  if (given) return given.map(sourceOf);
  return settings.inventory.length > 0 ? settings.inventory : [sourceOf("local")];
}

function sourceOf(name: string): string {
  if (name.includes(",")) return name;
  const inside = ENDINGS.map((ending) => join(FOLDER, name + ending));
  const found = [...(name.includes("/") ? [] : inside), name].find((path) => existsSync(path));
  if (found !== undefined) return found;
  const names = inventoryNames();
  throw new Fault("INVENTORY_INVALID", `there is no inventory \`${name}\``, {
    hint:
      suggest(name, names) ??
      (names.length > 0 ? `there are: ${names.join(", ")}` : `looked in ./${FOLDER}/`),
  });
}

/** The names in ./inventory/, without endings. */
export function inventoryNames(): string[] {
  if (!existsSync(FOLDER)) return [];
  const names = readdirSync(FOLDER).filter(
    (name) => !/^\.|^(group|host)_vars$|~$|\.(md|example)$/.test(name),
  );
  return [...new Set(names.map((name) => name.replace(/\.(ya?ml|ini|json)$/, "")))].sort();
}
