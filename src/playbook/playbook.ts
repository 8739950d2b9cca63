import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { Fault, Faults } from "../model/errors.js";
import type { Block, Keywords, Located, Play, Playbook, PlayKeyword, PromptedVar } from "../model/play.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import { isDict, type PlainDict, type Value } from "../model/value.js";
import { BLOCK, located, PLAY, readKeywords, unknownKeyword } from "./keywords.js";
import { type Loading, loadYaml } from "./load.js";
import { flattenHandlers, readRoleEntry } from "./roles.js";
import { emptyBlock, readEntries, type TaskContext } from "./tasks.js";

/** A playbook with everything that is known before it runs. Throws all its faults together. */
export function readPlaybook(path: string, loading: Loading): Playbook {
  const absolute = resolve(path);
  if (!existsSync(absolute))
    throw new Fault("FILE_MISSING", `the playbook: ${path} could not be found`, {
      hint: "the path is relative to the current folder",
    });
  const faults: Fault[] = [];
  const folder = dirname(absolute);
  const plays = readPlays(absolute, folder, loading, faults, [], undefined);
  if (faults.length === 1) throw faults[0]!;
  if (faults.length > 1) throw new Faults(faults);
  return { path: absolute, folder, plays };
}

function readPlays(
  path: string,
  root: string,
  loading: Loading,
  faults: Fault[],
  outer: Keywords[],
  at: Place | undefined,
): Play[] {
  const value = collect(faults, () => loadYaml(path, loading, at));
  if (value === undefined) return [];
  const start = { path, line: 1, column: 1 };
  if (value === null) {
    if (readFileSync(path, "utf8").trim() === "")
      faults.push(new Fault("PLAYBOOK_INVALID", "Empty playbook, nothing to do", { at: start }));
    return [];
  }
  if (!Array.isArray(value)) {
    faults.push(
      new Fault("PLAYBOOK_INVALID", "A playbook must be a list of plays, got a mapping or text instead.", {
        at: start,
        hint: "every play starts with `- hosts: …`",
      }),
    );
    return [];
  }
  return value.flatMap(
    (entry, index) =>
      collect(faults, () =>
        readPlay(entry, path, root, loading, faults, outer, placeOf(value, index) ?? start),
      ) ?? [],
  );
}

function collect<T>(faults: Fault[], work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Faults) faults.push(...error.faults);
    else if (error instanceof Fault) faults.push(error);
    else throw error;
    return undefined;
  }
}

const IMPORTS = ["import_playbook", "ansible.builtin.import_playbook"];

function readPlay(
  entry: Value,
  path: string,
  root: string,
  loading: Loading,
  faults: Fault[],
  outer: Keywords[],
  at: Place,
): Play[] {
  if (!isDict(entry) || entry instanceof Map)
    throw new Fault(
      "PLAYBOOK_INVALID",
      "playbook entries must be either valid plays or 'import_playbook' statements",
      { at },
    );
  const source = entry as PlainDict;
  const imported = IMPORTS.find((key) => key in source);
  if (imported) return importPlays(source, imported, path, root, loading, faults, outer, at);
  for (const key of Object.keys(source))
    if (!PLAY.has(key)) faults.push(unknownKeyword(source, key, PLAY, "Play", at));
  if (!("hosts" in source))
    throw new Fault("PLAYBOOK_INVALID", "the field 'hosts' is required but was not set", { at });
  if (
    source.hosts === null ||
    source.hosts === "" ||
    (Array.isArray(source.hosts) && source.hosts.length === 0)
  )
    throw new Fault("PLAYBOOK_INVALID", "Hosts list cannot be empty. Please check your playbook", {
      at: placeOf(source, "hosts") ?? at,
    });
  return [makePlay(source, dirname(path), root, loading, faults, outer, at)];
}

function importPlays(
  source: PlainDict,
  key: string,
  path: string,
  root: string,
  loading: Loading,
  faults: Fault[],
  outer: Keywords[],
  at: Place,
): Play[] {
  const written = String(source[key]);
  const place = placeOf(source, key) ?? at;
  const [first = "", ...params] = written.split(/\s+(?=\w+=)/);
  const name = first.includes("{{") ? loading.resolveName(first, place) : first;
  if (name === undefined)
    throw new Fault(
      "PLAYBOOK_INVALID",
      `the name of an imported playbook must be known before the run: ${written}`,
      { at: place },
    );
  const keywords = readKeywords(source, BLOCK, at);
  if (params.length > 0) {
    const given = Object.fromEntries(params.map((one) => one.split("=", 2) as [string, string]));
    keywords.vars = { value: { ...given, ...(keywords.vars?.value as PlainDict | undefined) }, at };
  }
  const target = isAbsolute(name) ? name : join(dirname(path), name);
  if (!existsSync(target))
    throw new Fault("FILE_MISSING", `the playbook ${name} was not found`, {
      at: place,
      hint: `looked for ${target}`,
    });
  return readPlays(target, root, loading, faults, [...outer, keywords], place);
}

function makePlay(
  source: PlainDict,
  folder: string,
  root: string,
  loading: Loading,
  faults: Fault[],
  outer: Keywords[],
  at: Place,
): Play {
  const keywords: Record<string, Located> = { ...readKeywords(source, new Set([...BLOCK, "name"]), at) };
  for (const key of Object.keys(source))
    if (PLAY.has(key) && !(key in keywords) && source[key] !== null) keywords[key] = located(source, key, at);
  if (keywords.user && !keywords.remote_user) keywords.remote_user = keywords.user;
  const over = outer.reduce<PlainDict>(
    (vars, one) => ({ ...vars, ...(one.vars?.value as PlainDict | undefined) }),
    {},
  );
  if (Object.keys(over).length > 0)
    keywords.vars = { value: { ...(keywords.vars?.value as PlainDict | undefined), ...over }, at };
  const play: Play = {
    keywords: keywords as { [K in PlayKeyword]?: Located },
    title: String(source.name ?? (Array.isArray(source.hosts) ? source.hosts.join(",") : source.hosts)),
    varsPrompt: prompts(source, at),
    preTasks: [],
    roles: [],
    tasks: [],
    postTasks: [],
    handlers: [],
    publicRoles: [],
    at,
    folder,
  };
  const context: TaskContext = {
    loading,
    folder,
    playbookFolder: folder === root ? root : folder,
    parent: importBlock(outer, folder, at),
    handlers: false,
    faults,
    importedHandlers: [],
    importedRoles: [],
  };
  play.preTasks = section(source, "pre_tasks", context, at);
  const roles = readRoles(source, context, at);
  play.roles = roles.blocks;
  play.tasks = section(source, "tasks", context, at);
  play.postTasks = section(source, "post_tasks", context, at);
  const own = flattenHandlers(
    readEntries(source.handlers ?? null, { ...context, handlers: true }, placeOf(source, "handlers") ?? at),
  );
  play.handlers = [...roles.handlers, ...context.importedHandlers, ...own];
  play.publicRoles = [...roles.uses, ...context.importedRoles];
  return play;
}

/** `when` and `tags` of import_playbook bear on every task of the plays it brings. */
function importBlock(outer: Keywords[], folder: string, at: Place): Block | undefined {
  let parent: Block | undefined;
  for (const { when, tags } of outer) {
    if (!when && !tags) continue;
    parent = emptyBlock(
      { ...(when ? { when } : {}), ...(tags ? { tags } : {}) },
      { folder, parent, role: undefined },
      at,
    );
  }
  return parent;
}

function section(source: PlainDict, key: string, context: TaskContext, at: Place): Block[] {
  const block = emptyBlock({}, context, keyPlaceOf(source, key) ?? at);
  block.body = readEntries(source[key] ?? null, { ...context, parent: block }, placeOf(source, key) ?? at);
  return block.body.length > 0 ? [block] : [];
}

function readRoles(source: PlainDict, context: TaskContext, at: Place) {
  const found: { blocks: Block[]; handlers: Play["handlers"]; uses: Play["publicRoles"] } = {
    blocks: [],
    handlers: [],
    uses: [],
  };
  const listed = source.roles;
  if (listed === null || listed === undefined) return found;
  if (!Array.isArray(listed))
    throw new Fault("PLAYBOOK_INVALID", "`roles` must be a list", { at: placeOf(source, "roles") ?? at });
  for (const [index, entry] of listed.entries()) {
    const read = collect(context.faults, () =>
      readRoleEntry(entry, context, true, placeOf(listed, index) ?? at),
    );
    if (!read) continue;
    found.blocks.push(...read.dependencies, read.block);
    found.handlers.push(...read.handlers);
    found.uses.push(read.use);
  }
  return found;
}

function prompts(source: PlainDict, at: Place): PromptedVar[] {
  const listed = source.vars_prompt;
  if (listed === null || listed === undefined) return [];
  const entries = Array.isArray(listed) ? listed : [listed];
  return entries.map((entry, index) => {
    const place = placeOf(listed as Value[], index) ?? at;
    if (!isDict(entry) || typeof (entry as PlainDict).name !== "string")
      throw new Fault("PLAYBOOK_INVALID", "every vars_prompt entry needs a `name`", { at: place });
    const one = entry as PlainDict;
    return {
      name: String(one.name),
      prompt: { value: one.prompt ?? one.name!, at: placeOf(one, "prompt") ?? place },
      ...(one.default === undefined ? {} : { default: located(one, "default", place) }),
      private: one.private !== false,
      confirm: one.confirm === true,
      ...(typeof one.encrypt === "string" ? { encrypt: one.encrypt } : {}),
      unsafe: one.unsafe === true,
    };
  });
}
