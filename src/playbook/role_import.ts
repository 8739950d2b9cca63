import { toBoolean } from "../model/args.js";
import { Fault } from "../model/errors.js";
import type { Block, Task } from "../model/play.js";
import { placeOf } from "../model/source.js";
import type { PlainDict } from "../model/value.js";
import { emptyBlock, resolveText, type TaskContext } from "./context.js";
import { importedKeywords, unknownName } from "./imports.js";
import type { RoleOptions } from "./role_call.js";

/** import_role: the role's tasks in place. */
export function importRole(task: Task, context: TaskContext): Block {
  const { args } = task;
  const key = args.name === undefined ? "role" : "name";
  const value = args[key] ?? task.freeForm?.value;
  const at = placeOf(args, key) ?? task.at;
  if (typeof value !== "string")
    throw new Fault("ARGUMENT_MISSING", "'name' is a required field for import_role.", { at: task.at });
  const name = resolveText({ value, at }, context);
  if (name === undefined) throw unknownName({ value, at }, "include_role");
  const options = roleOptions(args, context.loading.publicRoles ?? true);
  const outer = emptyBlock(importedKeywords(task), context, task.at);
  const call = { name, at, params: {}, by: "import_role", keywords: {}, options } as const;
  const read = context.read.role(call, { ...context, parent: outer });
  outer.body = [...read.dependencies, read.block];
  context.importedHandlers.push(...read.handlers);
  context.importedRoles.push(read.use);
  return outer;
}

/** What import_role and include_role say of the role's files. An import runs wherever it stands. */
export function roleOptions(args: PlainDict, isPublic: boolean): RoleOptions {
  const text = (key: string) => (typeof args[key] === "string" ? (args[key] as string) : undefined);
  const flag = (key: string, fallback: boolean) => toBoolean(args[key] ?? fallback) ?? fallback;
  return {
    tasksFrom: text("tasks_from"),
    varsFrom: text("vars_from"),
    defaultsFrom: text("defaults_from"),
    handlersFrom: text("handlers_from"),
    public: flag("public", isPublic),
    allowDuplicates: flag("allow_duplicates", true),
    validate: flag("rolespec_validate", true),
  };
}
