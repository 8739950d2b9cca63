import { statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { Fault } from "../model/errors.js";
import type { Place } from "../model/source.js";
import { foldersOf, type TaskContext } from "./context.js";

type Base = Pick<TaskContext, "folder" | "parent" | "role" | "playbookFolder" | "handlers">;

/**
 * A file named by an import or include: beside the file that names it, beside
 * those that led there, in the role, beside the playbook. Fault: FILE_MISSING
 * with the places that were searched.
 */
export function findTaskFile(name: string, base: Base, at: Place): string {
  if (isAbsolute(name)) return existing([name], name, at);
  const subfolder = base.handlers ? "handlers" : "tasks";
  const role = base.role?.role.path;
  return existing(
    [
      ...foldersOf(base).map((folder) => join(folder, name)),
      ...(role ? [join(role, subfolder, name), join(role, name)] : []),
      join(base.playbookFolder, subfolder, name),
      join(base.playbookFolder, name),
    ],
    name,
    at,
  );
}

function existing(places: string[], name: string, at: Place): string {
  const searched = [...new Set(places)];
  const found = searched.find(isFile);
  if (found !== undefined) return found;
  throw new Fault("FILE_MISSING", `Could not find or access '${name}'`, {
    at,
    hint: `searched in:\n${searched.map((place) => `    ${place}`).join("\n")}`,
  });
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const ENDINGS = [".yml", ".yaml", ".json"];

/**
 * Where a file of a role may be, the first that is there counts: `main` with an ending before `main` alone; a name
 * that is given is taken as it is written before an ending is added.
 */
export function placesOf(folder: string, name: string | undefined): string[] {
  const endings = name === undefined ? [...ENDINGS, ""] : ["", ...ENDINGS];
  return endings.map((ending) => join(folder, (name ?? "main") + ending));
}

/** `main` of a role's folder, or the file that is named instead. */
export const findMain = (folder: string, name?: string): string | undefined =>
  placesOf(folder, name).find(isFile);
