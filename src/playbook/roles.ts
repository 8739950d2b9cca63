import { join } from "node:path";
import { Fault } from "../model/errors.js";
import { writeJson } from "../model/json_write.js";
import type { Block, Role, RoleUse, Task } from "../model/play.js";
import { type PlainDict, toPlain } from "../model/value.js";
import { plainDict } from "../yaml/dicts.js";
import { argumentSpecs, argumentSpecTask } from "./argument_specs.js";
import { emptyBlock, type TaskContext } from "./context.js";
import { readDependencies } from "./dependencies.js";
import { readHandlerFile } from "./handlers.js";
import { loadYaml } from "./load.js";
import type { ReadRole, RoleCall } from "./role_call.js";
import { roleFile, roleMeta, roleVars } from "./role_files.js";
import { type FoundRole, findRole } from "./role_search.js";

/** Reads a role with its dependencies. Faults within its task files are collected in the context. */
export function readRole(call: RoleCall, context: TaskContext): ReadRole {
  const found = findRole(call.name, context, call.at);
  const id = `${found.path}\0${call.options.tasksFrom ?? "main"}`;
  if (context.importing.includes(id)) throw circle(call);
  const meta = roleMeta(found.path, context.loading);
  const use = useOf(call, found, meta, context);
  const inner = { ...context, role: use, importing: [...context.importing, id] };
  const dependencies = readDependencies(meta, call, inner);
  use.dependencies = dependencies.uses;
  const block = roleBlock(call, use, inner);
  return {
    use,
    dependencies: dependencies.blocks,
    block,
    handlers: [...dependencies.handlers, ...roleHandlers(call, { ...inner, parent: block })],
  };
}

function circle({ name, at }: RoleCall): Fault {
  const message = `A recursion loop was detected with the roles specified: '${name}' leads to itself`;
  return new Fault("PLAYBOOK_INVALID", message, {
    at,
    hint: "child roles must not depend on the roles that use them",
  });
}

function useOf(call: RoleCall, found: FoundRole, meta: PlainDict, context: TaskContext): RoleUse {
  const { options, params, at } = call;
  const { path } = found;
  const role: Role = {
    ...found,
    defaults: roleVars(path, "defaults", options.defaultsFrom, context.loading, at),
    vars: roleVars(path, "vars", options.varsFrom, context.loading, at),
    allowDuplicates: options.allowDuplicates ?? meta.allow_duplicates === true,
    argumentSpecs: argumentSpecs(path, meta, context.loading),
  };
  const parents = context.role ? [...context.role.parents, context.role] : [];
  const vars = call.vars?.value ?? {};
  const identity = identityOf(call, path);
  return { role, by: call.by, params, vars, parents, dependencies: [], public: options.public, at, identity };
}

/** Two uses with the same identity are the same use of a role. */
function identityOf({ by, params, keywords, vars, options }: RoleCall, path: string): string {
  const { tasksFrom, varsFrom, defaultsFrom, handlersFrom } = options;
  return writeJson([
    path,
    by.endsWith("_role"),
    toPlain(params),
    toPlain(keywords.when?.value),
    toPlain(keywords.tags?.value),
    // an include has variables, if only none
    toPlain((keywords.vars ?? vars)?.value ?? {}),
    [tasksFrom, varsFrom, defaultsFrom, handlersFrom],
  ]);
}

function roleBlock(call: RoleCall, use: RoleUse, context: TaskContext): Block {
  const { path } = use.role;
  const folder = join(path, "tasks");
  const block = emptyBlock(call.keywords, { ...context, folder }, call.at);
  block.startsRole = use;
  const inner = { ...context, folder, parent: block };
  const file = roleFile(path, "tasks", call.options.tasksFrom, call.at);
  const check = call.options.validate === false ? undefined : argumentSpecTask(use, call, block);
  const value = file ? loadYaml(file, context.loading, call.at) : null;
  if (value !== null && !Array.isArray(value))
    throw new Fault(
      "PLAYBOOK_INVALID",
      `The tasks of role '${use.role.name}' must be a list, not ${plainDict(value) ? "a mapping" : "text"}`,
      { at: { path: file!, line: 1, column: 1 }, hint: "every task starts with `- `" },
    );
  const start = { path: file ?? path, line: 1, column: 1 };
  block.body = [...(check ? [check] : []), ...context.read.entries(value, inner, start)];
  return block;
}

function roleHandlers({ options, at }: RoleCall, context: TaskContext): Task[] {
  const file = roleFile(context.role!.role.path, "handlers", options.handlersFrom, at);
  return file ? readHandlerFile(file, context, at) : [];
}
