import type { TaskHead } from "../../model/event.js";
import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { evaluateTemplate } from "../../template/render.js";
import { isOmitted } from "../../template/values/omit.js";
import { isTrue, toText } from "../../template/values/python.js";
import type { Result } from "../../template/values/values.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { inherited, shortName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { passOf } from "./once.js";

/**
 * The head of this pass through the task: made by the first host that comes by, the same for all.
 * Hosts that have included different files stand at one position with tasks of their own.
 */
export function headFor(walk: Walk, task: Task, position: Position, scope: VariableScope): TaskHead {
  const { batch } = walk;
  const id = passOf(task, position);
  const known = batch.heads.get(id);
  if (known) return known;
  batch.steps += 1;
  const head: TaskHead = {
    id,
    name: taskName(task, scope),
    module: task.module.value,
    at: task.at,
    kind: walk.handling ? "handler" : "task",
    args: batch.run.settings.displayArgs ? argumentsText(walk, task) : "",
    check: isChecked(walk, task),
    number: batch.steps,
  };
  batch.heads.set(id, head);
  return head;
}

/** What the task was given, as it is written; "" where nobody is to see it. */
function argumentsText({ batch }: Walk, task: Task): string {
  if (isTrue((inherited(task, batch.play, "no_log")?.value ?? false) as Result)) return "";
  const { freeForm, args } = task;
  const raw: [string, Value][] = freeForm === undefined ? [] : [["_raw_params", freeForm.value]];
  const given: [string, Value][] = [...Object.entries(args), ...raw];
  return ` ${given.map(([name, value]) => `${name}=${toText(value)}`).join(", ")}`;
}

/** A template says so on each host; the title is the same for all. */
function isChecked({ batch }: Walk, task: Task): boolean {
  const asked = inherited(task, batch.play, "check_mode")?.value;
  return typeof asked === "boolean" ? asked : batch.run.settings.check;
}

/** `role : name`; a name whose variables are not known (yet) is shown as written. */
export function taskName(task: Task, scope: VariableScope): string {
  const written = task.keywords.name?.value;
  const named = typeof written === "string" && written !== "" ? shown(written, task, scope) : undefined;
  // include_role names the role that it brings, never the one that it stands in
  if (shortName(task) === "include_role") return named ?? `${task.module.value} : ${includedRole(task)}`;
  const own = named ?? task.module.value;
  return task.role ? `${task.role.role.name} : ${own}` : own;
}

function includedRole({ args, freeForm }: Task): string {
  return String(args.name ?? args.role ?? freeForm?.value ?? "");
}

function shown(name: string, task: Task, scope: VariableScope): string | undefined {
  if (!name.includes("{{") && !name.includes("{%")) return name;
  try {
    const value = evaluateTemplate(name, task.keywords.name?.at, scope.context);
    return isOmitted(value) ? undefined : String(value);
  } catch {
    // what is wrong with it is no reason to fail; or it is not known yet
    return name;
  }
}
