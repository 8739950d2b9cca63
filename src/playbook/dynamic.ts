import { Faults } from "../model/errors.js";
import type { Block, Keywords, Task } from "../model/play.js";
import { findRelative } from "./find.js";
import type { Loading } from "./load.js";
import { type ReadRole, type RoleOptions, readRole } from "./roles.js";
import { readTaskFile as readFileTasks, type TaskContext } from "./tasks.js";

/** What is included while a play runs: read for one host and one round. */
export interface DynamicContext {
  task: Task;
  keywords: Keywords;
  loading: Loading;
  playbookFolder: string;
  handlers: boolean;
}

function contextOf({ task, loading, playbookFolder, handlers }: DynamicContext): TaskContext {
  return {
    loading,
    folder: task.folder,
    playbookFolder,
    role: task.role,
    parent: task.parent,
    handlers,
    faults: [],
    importedHandlers: [],
    importedRoles: [],
  };
}

function thrown(context: TaskContext): void {
  if (context.faults.length === 1) throw context.faults[0]!;
  if (context.faults.length > 1) throw new Faults(context.faults);
}

/** include_tasks */
export function readIncludedFile(
  name: string,
  dynamic: DynamicContext,
): { block: Block; path: string; handlers: Task[] } {
  const context = contextOf(dynamic);
  const path = findRelative(name, context, dynamic.handlers ? "handlers" : "tasks", dynamic.task.at);
  const block = readFileTasks(path, context, dynamic.keywords, dynamic.task.at);
  thrown(context);
  return { block, path, handlers: context.importedHandlers };
}

/** include_role */
export function readDynamicRole(name: string, dynamic: DynamicContext, options: RoleOptions): ReadRole {
  const context = contextOf(dynamic);
  const read = readRole(name, {}, dynamic.keywords, context, options, dynamic.task.at);
  thrown(context);
  return { ...read, handlers: [...read.handlers, ...context.importedHandlers] };
}
