import type { Fault } from "../model/errors.js";
import type { Block, Entry, Keywords, Located, RoleUse, Task } from "../model/play.js";
import type { Place } from "../model/source.js";
import type { PlainDict, Value } from "../model/value.js";
import type { Loading } from "./load.js";
import type { ReadRole, RoleCall } from "./role_call.js";
import { roleDefaults, roleVars, withParents } from "./role_layers.js";

/** What reads parts of a play that lead to each other: task files to roles, roles to task files. */
export interface Readers {
  entries(value: Value, context: TaskContext, at: Place): Entry[];
  role(call: RoleCall, context: TaskContext): ReadRole;
}

/** Where a list of entries stands, and what it inherits. */
export interface TaskContext {
  read: Readers;
  loading: Loading;
  /** folder of the file */
  folder: string;
  playbookFolder: string;
  role?: RoleUse | undefined;
  parent?: Block | undefined;
  /** are these handlers? */
  handlers: boolean;
  /** within a block of the same file */
  inBlock?: boolean;
  /** `collections` of the play */
  collections: readonly string[];
  /** variables of the play that are known before it runs, nearest first */
  playVars: readonly PlainDict[];
  /** files and roles that are being imported, to find circles */
  importing: readonly string[];
  /** collects the faults of a play, so that one bad task does not hide the next */
  faults: Fault[];
  /** handlers of roles that are imported */
  importedHandlers: Task[];
  /** roles that are imported, for the variables that all tasks of the play see */
  importedRoles: RoleUse[];
}

export function emptyBlock(
  keywords: Keywords,
  context: Pick<TaskContext, "parent" | "role" | "folder">,
  at: Place,
): Block {
  return {
    kind: "block",
    keywords,
    body: [],
    rescue: [],
    always: [],
    at,
    folder: context.folder,
    ...(context.parent ? { parent: context.parent } : {}),
    ...(context.role ? { role: context.role } : {}),
  };
}

/** The folders of the files that lead here, innermost first. */
export function foldersOf(context: Pick<TaskContext, "folder" | "parent">): string[] {
  const folders = [context.folder];
  for (let block = context.parent; block; block = block.parent) folders.push(block.folder);
  return [...new Set(folders)];
}

/** The text with its templates evaluated, where that is possible before the run. */
export function resolveText({ value, at }: Located<string>, context: TaskContext): string | undefined {
  if (!value.includes("{{") && !value.includes("{%")) return value;
  return context.loading.resolveName(value, at, knownVars(context));
}

function knownVars({ parent, role, playVars, playbookFolder }: TaskContext): PlainDict[] {
  const own: PlainDict[] = [];
  for (let block = parent; block; block = block.parent) {
    const vars = block.keywords.vars?.value;
    if (vars) own.push(vars as PlainDict);
  }
  const uses = withParents(role);
  const ofRole: PlainDict = role ? { role_path: role.role.path, role_name: role.role.name } : {};
  const magic: PlainDict = { playbook_dir: playbookFolder, ...ofRole };
  return [
    magic,
    ...uses.map((use) => use.params),
    ...own,
    ...roleVars(role),
    ...playVars,
    ...roleDefaults(role),
  ];
}
