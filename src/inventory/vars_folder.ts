import { readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { Fault } from "../model/errors.js";
import type { VarsFolder } from "../model/host.js";
import type { PlainDict, Value } from "../model/value.js";
import { combineDicts, plainDict } from "../yaml/dicts.js";
import { YAML_ENDINGS } from "./endings.js";

export interface VarsReading {
  /** `hash_behaviour = merge` */
  mergesDicts?: boolean | undefined;
  /** ends of the names of YAML files */
  yamlEndings?: readonly string[] | undefined;
}

interface Reading {
  read(path: string): Value;
  merges: boolean;
  /** of several files for one name the first of these counts; a folder is its bare name */
  endings: readonly string[];
}

/** group_vars and host_vars of a folder. `read` gives the value of a YAML file. */
export function readVarsFolder(
  folder: string,
  read: (path: string) => Value,
  { mergesDicts: merges = false, yamlEndings = YAML_ENDINGS }: VarsReading = {},
): VarsFolder {
  const reading = { read, merges, endings: ["", ...yamlEndings] };
  return {
    groups: readNamed(join(folder, "group_vars"), reading),
    hosts: readNamed(join(folder, "host_vars"), reading),
  };
}

interface Entry {
  name: string;
  isFolder: boolean;
}

function readNamed(folder: string, reading: Reading): Map<string, PlainDict> {
  const { endings, merges } = reading;
  const entries = list(folder);
  const found = new Map<string, PlainDict>();
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  for (const { name, isFolder } of entries) {
    const ending = isFolder ? "" : endings.slice(1).find((one) => name.endsWith(one) && name !== one);
    const bare = ending ? name.slice(0, -ending.length) : name;
    if (found.has(bare)) continue;
    const first = endings.map((one) => byName.get(bare + one)).find((entry) => entry !== undefined);
    if (first)
      found.set(bare, combineDicts(merges, ...dictsOf(join(folder, first.name), first.isFolder, reading)));
  }
  return found;
}

function list(folder: string): Entry[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !name.startsWith(".") && !name.endsWith("~"))
      .map((entry) => ({ name: entry.name, isFolder: isFolderAt(folder, entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

function isFolderAt(
  folder: string,
  entry: { name: string; isDirectory(): boolean; isSymbolicLink(): boolean },
): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function dictsOf(path: string, isFolder: boolean, { read, endings }: Reading): PlainDict[] {
  const files = isFolder ? filesBelow(path, endings) : [path];
  return files.map((file) => {
    const value = read(file);
    const dict = value === null ? {} : plainDict(value);
    if (dict) return dict;
    throw new Fault("YAML_INVALID", `${file} must hold a mapping of variables`, {
      at: { path: file, line: 1, column: 1 },
      hint: "write `name: value` lines",
    });
  });
}

function filesBelow(folder: string, endings: readonly string[]): string[] {
  return list(folder).flatMap(({ name, isFolder }) => {
    const path = join(folder, name);
    if (isFolder) return extname(name) === "" ? filesBelow(path, endings) : [];
    return endings.includes(extname(name)) ? [path] : [];
  });
}
