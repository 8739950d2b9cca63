import { Fault } from "../../model/errors.js";
import type { Block, Keywords, RoleUse, Task } from "../../model/play.js";
import type { PlainDict } from "../../model/value.js";
import { type DynamicContext, readDynamicRole, readIncludedFile } from "../../playbook/dynamic.js";
import { roleOptions } from "../../playbook/role_import.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { asDict } from "../vars/evaluate.js";

/** What an include brings: the entries to run, and how to name them in the output. */
export interface Included {
  block: Block;
  /** dependencies of a role, before the block */
  before: Block[];
  shown: string;
  /** the roles that it brings into the play */
  roles: RoleUse[];
  handlers: readonly Task[];
}

/** Reads what one round of an include names, for this host. */
export type ReadInclude = (
  args: PlainDict,
  keywords: Keywords,
  walk: Walk,
  task: Task,
) => Promise<Included> | Included;

function contextOf(walk: Walk, task: Task, keywords: Keywords): DynamicContext {
  const { run, folders, play, playVars } = walk.batch;
  const { collections, vars } = play.keywords;
  return {
    task,
    keywords,
    loading: run.loading,
    playbookFolder: folders.playbook,
    handlers: walk.handling,
    collections: Array.isArray(collections?.value) ? collections.value.map(String) : [],
    playVars: [...playVars.files, playVars.prompted, asDict(vars?.value)],
  };
}

/** What ends the run with Ansible is this host's failure with its words, for those who look for them. */
function parsed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault) || (error.code !== "PLAYBOOK_INVALID" && error.code !== "YAML_INVALID"))
      throw error;
    const { code, message, at, hint } = error;
    throw new Fault(code, `ERROR! ${message}`, { at, hint, cause: error });
  }
}

/** `include_tasks: file.yml` */
export function readIncludedTasks(args: PlainDict, keywords: Keywords, walk: Walk, task: Task): Included {
  const name = args.file ?? args._raw;
  if (typeof name !== "string" || name === "")
    throw new Fault("ARGUMENT_MISSING", "include_tasks needs the name of a file", { at: task.at });
  const { block, path, handlers, imported } = parsed(() =>
    readIncludedFile(name, contextOf(walk, task, keywords)),
  );
  return { block, before: [], shown: path, roles: imported, handlers };
}

/** `include_role: name=…` */
export function readIncludedRole(args: PlainDict, keywords: Keywords, walk: Walk, task: Task): Included {
  const name = args.name ?? args.role;
  if (typeof name !== "string" || name === "")
    throw new Fault("ARGUMENT_MISSING", "'name' is a required field for include_role.", { at: task.at });
  const context = contextOf(walk, task, keywords);
  const options = roleOptions(args, context.loading.publicRoles ?? false);
  const read = parsed(() => readDynamicRole(name, context, options));
  read.block.isInclude = true;
  const roles = [...read.imported, read.use];
  const { block, dependencies: before, use, handlers } = read;
  return { block, before, shown: use.role.name, roles, handlers };
}

/**
 * What an include brings into the play, once for all hosts: its handlers, the variables of roles that are public, and
 * the names of all. Another include of the same role brings handlers of its own, with its own variables.
 */
export function join(
  { batch: { play, playVars } }: Walk,
  { handlers, roles }: Included,
  position: Position,
): void {
  const isNew = (what: string) => {
    const key = `${position}\0${what}`;
    return !playVars.included.has(key) && playVars.included.add(key);
  };
  play.handlers.push(...handlers.filter((handler) => isNew(placeKey(handler))));
  for (const use of roles) {
    if (!isNew(use.identity ?? "")) continue;
    playVars.namedRoles.push(use);
    if (use.public) playVars.roles.push(use);
  }
}

const placeKey = ({ at }: Task): string => `${at.path}:${at.line}:${at.column}`;
