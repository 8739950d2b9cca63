import { readdirSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import { SHARED_KEYWORDS } from "../model/play.js";
import { keyPlaceOf, type Place } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { combineDicts, plainDict } from "../yaml/dicts.js";
import { findMain, isFile, isFolder, placesOf } from "./find.js";
import { type Loading, loadYaml } from "./load.js";

/** The file of a role's folder: `main`, or the one that is named instead, which must be there if the folder is. */
export function roleFile(
  path: string,
  folder: string,
  from: string | undefined,
  at: Place,
): string | undefined {
  if (from !== undefined) checkInside(join(path, folder), from, at);
  const found = findMain(join(path, folder), from);
  if (found === undefined && from !== undefined && isFolder(join(path, folder)))
    throw new Fault("PLAYBOOK_INVALID", `Could not find specified file in role: ${folder}/${from}`, {
      at,
      hint: `looked in ${join(path, folder)}`,
    });
  return found;
}

function checkInside(folder: string, from: string, at: Place): void {
  const target = resolve(folder, from);
  if (target.startsWith(folder + sep)) return;
  const message = `'${from}' cannot be used, as it is not inside the expected role path: ${folder}`;
  throw new Fault("FILE_MISSING", message, { at, hint: "include_tasks can include any file" });
}

/** defaults/ or vars/ of a role: main.yml, or all files of a folder main/, in order. */
export function roleVars(
  path: string,
  folder: string,
  from: string | undefined,
  loading: Loading,
  at: Place,
): PlainDict {
  const files = varsFiles(join(path, folder), from);
  // says what is wrong with the name
  if (files.length === 0) roleFile(path, folder, from, at);
  const dicts = files.map((file) => varsFrom(file, loading));
  return combineDicts(loading.mergesDicts ?? false, ...dicts);
}

/** The first that is there: a file, or a folder of files. */
function varsFiles(folder: string, from: string | undefined): string[] {
  const found = placesOf(folder, from).find((place) => isFile(place) || isFolder(place));
  if (found === undefined) return [];
  return isFolder(found) ? varsFilesBelow(found) : [found];
}

/** Hidden files and copies are none, nor is a folder with an ending. */
function varsFilesBelow(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith(".") && !name.endsWith("~"))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      if (isFolder(path)) return name.includes(".") ? [] : varsFilesBelow(path);
      return /\.(ya?ml|json)$/.test(name) || !name.includes(".") ? [path] : [];
    });
}

/** The variables of a file; none where it is empty. */
export function varsFrom(path: string, loading: Loading, what = "variables"): PlainDict {
  const value = loadYaml(path, loading, undefined, "warn");
  const dict = value === null ? {} : plainDict(value);
  if (dict) return dict;
  throw new Fault("YAML_INVALID", `${path} must hold a mapping of ${what}`, {
    at: { path, line: 1, column: 1 },
  });
}

export function roleMeta(path: string, loading: Loading): PlainDict {
  const file = findMain(join(path, "meta"));
  const meta = file ? varsFrom(file, loading, "role metadata") : {};
  for (const key of Object.keys(meta))
    if (!META.has(key))
      throw new Fault("KEYWORD_UNKNOWN", `'${key}' is not a valid attribute for a RoleMetadata`, {
        at: keyPlaceOf(meta, key),
        hint: suggest(key, META),
      });
  return meta;
}

/** What Ansible takes there; keywords of every play and task may stand there too. */
const META: ReadonlySet<string> = new Set([
  ..."allow_duplicates argument_specs collections dependencies galaxy_info".split(" "),
  ...SHARED_KEYWORDS,
]);
