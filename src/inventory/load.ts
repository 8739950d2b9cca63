import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { Fault } from "../model/errors.js";
import type { Inventory, VarsFolder } from "../model/host.js";
import { suggest } from "../model/nearest.js";
import { inheritPlaces } from "../model/source.js";
import { isDict, type PlainDict, type Value } from "../model/value.js";
import { type ReadOptions, readYaml } from "../yaml/read.js";
import { addChild, addToGroup, emptyInventory, ensureGroup, ensureHost, finish } from "./build.js";
import { readIni } from "./ini.js";
import { expandRange, splitPort } from "./ranges.js";
import { addYaml } from "./yaml.js";

export interface LoadOptions extends ReadOptions {
  warn(text: string): void;
}

/** Puts an inventory together from files, folders, scripts and `host1,host2` lists, in order. */
export async function loadInventory(sources: readonly string[], options: LoadOptions): Promise<Inventory> {
  const inventory = emptyInventory();
  for (const source of sources) await addSource(source, inventory, options);
  return finish(inventory);
}

async function addSource(source: string, inventory: Inventory, options: LoadOptions): Promise<void> {
  if (source.includes(",")) return addList(source, inventory);
  const path = resolve(source);
  if (!existsSync(path)) throw missing(source, path);
  if (statSync(path).isDirectory()) return addFolder(path, inventory, options);
  inventory.sources.push(path);
  await addFile(path, inventory, options);
}

function missing(source: string, path: string): Fault {
  const folder = dirname(path);
  const near = existsSync(folder) ? suggest(basename(path), readdirSync(folder)) : undefined;
  return new Fault("INVENTORY_INVALID", `there is no inventory ${source}`, {
    hint: near ?? `looked for ${path}`,
  });
}

function addList(source: string, inventory: Inventory): void {
  for (const part of source
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean)) {
    const { name, port } = splitPort(part);
    for (const one of expandRange(name, { path: source, line: 1, column: 1 })) {
      addToGroup(inventory, "ungrouped", one);
      if (port !== undefined) ensureHost(inventory, one).vars.ansible_port = port;
    }
  }
}

/** Names in an inventory folder that are not sources. */
const IGNORED = /(^\.)|(~$)|\.(orig|cfg|retry|pyc|pyo|bak|md|txt|rst|csv|swp|ini\.j2)$/;

async function addFolder(path: string, inventory: Inventory, options: LoadOptions): Promise<void> {
  inventory.sources.push(path);
  for (const name of readdirSync(path).sort()) {
    if (IGNORED.test(name) || name === "group_vars" || name === "host_vars") continue;
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) await addFolder(inner, inventory, options);
    else await addFile(inner, inventory, options);
  }
}

async function addFile(path: string, inventory: Inventory, options: LoadOptions): Promise<void> {
  if ((statSync(path).mode & 0o111) !== 0 && readFileSync(path).subarray(0, 2).toString() === "#!")
    return addScript(path, inventory);
  const text = readFileSync(path, "utf8");
  if ([".yml", ".yaml", ".json"].includes(extname(path))) return addYamlFile(text, path, inventory, options);
  if (looksLikeYaml(text)) return addYamlFile(text, path, inventory, options);
  readIni(text, path, inventory);
}

function looksLikeYaml(text: string): boolean {
  return /^---\s*$/m.test(text.slice(0, 200)) || /^all:\s*$/m.test(text.slice(0, 2000));
}

function addYamlFile(text: string, path: string, inventory: Inventory, options: LoadOptions): void {
  const value = readYaml(text, path, { duplicates: "warn", ...options });
  const plugin = isDict(value) ? (value as PlainDict).plugin : undefined;
  if (plugin !== undefined)
    throw new Fault("PLUGIN_UNSUPPORTED", `the inventory plugin ${String(plugin)} is not supported`, {
      at: { path, line: 1, column: 1 },
      hint: "write the hosts into a YAML or INI file, or let an executable print them as JSON",
    });
  addYaml(value, path, inventory);
}

const run = promisify(execFile);

/** An executable inventory: `--list` prints groups, with `_meta.hostvars`. */
async function addScript(path: string, inventory: Inventory): Promise<void> {
  const { stdout } = await run(path, ["--list"], { maxBuffer: 1 << 28 }).catch(
    (error: Error & { stderr?: string }) => {
      throw new Fault(
        "INVENTORY_INVALID",
        `the inventory script ${path} failed: ${(error.stderr || error.message).trim()}`,
      );
    },
  );
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(stdout) as Record<string, unknown>;
  } catch (error) {
    throw new Fault("INVENTORY_INVALID", `the inventory script ${path} printed no JSON`, { cause: error });
  }
  const at = { path, line: 1, column: 1 };
  for (const [name, group] of Object.entries(data)) {
    if (name === "_meta") continue;
    const { hosts, vars, children } = (Array.isArray(group) ? { hosts: group } : group) as {
      hosts?: string[];
      vars?: PlainDict;
      children?: string[];
    };
    Object.assign(ensureGroup(inventory, name).vars, vars);
    for (const host of hosts ?? []) addToGroup(inventory, name, host);
    for (const child of children ?? []) addChild(inventory, name, child, at);
  }
  const meta = (data._meta as { hostvars?: Record<string, PlainDict> } | undefined)?.hostvars ?? {};
  for (const [host, vars] of Object.entries(meta)) Object.assign(ensureHost(inventory, host).vars, vars);
}

/** group_vars and host_vars of a folder. */
export function readVarsFolder(folder: string, read: (path: string) => Value): VarsFolder {
  return {
    groups: readNamed(join(folder, "group_vars"), read),
    hosts: readNamed(join(folder, "host_vars"), read),
  };
}

const VARS_FILE = /^(.+?)(?:\.(?:ya?ml|json))?$/;

function readNamed(folder: string, read: (path: string) => Value): Map<string, PlainDict> {
  const found = new Map<string, PlainDict>();
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.name.startsWith(".") || entry.name.endsWith("~")) continue;
    const path = join(folder, entry.name);
    const isFolder = statSync(path).isDirectory();
    const name = isFolder ? entry.name : VARS_FILE.exec(entry.name)![1]!;
    for (const file of isFolder ? filesBelow(path) : [path])
      found.set(name, merge(found.get(name), read(file), file));
  }
  return found;
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith(".") && !entry.name.endsWith("~"))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesBelow(join(folder, entry.name))
        : /^[^.]+$|\.(ya?ml|json)$/.test(entry.name)
          ? [join(folder, entry.name)]
          : [],
    );
}

function merge(before: PlainDict | undefined, value: Value, path: string): PlainDict {
  if (value === null) return before ?? {};
  if (!isDict(value))
    throw new Fault("INVENTORY_INVALID", `${path} must hold a mapping of variables`, {
      at: { path, line: 1, column: 1 },
    });
  const dict = value as PlainDict;
  return before ? inheritPlaces({ ...before, ...dict }, dict) : dict;
}
