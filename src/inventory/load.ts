import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join, relative, resolve } from "node:path";
import { Fault } from "../model/errors.js";
import type { Host, Inventory } from "../model/host.js";
import { nearest } from "../model/nearest.js";
import { PythonRegex } from "../model/python_regex.js";
import { keyPlaceOf } from "../model/source.js";
import { isDict, type PlainDict, type Value } from "../model/value.js";
import { type ReadOptions, readYaml } from "../yaml/read.js";
import { splitPort } from "./address.js";
import { addHosts, emptyInventory, finish } from "./build.js";
import { IGNORED_ENDINGS, YAML_ENDINGS } from "./endings.js";
import { readIni } from "./ini.js";
import type { InventoryCaching, InventoryPlugin, PluginContext } from "./plugins.js";
import { expandRange } from "./ranges.js";
import { addScript, isScript } from "./script.js";
import { readVarsFolder } from "./vars_folder.js";
import { addYaml } from "./yaml.js";

export { readVarsFolder };

export interface LoadOptions extends Omit<ReadOptions, "warn"> {
  warn(text: string): void;
  /** what is told from -vvv on */
  note?(text: string): void;
  /** for files that name a plugin */
  plugins?: readonly InventoryPlugin[];
  /** for their expressions */
  evaluate?: PluginContext["evaluate"];
  extraVars?: PlainDict;
  /** `hash_behaviour = merge` */
  mergesDicts?: boolean;
  /** the name that a new group gets: `force_valid_group_names` */
  groupName?: (name: string) => string;
  /** names in folders that are no sources, beside those that never are */
  ignored?: Ignored;
  /** ends of the names of YAML files */
  yamlEndings?: readonly string[];
  /** how plugins keep what their sources said, where their files do not say */
  caching?: InventoryCaching;
  /** are plugins to pass over what they kept of an earlier run? */
  fresh?: boolean;
  /** are ranges in a list of hosts expanded (`web[1:3],`)? Ansible's advanced_host_list does, host_list does not */
  hostRanges?: boolean;
  /** is a source that cannot be found a fault? */
  anyUnparsedFails?: boolean;
  /** is it a fault where no source could be found? */
  unparsedFails?: boolean;
  /** false: the run goes on with this machine alone, and nothing is said */
  unparsedWarning?: boolean;
  /** reads a whole file that may be encrypted; default: as it is */
  readText?: (path: string) => string;
  /** files with a plugin that is adding this one */
  within?: readonly string[];
}

/** Puts an inventory together from files, folders, scripts and `host1,host2` lists, in order. */
export async function loadInventory(sources: readonly string[], options: LoadOptions): Promise<Inventory> {
  const inventory = emptyInventory(options);
  const warn = once(options.warn);
  let parsed = 0;
  for (const source of sources) if (await addSource(source, inventory, { ...options, warn })) parsed += 1;
  if (parsed === 0) nothingParsed(sources, options, warn);
  return finish(inventory, warn);
}

/** Ansible runs on with this machine alone, unless `unparsed_is_failed` says otherwise. */
function nothingParsed(sources: readonly string[], options: LoadOptions, warn: LoadOptions["warn"]): void {
  if (options.unparsedFails && sources.length > 0)
    throw new Fault(
      "INVENTORY_INVALID",
      "No inventory was parsed, please check your configuration and options.",
      {
        hint: `looked at ${sources.join(", ")}`,
      },
    );
  if (options.unparsedWarning !== false)
    warn("No inventory was parsed, only implicit localhost is available");
}

/** An expression that is wrong for one host is most often wrong for all of them. */
function once(warn: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) warn(text);
    said.add(text);
  };
}

/** True where it could be read. */
async function addSource(source: string, inventory: Inventory, options: LoadOptions): Promise<boolean> {
  const path = resolve(source);
  const isList = source.includes(",");
  // a list of many hosts is longer than any name of a file may be
  const found = isList && !existsSync(path) ? undefined : statSync(path, { throwIfNoEntry: false });
  inventory.given = [...(inventory.given ?? []), !found && isList ? source : path];
  if (!found && isList) {
    const isRead = addList(source, inventory, options);
    noteSource(inventory, { file: source, folder: "None" });
    return isRead;
  }
  if (!found) {
    const { message, hint } = missing(source, path);
    if (options.anyUnparsedFails) throw new Fault("INVENTORY_INVALID", message, { hint });
    options.warn(`${message} (${hint})`);
    return false;
  }
  inventory.sources.push(path);
  if (found.isDirectory()) await addFolder(path, inventory, options);
  else await addFile(path, inventory, options);
  return true;
}

/** Of the hosts that are new. */
function noteSource({ hosts }: Inventory, source: NonNullable<Host["source"]>): void {
  for (const host of hosts.values()) host.source ??= source;
}

function missing(source: string, path: string): { message: string; hint: string } {
  const folders = [...new Set([dirname(path), resolve("inventory"), resolve("inventories")])];
  const known = folders.flatMap((folder) =>
    statSync(folder, { throwIfNoEntry: false })?.isDirectory()
      ? sourcesIn(folder).map((name) => ({ name, short: withoutEnding(name), folder }))
      : [],
  );
  const word = basename(path);
  const found =
    nearest(
      word,
      known.map(({ name }) => name),
    ) ??
    nearest(
      word,
      known.map(({ short }) => short),
    );
  const place = known.find(({ name, short }) => name === found || short === found);
  // as it is to be typed: beside it by its name, elsewhere by its path
  const near =
    place &&
    (place.folder === dirname(path) ? place.name : relative(resolve("."), join(place.folder, place.name)));
  const hint = near
    ? `there is no such file; did you mean \`${near}\`?`
    : `there is no such file; a list of hosts ends with a comma: \`${source},\``;
  return { message: `Unable to parse ${path} as an inventory source`, hint };
}

function withoutEnding(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}

function addList(source: string, inventory: Inventory, options: LoadOptions): boolean {
  const { hostRanges, warn } = options;
  const names = source.split(/,(?![^[]*\])/).map((one) => one.trim());
  for (const written of names.filter(Boolean)) {
    const { name, port } = splitPort(written);
    try {
      const hosts = hostRanges ? rangeOrName(name, source, options) : [name];
      addHosts(inventory, "ungrouped", { names: hosts, ...(port === undefined ? {} : { port }) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      warn(` * Failed to parse ${source} with advanced_host_list plugin: ${error.message}`);
      warn(`Unable to parse ${source} as an inventory source`);
      return false;
    }
  }
  return true;
}

/** A range without an end is a name like any other, as in Ansible. */
function rangeOrName(name: string, source: string, { note }: LoadOptions): string[] {
  if (!/\[[^\]]*:\]/.test(name)) return expandRange(name, { path: source, line: 0, column: 0 });
  note?.("Unable to parse address from hostname, leaving unchanged: host range must specify end value");
  return [name];
}

/** Names in an inventory folder that are no sources. */
export interface Ignored {
  /** how they end */
  endings: readonly string[];
  /** regular expressions that they match somewhere */
  patterns: readonly string[];
}

const NEVER_SOURCES = /^\.|^(?:group_vars|host_vars|vars_plugins)$/;

function sourcesIn(
  folder: string,
  { endings, patterns }: Ignored = { endings: IGNORED_ENDINGS, patterns: [] },
): string[] {
  const regexes = patterns.map((pattern) => PythonRegex.of(pattern));
  return readdirSync(folder)
    .filter((name) => !NEVER_SOURCES.test(name) && !endings.some((ending) => name.endsWith(ending)))
    .filter((name) => !regexes.some((regex) => regex.search(name)))
    .sort();
}

async function addFolder(path: string, inventory: Inventory, options: LoadOptions): Promise<void> {
  for (const name of sourcesIn(path, options.ignored)) {
    const inner = join(path, name);
    const found = statSync(inner, { throwIfNoEntry: false });
    if (found?.isDirectory()) await addFolder(inner, inventory, options);
    else if (found) await addFile(inner, inventory, options);
  }
}

async function addFile(path: string, inventory: Inventory, options: LoadOptions): Promise<void> {
  await readFile(path, inventory, options);
  noteSource(inventory, { file: path, folder: dirname(path) });
}

async function readFile(path: string, inventory: Inventory, options: LoadOptions): Promise<void> {
  if (isScript(path)) return addScript(path, inventory);
  const text = (options.readText ?? ((file) => readFileSync(file, "utf8")))(path).replace(/^\uFEFF/, "");
  const ending = extname(path);
  if (ending === ".toml")
    throw new Fault("PLUGIN_UNSUPPORTED", `${path}: inventories in TOML are not read`, {
      at: { path, line: 1, column: 1 },
      hint: "write the same groups in YAML",
    });
  if ((options.yamlEndings ?? YAML_ENDINGS).includes(ending) || looksLikeYaml(text))
    await addYamlFile(text, path, inventory, options);
  else readIni(text, path, inventory);
}

/** A YAML file without its ending: the first line that says something ends with a colon, or is `---`. */
function looksLikeYaml(text: string): boolean {
  const first = text.split(/\r?\n/).find((line) => line.trim() !== "" && !line.trim().startsWith("#"));
  return first !== undefined && /^(---.*|[\w.-]+:\s*(#.*)?)$/.test(first);
}

async function addYamlFile(
  text: string,
  path: string,
  inventory: Inventory,
  options: LoadOptions,
): Promise<void> {
  const value = readYaml(text, path, { ...options, duplicates: options.duplicates ?? "warn" });
  const config = isDict(value) && !(value instanceof Map) ? value : undefined;
  if (typeof config?.plugin === "string") await addPlugin(config, path, inventory, options);
  else addYaml(value as Value, path, inventory);
}

function evaluator({ evaluate }: LoadOptions): PluginContext["evaluate"] {
  return (
    evaluate ??
    ((expression, _vars, at) => {
      throw new Fault("INVENTORY_INVALID", `\`${expression}\`: expressions are not evaluated here`, { at });
    })
  );
}

/** What a plugin adds beside its own hosts. Fault where files add each other in a circle. */
async function addIncluded(
  path: string,
  from: string,
  inventory: Inventory,
  options: LoadOptions,
): Promise<void> {
  const within = [...(options.within ?? []), from];
  if (within.includes(path))
    throw new Fault("INVENTORY_INVALID", `${path} stands in for itself`, {
      at: { path: from, line: 1, column: 1 },
      hint: "name a file that lists hosts",
    });
  const add = statSync(path).isDirectory() ? addFolder : addFile;
  await add(path, inventory, { ...options, within });
}

async function addPlugin(
  config: PlainDict,
  path: string,
  inventory: Inventory,
  options: LoadOptions,
): Promise<void> {
  const name = String(config.plugin);
  const plugin = options.plugins?.find((one) => one.names.includes(name));
  if (plugin)
    return plugin.load(config, {
      path,
      inventory,
      warn: options.warn,
      fresh: options.fresh,
      caching: options.caching,
      extraVars: options.extraVars,
      include: (file) => addIncluded(file, path, inventory, options),
      varsFolder: (folder) =>
        readVarsFolder(
          folder,
          (file): Value =>
            readYaml(
              (options.readText ?? ((name: string) => readFileSync(name, "utf8")))(file),
              file,
              options,
            ),
          options,
        ),
      evaluate: evaluator(options),
    });
  const known = options.plugins?.flatMap((one) => one.names) ?? [];
  const near = nearest(name, known);
  throw new Fault("PLUGIN_UNSUPPORTED", `the inventory plugin ${name} is not supported`, {
    at: keyPlaceOf(config, "plugin") ?? { path, line: 1, column: 1 },
    hint: near
      ? `did you mean \`${near}\`?`
      : "write the hosts into a YAML or INI file, or let an executable print them as JSON",
  });
}
