import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import type { VarsFolder } from "../../model/host.js";
import type { Entry, Play, RoleUse } from "../../model/play.js";
import { isDict, type PlainDict, type Value } from "../../model/value.js";
import type { Engine } from "../hosts/engine.js";

/**
 * Every name that something could give a value to: inventory, -e, and each
 * word that stands as a key, a registered name or an assignment in any file
 * below the playbook and its roles. Meant to hold too many names, never too
 * few. Undefined where values may come from files that are not looked at.
 */
export function definedNames(
  plays: readonly Play[],
  engine: Pick<Engine, "extraVars" | "inventory" | "inventoryVars" | "readVarsFolder">,
): ReadonlySet<string> | undefined {
  const names = new Set<string>([...MAGIC, ...Object.keys(engine.extraVars)]);
  addInventory(names, engine);
  const folders = new Set<string>();
  for (const play of plays) {
    addVarsFolder(names, engine.readVarsFolder(play.folder));
    for (const { name } of play.varsPrompt) names.add(name);
    addWritten(names, play);
    for (const { role, params } of rolesOf(play)) {
      folders.add(role.path);
      for (const vars of [role.defaults, role.vars, params]) addKeys(names, vars);
    }
    const places = varsFileFolders(play);
    if (!places) return undefined;
    for (const folder of [play.folder, ...places]) folders.add(folder);
  }
  const files = filesBelow([...folders]);
  if (!files) return undefined;
  const isKnownRole = (name: string): boolean => files.some((path) => path.includes(`/${name}/tasks/`));
  for (const path of files) if (!addWords(names, readFileSync(path, "latin1"), isKnownRole)) return undefined;
  return names;
}

/** Known without anybody's setting them; facts and what begins with `ansible_` are not judged at all. */
const MAGIC =
  "groups group_names hostvars inventory_hostname inventory_hostname_short inventory_dir inventory_file play_hosts playbook_dir role_name role_path role_names omit vars environment item packages services".split(
    " ",
  );

function addInventory(
  names: Set<string>,
  { inventory, inventoryVars }: Pick<Engine, "inventory" | "inventoryVars">,
): void {
  for (const { vars } of [...inventory.hosts.values(), ...inventory.groups.values()]) addKeys(names, vars);
  addVarsFolder(names, inventoryVars);
}

function addVarsFolder(names: Set<string>, { groups, hosts }: VarsFolder): void {
  for (const vars of [...groups.values(), ...hosts.values()]) addKeys(names, vars);
}

function addKeys(names: Set<string>, vars: PlainDict): void {
  for (const name of Object.keys(vars)) names.add(name);
}

/** What the play itself sets: one that was made here (a release) stands in no file. */
function addWritten(names: Set<string>, play: Play): void {
  addKeysOf(names, play.keywords.vars?.value);
  for (const entry of entriesOf(play)) {
    addKeysOf(names, entry.keywords.vars?.value);
    const register = entry.keywords.register?.value;
    if (typeof register === "string") names.add(register);
    if (entry.kind === "task" && /(^|\.)set_fact$/.test(entry.module.value)) addKeys(names, entry.args);
  }
}

function addKeysOf(names: Set<string>, vars: Value | undefined): void {
  if (isDict(vars) && !(vars instanceof Map)) addKeys(names, vars as PlainDict);
}

function rolesOf(play: Play): Set<RoleUse> {
  const uses = entriesOf(play).flatMap(({ role }) => (role ? [role, ...role.parents] : []));
  return new Set<RoleUse>([...play.usedRoles, ...uses]);
}

function entriesOf(play: Play): Entry[] {
  const visit = (entries: readonly Entry[]): Entry[] =>
    entries.flatMap((entry) =>
      entry.kind === "block" ? [entry, ...visit([...entry.body, ...entry.rescue, ...entry.always])] : [entry],
    );
  return visit([...play.preTasks, ...play.roles, ...play.tasks, ...play.postTasks, ...play.handlers]);
}

/** The folders of `vars_files`; undefined where only a variable knows one. */
function varsFileFolders(play: Play): string[] | undefined {
  const written = play.keywords.vars_files?.value;
  const paths = [written ?? []].flat(2).map(String);
  if (paths.some((path) => /^\{\{(?!\s*playbook_dir\b)[^}]*\}\}\//.test(path))) return undefined;
  return paths.map((path) => resolve(play.folder, dirname(path.split("{{")[0]! || ".")));
}

const MOST_FILES = 2000;
const LARGEST = 1 << 20; // bytes: what is larger holds data, not names
const MOST_BYTES = 32 << 20;
const TEXTS = new Set([".yml", ".yaml", ".json", ".ini", ".j2", ""]);
const SKIPPED = new Set(["node_modules", ".git", ".terraform", "dist", "build"]);

/** Files that may name variables; undefined where there are too many to look at. */
function filesBelow(folders: string[]): string[] | undefined {
  const seen = new Set<string>();
  const found: string[] = [];
  let bytes = 0;
  while (folders.length > 0) {
    const folder = folders.pop()!;
    const real = existsSync(folder) ? realpathSync(folder) : undefined;
    if (real === undefined || seen.has(real)) continue;
    seen.add(real); // links may lead round in circles
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      const at = entry.isSymbolicLink() && existsSync(path) ? statSync(path) : entry;
      if (at.isDirectory() && !SKIPPED.has(entry.name)) folders.push(path);
      if (!at.isFile() || !TEXTS.has(extname(entry.name))) continue;
      const { size } = statSync(path);
      if (size >= LARGEST) continue;
      found.push(path);
      bytes += size;
    }
    if (found.length + seen.size > MOST_FILES || bytes > MOST_BYTES) return undefined;
  }
  return found;
}

/** `key:`, `'key':`, `key=`; the names that register and loop_var give; `set x`, `for x, y in` of templates. */
// from where a word begins only: tried at each of its letters, a long word would take the square of its length
const KEY = /(?<![A-Za-z0-9_])([A-Za-z_]\w*)['"]?\s*[:=]/g;
const GIVEN = /\b(?:register|loop_var|index_var|name|prefix)['"]?\s*[:=]\s*['"]?([A-Za-z_]\w*)/g;

/** Adds what the text gives values to; false where it brings in files from elsewhere, or cannot be read. */
function addWords(names: Set<string>, text: string, isKnownRole: (name: string) => boolean): boolean {
  if (text.startsWith("$ANSIBLE_VAULT;")) return false;
  for (const [, name] of text.matchAll(KEY)) names.add(name!);
  for (const [, name] of text.matchAll(GIVEN)) names.add(name!);
  return !MADE_NAME.test(text) && !leadsElsewhere(text, isKnownRole);
}

/** a name that set_fact makes of a template */
const MADE_NAME =
  /\bset_fact\b[^\n]{0,200}(?:\n[^\n]{0,200}){0,3}?["']\{\{[^}\n]{0,200}\}\}\w{0,99}["']\s{0,9}:/;

const INCLUDE = /\binclude_(?:vars|tasks|role)\b[^\n]{0,999}(?:\n[^\n]{0,999})?/g;
const ROLE_NAME = /\b(?:name|role)['"]?\s*[:=]\s*['"]?([\w.-]+)/;
/** an absolute path, or a folder that only a variable knows */
const OTHER_FOLDER = /["'\s=:](?:~?\/|\{\{(?!\s*(?:role_path|playbook_dir)\b)[^}\n]{0,200}\}\}\/)/;

/** Does an include of the text read files that are not below the playbook and its roles? */
function leadsElsewhere(text: string, isKnownRole: (name: string) => boolean): boolean {
  const includes = [...text.matchAll(INCLUDE)].map(([written]) => written);
  if (includes.length === 0) return false;
  return (
    text.includes("../") ||
    includes.some((written) =>
      written.startsWith("include_role")
        ? !isKnownRole(ROLE_NAME.exec(written)?.[1] ?? "")
        : OTHER_FOLDER.test(written),
    )
  );
}
