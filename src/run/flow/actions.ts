import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import type { VariableScope } from "../vars/scope.js";
import { runInclude } from "./include.js";
import { readIncludedRole, readIncludedTasks } from "./included.js";
import { runMeta } from "./meta.js";
import type { Next } from "./next.js";

export type EngineAction = (
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
) => Promise<Next | undefined>;

/** What looks like a module in a playbook but steers the run itself. */
export const ENGINE_ACTIONS: Readonly<Record<string, EngineAction>> = {
  include_tasks: (...step) => runInclude(...step, readIncludedTasks),
  include: (...step) => runInclude(...step, readIncludedTasks),
  include_role: (...step) => runInclude(...step, readIncludedRole),
  meta: runMeta,
};
