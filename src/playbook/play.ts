import { resolve } from "node:path";
import { Fault } from "../model/errors.js";
import type { Block, Keywords, Located, Play, PlayKeyword } from "../model/play.js";
import { keyPlaceOf, type Place, placeOf } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import { mergeDicts } from "../yaml/dicts.js";
import { emptyBlock, type TaskContext } from "./context.js";
import { collect } from "./faults.js";
import { isFile } from "./find.js";
import { readHandlers } from "./handlers.js";
import { isTemplate } from "./keyword_checks.js";
import { PLAY } from "./keyword_sets.js";
import { readKeywords, unknownKeyword } from "./keywords.js";
import type { Loading } from "./load.js";
import { readPrompts } from "./prompts.js";
import { READERS } from "./readers.js";
import { readRoleEntry } from "./role_entry.js";
import { varsFrom } from "./role_files.js";

/** Where a play is read from, and what import_playbook says of it, outermost first. */
export interface PlayContext {
  folder: string;
  loading: Loading;
  faults: Fault[];
  imports: readonly Keywords[];
}

/** One play. Faults in its tasks are collected, so that they come together. */
export function readPlay(
  source: PlainDict,
  { folder, loading, faults, imports }: PlayContext,
  at: Place,
): Play {
  for (const key of Object.keys(source))
    if (!PLAY.has(key)) faults.push(unknownKeyword(source, key, PLAY, "Play", at));
  collect(faults, () => checkHosts(source, at));
  const keywords = playKeywords(source, { folder, loading, faults, imports }, at);
  const when = imports.flatMap((one) => (one.when ? [one.when] : []));
  const play: Play = {
    keywords,
    title: titleOf(source),
    varsPrompt: collect(faults, () => readPrompts(source, at)) ?? [],
    preTasks: [],
    roles: [],
    tasks: [],
    postTasks: [],
    handlers: [],
    usedRoles: [],
    at,
    folder,
    ...(when.length > 0 ? { importedWhen: when } : {}),
  };
  const context: TaskContext = {
    read: READERS,
    loading,
    folder,
    playbookFolder: folder,
    parent: conditionBlock(when, folder, at),
    handlers: false,
    collections: [keywords.collections?.value ?? []].flat().map(String),
    playVars: staticVars(keywords, folder, loading),
    importing: [],
    faults,
    importedHandlers: [],
    importedRoles: [],
  };
  fillPlay(play, source, context);
  return play;
}

function checkHosts(source: PlainDict, at: Place): void {
  const { hosts } = source;
  if (!("hosts" in source))
    throw new Fault("PLAYBOOK_INVALID", "the field 'hosts' is required but was not set", { at });
  const place = placeOf(source, "hosts") ?? at;
  const list: Value[] = Array.isArray(hosts) ? hosts : [hosts ?? null];
  if (list.length === 0 || list[0] === null || list[0] === "")
    throw new Fault("PLAYBOOK_INVALID", "Hosts list cannot be empty. Please check your playbook", {
      at: place,
    });
  for (const one of list)
    if (typeof one !== "string")
      throw new Fault(
        "PLAYBOOK_INVALID",
        "Hosts list must be a sequence or string. Please check your playbook.",
        {
          at: place,
          hint: "quote a pattern that starts with {{, [ or *",
        },
      );
}

function titleOf({ name, hosts }: PlainDict): string {
  return name === null || name === undefined ? [hosts ?? ""].flat().join(",") : String(name);
}

/** The play's own keywords; variables and tags of the imports that brought it come on top. */
function playKeywords(source: PlainDict, { imports, faults }: PlayContext, at: Place): Play["keywords"] {
  const owner = { at, what: "Play", faults };
  const keywords = readKeywords(source, PLAY, owner) as { [K in PlayKeyword]?: Located };
  if (keywords.user && keywords.remote_user)
    faults.push(
      new Fault("PLAYBOOK_INVALID", "both 'user' and 'remote_user' are set for this play.", {
        at: keywords.user.at,
        hint: "`user` is an old name of `remote_user`: keep that one",
      }),
    );
  if (keywords.user) keywords.remote_user = keywords.user;
  const vars = imports.flatMap((one) => (one.vars ? [one.vars] : []));
  if (vars.length > 0) {
    const dicts = [...(keywords.vars ? [keywords.vars] : []), ...vars.reverse()];
    keywords.vars = { value: mergeDicts(...dicts.map((one) => one.value as PlainDict)), at: dicts[0]!.at };
  }
  const tags = imports.flatMap((one) => (one.tags ? [one.tags] : []));
  if (tags.length > 0) {
    const all = [...tags, ...(keywords.tags ? [keywords.tags] : [])];
    keywords.tags = { value: [...new Set(all.flatMap((one) => one.value as Value[]))], at: all[0]!.at };
  }
  return keywords;
}

/** `when` of import_playbook bears on every task of the plays it brings. */
function conditionBlock(conditions: readonly Located[], folder: string, at: Place): Block | undefined {
  let parent: Block | undefined;
  for (const when of conditions) parent = emptyBlock({ when }, { folder, parent }, at);
  return parent;
}

/** The play's variables that static imports may use: its vars_files (later ones first), then its vars. */
function staticVars({ vars, vars_files }: Play["keywords"], folder: string, loading: Loading): PlainDict[] {
  const listed = vars_files?.value ?? [];
  const names: Value[] = Array.isArray(listed) ? listed : [listed];
  const files: PlainDict[] = [];
  for (const name of names) {
    if (typeof name !== "string" || isTemplate(name)) continue;
    const path = [resolve(folder, "vars", name), resolve(folder, name)].find(isFile);
    // what is wrong with the file is said when the play reads it
    const read = path === undefined ? undefined : collect([], () => varsFrom(path, loading));
    if (read) files.push(read);
  }
  return [...files.reverse(), ...(vars ? [vars.value as PlainDict] : [])];
}

/** Roles first: what they bring must be known before the sections that may import them again. */
function fillPlay(play: Play, source: PlainDict, context: TaskContext): void {
  const { at } = play;
  const roles = readRoles(source, context, at);
  play.preTasks = section(source, "pre_tasks", context, at);
  play.roles = roles.blocks;
  play.tasks = section(source, "tasks", context, at);
  play.postTasks = section(source, "post_tasks", context, at);
  const own = readHandlers(source.handlers ?? null, context, placeOf(source, "handlers") ?? at);
  // of handlers with the same name the last one runs: that of an imported role
  play.handlers = [...roles.handlers, ...own, ...context.importedHandlers];
  play.usedRoles = [...roles.uses, ...context.importedRoles];
}

function section(source: PlainDict, key: string, context: TaskContext, at: Place): Block[] {
  const block = emptyBlock({}, context, keyPlaceOf(source, key) ?? at);
  const value = source[key] ?? null;
  if (value !== null && !Array.isArray(value)) {
    const shown = typeof value === "object" ? "a mapping" : String(value);
    const message = `A malformed block was encountered while loading ${key}: ${shown} should be a list or None`;
    const place = placeOf(source, key) ?? at;
    context.faults.push(new Fault("PLAYBOOK_INVALID", message, { at: place }));
    return [];
  }
  const inner = { ...context, parent: block };
  block.body = context.read.entries(value, inner, placeOf(source, key) ?? at);
  return block.body.length > 0 ? [block] : [];
}

type PlayRoles = { blocks: Block[]; handlers: Play["handlers"]; uses: Play["usedRoles"] };

function readRoles(source: PlainDict, context: TaskContext, at: Place): PlayRoles {
  const found: PlayRoles = { blocks: [], handlers: [], uses: [] };
  const listed = source.roles ?? [];
  if (!Array.isArray(listed)) {
    const place = placeOf(source, "roles") ?? at;
    const hint = "`roles` is a list of role names";
    const message = "A malformed role declaration was encountered.";
    context.faults.push(new Fault("PLAYBOOK_INVALID", message, { at: place, hint }));
    return found;
  }
  for (const [index, entry] of listed.entries()) {
    const read = collect(context.faults, () => readRoleEntry(entry, context, placeOf(listed, index) ?? at));
    if (!read) continue;
    found.blocks.push(...read.dependencies, read.block);
    found.handlers.push(...read.handlers);
    found.uses.push(read.use);
  }
  return found;
}
