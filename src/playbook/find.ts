import { existsSync, readdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { RoleUse } from "../model/play.js";
import type { Place } from "../model/source.js";

/** What relative names are relative to. */
export interface Base {
  folder: string;
  playbookFolder: string;
  role?: RoleUse | undefined;
}

/** A file named by an import or include: beside the file that names it, in the role, beside the playbook. */
export function findRelative(name: string, base: Base, subfolder: string, at: Place): string {
  if (isAbsolute(name)) return existing([name], name, at);
  const role = base.role?.role.path;
  const places = [
    join(base.folder, name),
    ...(role ? [join(role, subfolder, name), join(role, name)] : []),
    join(base.playbookFolder, subfolder, name),
    join(base.playbookFolder, name),
  ];
  return existing([...new Set(places)], name, at);
}

function existing(places: string[], name: string, at: Place): string {
  const found = places.find((place) => existsSync(place) && statSync(place).isFile());
  if (found !== undefined) return found;
  throw new Fault("FILE_MISSING", `Could not find or access '${name}'`, {
    at,
    hint: `searched in:\n${places.map((place) => `    ${place}`).join("\n")}`,
  });
}

const ENDINGS = ["", ".yml", ".yaml", ".json"];

/** `main` in a role's folder: main.yml, main.yaml, main.json or main. */
export function findMain(folder: string, name = "main"): string | undefined {
  const names =
    name === "main" ? ["main.yml", "main.yaml", "main.json", "main"] : ENDINGS.map((ending) => name + ending);
  return names.map((one) => join(folder, one)).find((path) => existsSync(path) && statSync(path).isFile());
}

/** The folder of a role, by its name, a path, or `namespace.collection.role`. */
export function findRole(name: string, base: Base, rolesPath: readonly string[], at: Place): string {
  const folders = [
    join(base.playbookFolder, "roles"),
    ...(base.role ? [resolve(base.role.role.path, "..")] : []),
    ...rolesPath.map((path) => resolve(path.replace(/^~(?=\/)/, homedir()))),
    base.playbookFolder,
    join(base.playbookFolder, "..", "roles"),
  ];
  const parts = name.split(".");
  const collections =
    parts.length === 3
      ? [
          join(
            base.playbookFolder,
            "collections",
            "ansible_collections",
            parts[0]!,
            parts[1]!,
            "roles",
            parts[2]!,
          ),
        ]
      : [];
  const places =
    isAbsolute(name) || name.startsWith(".")
      ? [resolve(base.folder, name)]
      : [...collections, ...folders.map((folder) => join(folder, name))];
  const found = places.find((place) => existsSync(place) && statSync(place).isDirectory());
  if (found !== undefined) return found;
  const known = folders.filter((folder) => existsSync(folder)).flatMap((folder) => readdirSync(folder));
  throw new Fault("ROLE_MISSING", `the role '${name}' was not found in ${[...new Set(folders)].join(":")}`, {
    at,
    hint: suggest(name, known),
  });
}
