import { Fault } from "../model/errors.js";
import type { Block, Task } from "../model/play.js";
import { placeOf } from "../model/source.js";
import { readRole } from "./roles.js";
import { emptyBlock, type TaskContext } from "./tasks.js";

/** import_role: the role's tasks in place. */
export function importedRole(task: Task, context: TaskContext): Block {
  const written = task.args.name ?? task.args.role ?? task.freeForm?.value;
  const at = placeOf(task.args, "name") ?? task.at;
  if (typeof written !== "string")
    throw new Fault("ARGUMENT_MISSING", "'name' is a required field for import_role.", { at: task.at });
  const name = written.includes("{{") ? context.loading.resolveName(written, at) : written;
  if (name === undefined)
    throw new Fault("PLAYBOOK_INVALID", `the role name ${written} cannot be known before the run`, {
      at,
      hint: "use include_role",
    });
  const { args: _a, loop: _l, register: _r, name: _n, vars, ...keywords } = task.keywords;
  const text = (key: string) => (typeof task.args[key] === "string" ? (task.args[key] as string) : undefined);
  const outer = emptyBlock(vars ? { ...keywords, vars } : keywords, context, task.at);
  outer.isInclude = true;
  const isPublic = task.args.public !== false;
  const read = readRole(
    name,
    {},
    {},
    { ...context, parent: outer },
    {
      tasksFrom: text("tasks_from"),
      varsFrom: text("vars_from"),
      defaultsFrom: text("defaults_from"),
      handlersFrom: text("handlers_from"),
      public: isPublic,
      // an import runs wherever it stands, unless that is forbidden
      allowDuplicates: task.args.allow_duplicates !== false,
    },
    task.at,
  );
  outer.body = [...read.dependencies, read.block];
  context.importedHandlers.push(...read.handlers);
  if (isPublic) context.importedRoles.push(read.use);
  return outer;
}
