import type { Fault } from "../model/errors.js";
import type { Block, Keywords, RoleUse, Task } from "../model/play.js";
import type { PlainDict } from "../model/value.js";
import type { TaskContext } from "./context.js";
import { throwCollected } from "./faults.js";
import { findTaskFile } from "./find.js";
import { readTaskFile } from "./imports.js";
import type { Loading } from "./load.js";
import { READERS } from "./readers.js";
import type { ReadRole, RoleOptions } from "./role_call.js";

/** What is included while a play runs: read for one host and one round. */
export interface DynamicContext {
  task: Task;
  keywords: Keywords;
  loading: Loading;
  playbookFolder: string;
  handlers: boolean;
  /** `collections` of the play */
  collections?: readonly string[];
  /** variables of the play, for static imports within what is included */
  playVars?: readonly PlainDict[];
  /** takes the faults, so that all of them are found; without it the first ones are thrown */
  faults?: Fault[];
}

function contextOf(dynamic: DynamicContext): TaskContext {
  const { task, loading, playbookFolder, handlers, collections = [], playVars = [], faults = [] } = dynamic;
  return {
    read: READERS,
    loading,
    folder: task.folder,
    playbookFolder,
    role: task.role,
    parent: task.parent,
    handlers,
    collections,
    playVars,
    importing: [],
    faults,
    importedHandlers: [],
    importedRoles: [],
  };
}

/** include_tasks: the entries of a file as one block, and the handlers and roles that imports within it bring. */
export function readIncludedFile(
  name: string,
  dynamic: DynamicContext,
): { block: Block; path: string; handlers: Task[]; imported: RoleUse[] } {
  const context = contextOf(dynamic);
  const path = findTaskFile(name, context, dynamic.task.at);
  const block = readTaskFile(path, context, dynamic.keywords, dynamic.task.at);
  block.isInclude = true;
  if (!dynamic.faults) throwCollected(context.faults);
  return { block, path, handlers: context.importedHandlers, imported: context.importedRoles };
}

/** include_role: the role as it is used there. */
export function readDynamicRole(
  name: string,
  dynamic: DynamicContext,
  options: RoleOptions,
): ReadRole & { imported: RoleUse[] } {
  const context = contextOf(dynamic);
  const { keywords, task } = dynamic;
  const call = { name, at: task.at, params: {}, by: "include_role", keywords, options } as const;
  const read = READERS.role(call, context);
  for (const block of [...read.dependencies, read.block]) block.isInclude = true;
  if (!dynamic.faults) throwCollected(context.faults);
  return {
    ...read,
    handlers: [...read.handlers, ...context.importedHandlers],
    imported: context.importedRoles,
  };
}
