import { readdirSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { homeFolder } from "../disk/local_user.js";
import { Fault } from "../model/errors.js";
import { nearest } from "../model/nearest.js";
import type { Place } from "../model/source.js";
import type { TaskContext } from "./context.js";
import { isFolder } from "./find.js";

export interface FoundRole {
  name: string;
  path: string;
  /** `namespace.name` of the collection that it is of */
  collection?: string;
}

type Base = Pick<TaskContext, "playbookFolder" | "role" | "collections" | "loading">;

/** The folder of a role by its name, a path, or `namespace.collection.role`. Fault: ROLE_MISSING. */
export function findRole(name: string, base: Base, at: Place): FoundRole {
  const found = inCollections(name, base) ?? inFolders(name, base);
  if (found) return found;
  const folders = [...new Set(roleFolders(base))];
  throw new Fault("ROLE_MISSING", `the role '${name}' was not found in ${folders.join(":")}`, {
    at,
    hint: hintFor(name, folders),
  });
}

function hintFor(name: string, folders: readonly string[]): string {
  const known = folders.filter(isFolder).flatMap((folder) => readdirSync(folder));
  const near = nearest(name.split(".").at(-1)!, known);
  if (near) return `did you mean \`${near}\`?`;
  return name.split(".").length === 3
    ? "install its collection beside the playbook, in collections/ansible_collections/"
    : "roles are looked for in `roles/` beside the playbook; ANSIBLE_ROLES_PATH names more folders";
}

/** Where roles are looked for, in this order. */
function roleFolders({ playbookFolder, role, loading }: Base): string[] {
  return [
    join(playbookFolder, "roles"),
    ...loading.rolesPath.map(expandHome),
    ...(role ? [resolve(role.role.path, "..")] : []),
    playbookFolder,
  ];
}

function inFolders(name: string, base: Base): FoundRole | undefined {
  if (!isAbsolute(name)) {
    const path = roleFolders(base)
      .map((folder) => join(folder, name))
      .find(isFolder);
    if (path !== undefined) return { name, path };
  }
  const path = expandHome(name);
  return isFolder(path) ? { name: basename(path), path } : undefined;
}

function inCollections(name: string, base: Base): FoundRole | undefined {
  const parts = /^(\w+\.\w+)\.(\w+(?:\.\w+)*)$/.exec(name);
  if (parts) {
    const found = inCollection(parts[1]!, parts[2]!, base);
    if (found) return found;
  }
  if (!/^\w+$/.test(name)) return undefined;
  const own = base.role?.role.collection;
  for (const collection of [...(own ? [own] : []), ...base.collections]) {
    const found = inCollection(collection, name, base);
    if (found) return found;
  }
  return undefined;
}

function inCollection(collection: string, role: string, base: Base): FoundRole | undefined {
  const inner = join(...collection.split("."), "roles", ...role.split("."));
  const roots = collectionRoots(base.playbookFolder, base.loading.collectionsPath ?? []);
  const path = roots.map((root) => join(root, inner)).find(isFolder);
  return path === undefined ? undefined : { name: `${collection}.${role}`, path, collection };
}

/** The folders that hold collections by namespace. */
export function collectionRoots(playbookFolder: string, paths: readonly string[]): string[] {
  return [join(playbookFolder, "collections"), ...paths.map(expandHome)].map((path) =>
    basename(path) === "ansible_collections" ? path : join(path, "ansible_collections"),
  );
}

function expandHome(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homeFolder()));
}
