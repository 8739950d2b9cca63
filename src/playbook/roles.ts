import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { Fault } from "../model/errors.js";
import type { Block, Keywords, Role, RoleUse, Task } from "../model/play.js";
import { inheritPlaces, type Place, placeOf } from "../model/source.js";
import { dictEntries, isDict, type PlainDict, type Value } from "../model/value.js";
import { findMain, findRole } from "./find.js";
import { BLOCK, readKeywords } from "./keywords.js";
import { type Loading, loadYaml } from "./load.js";
import { emptyBlock, readEntries, type TaskContext } from "./tasks.js";

export interface RoleOptions {
  tasksFrom?: string | undefined;
  varsFrom?: string | undefined;
  defaultsFrom?: string | undefined;
  handlersFrom?: string | undefined;
  public: boolean;
  allowDuplicates?: boolean | undefined;
}

/** A role as it is used in one place: its dependencies first, then its own block. */
export interface ReadRole {
  use: RoleUse;
  dependencies: Block[];
  block: Block;
  handlers: Task[];
}

/** Reads a role. `keywords` are those beside its name; `params` its parameters there. */
export function readRole(
  name: string,
  params: PlainDict,
  keywords: Keywords,
  context: TaskContext,
  options: RoleOptions,
  at: Place,
): ReadRole {
  const path = findRole(name, context, context.loading.rolesPath, at);
  const meta = metaOf(path, context.loading);
  const role: Role = {
    name: name.includes("/") ? basename(path) : name,
    path,
    defaults: varsOf(path, "defaults", options.defaultsFrom, context.loading, at),
    vars: varsOf(path, "vars", options.varsFrom, context.loading, at),
    allowDuplicates: options.allowDuplicates ?? meta.allow_duplicates === true,
    argumentSpecs: argumentSpecs(path, meta, context.loading),
  };
  const use: RoleUse = {
    role,
    params,
    parents: context.role ? [...context.role.parents, context.role] : [],
    public: options.public,
    at,
  };
  if (use.parents.some((parent) => parent.role.path === path) && use.parents.length > 50)
    throw new Fault("PLAYBOOK_INVALID", `the role '${name}' depends on itself`, { at });
  const dependencies = dependenciesOf(meta, use, keywords, context, at);
  const block = emptyBlock(keywords, { ...context, role: use, folder: join(path, "tasks") }, at);
  block.startsRole = use;
  const inner = { ...context, role: use, parent: block, folder: join(path, "tasks") };
  const tasks = mainFile(path, "tasks", options.tasksFrom, at);
  if (tasks)
    block.body = readEntries(loadYaml(tasks, context.loading, at), inner, {
      path: tasks,
      line: 1,
      column: 1,
    });
  return {
    use,
    dependencies: dependencies.blocks,
    block,
    handlers: [...dependencies.handlers, ...handlersOf(path, options, inner, at)],
  };
}

function mainFile(path: string, folder: string, from: string | undefined, at: Place): string | undefined {
  const found = findMain(join(path, folder), from ?? "main");
  if (found === undefined && from !== undefined && folder !== "handlers")
    throw new Fault("FILE_MISSING", `Could not find specified file in role: ${folder}/${from}`, { at });
  return found;
}

function handlersOf(path: string, options: RoleOptions, context: TaskContext, at: Place): Task[] {
  const file = mainFile(path, "handlers", options.handlersFrom, at);
  if (!file) return [];
  const inner = { ...context, handlers: true, folder: join(path, "handlers") };
  return flattenHandlers(
    readEntries(loadYaml(file, context.loading, at), inner, { path: file, line: 1, column: 1 }),
  );
}

/** A block among handlers is its tasks. */
export function flattenHandlers(entries: ReturnType<typeof readEntries>): Task[] {
  return entries.flatMap((entry) => (entry.kind === "task" ? [entry] : flattenHandlers(entry.body)));
}

function metaOf(path: string, loading: Loading): PlainDict {
  const file = findMain(join(path, "meta"));
  const value = file ? loadYaml(file, loading) : null;
  return isDict(value) ? (value as PlainDict) : {};
}

function argumentSpecs(path: string, meta: PlainDict, loading: Loading): PlainDict {
  const file = findMain(join(path, "meta"), "argument_specs");
  const value = file ? loadYaml(file, loading) : null;
  const specs = isDict(value) ? (value as PlainDict).argument_specs : meta.argument_specs;
  return isDict(specs) ? (specs as PlainDict) : {};
}

/** defaults/ or vars/ of a role: main.yml, or all files of a folder main/, in order. */
function varsOf(
  path: string,
  folder: string,
  from: string | undefined,
  loading: Loading,
  at: Place,
): PlainDict {
  const whole = join(path, folder, from ?? "main");
  if (existsSync(whole) && statSync(whole).isDirectory()) {
    const files = readdirSync(whole)
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .sort();
    return Object.assign({}, ...files.map((name) => varsFrom(join(whole, name), loading)));
  }
  const file = mainFile(path, folder, from, at);
  return file ? varsFrom(file, loading) : {};
}

export function varsFrom(path: string, loading: Loading): PlainDict {
  const value = loadYaml(path, loading, undefined, "warn");
  if (value === null) return {};
  if (!isDict(value))
    throw new Fault("YAML_INVALID", `${path} must hold a mapping of variables`, {
      at: { path, line: 1, column: 1 },
    });
  if (!(value instanceof Map)) return value as PlainDict;
  return inheritPlaces(
    Object.fromEntries(dictEntries(value).map(([key, one]) => [String(key), one])),
    value,
  ) as PlainDict;
}

function dependenciesOf(meta: PlainDict, use: RoleUse, keywords: Keywords, context: TaskContext, at: Place) {
  const found: { blocks: Block[]; handlers: Task[] } = { blocks: [], handlers: [] };
  const listed = meta.dependencies;
  if (listed === null || listed === undefined) return found;
  if (!Array.isArray(listed))
    throw new Fault("PLAYBOOK_INVALID", "Expected role dependencies to be a list.", {
      at: placeOf(meta, "dependencies") ?? at,
    });
  for (const [index, entry] of listed.entries()) {
    const place = placeOf(listed, index) ?? at;
    const inner = { ...context, role: use, parent: context.parent };
    // a dependency inherits what stands beside the role that wants it
    const outer = emptyBlock(keywords, inner, place);
    const read = readRoleEntry(entry, { ...inner, parent: outer }, true, place);
    outer.body = [...read.dependencies, read.block];
    found.blocks.push(outer);
    found.handlers.push(...read.handlers);
    context.importedRoles.push(read.use);
  }
  return found;
}

/** An entry of `roles:` or of a role's dependencies: a name, or a mapping with `role`. */
export function readRoleEntry(entry: Value, context: TaskContext, isPublic: boolean, at: Place): ReadRole {
  if (typeof entry === "string")
    return readRole(nameOf(entry, context, at), {}, {}, context, { public: isPublic }, at);
  if (!isDict(entry))
    throw new Fault("PLAYBOOK_INVALID", "a role must be a name or a mapping with `role`", { at });
  const source = entry as PlainDict;
  const name = source.role ?? source.name ?? source.src;
  if (typeof name !== "string")
    throw new Fault("PLAYBOOK_INVALID", "role definitions must contain a role name", { at });
  const keywords = readKeywords(source, BLOCK, at);
  if (!source.role) delete keywords.name;
  const params: PlainDict = {};
  for (const [key, value] of Object.entries(source))
    if (!BLOCK.has(key) && key !== "role" && key !== "src") params[key] = value;
  if (keywords.vars) Object.assign(params, keywords.vars.value as PlainDict);
  const { name: _, ...rest } = keywords;
  return readRole(
    nameOf(name, context, at),
    inheritPlaces(params, source),
    rest,
    context,
    { public: isPublic },
    at,
  );
}

function nameOf(written: string, context: TaskContext, at: Place): string {
  if (!written.includes("{{")) return written;
  const name = context.loading.resolveName(written, at);
  if (name !== undefined) return name;
  throw new Fault("PLAYBOOK_INVALID", `the role name ${written} cannot be known before the run`, {
    at,
    hint: "use include_role",
  });
}
