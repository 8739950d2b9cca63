import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { evaluateTemplate } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { collected, listOf } from "../vars/keywords.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";

/** Marks the handlers that a changed task notifies. A name that no handler has fails the task, as in Ansible. */
export async function notify(walk: Walk, task: Task, position: Position): Promise<void> {
  const scope = taskScope(walk, task, { position });
  for (const located of collected(task, walk.batch.play, "notify"))
    for (const written of listOf(located)) {
      const name = await settled(() => String(evaluateTemplate(String(written), located.at, scope.context)));
      const handlers = await findHandlers(walk, name, position);
      if (handlers.length === 0)
        throw new Fault(
          "KEYWORD_INVALID",
          `The requested handler '${name}' was not found in either the main handlers list nor in the listening handlers list`,
          { at: located.at, hint: suggest(name, await handlerNames(walk)) },
        );
      for (const handler of handlers) {
        walk.notified.add(handler);
        walk.batch.output.add(position, undefined, {
          type: "handler-notified",
          handler: name,
          host: walk.host.name,
        });
      }
    }
}

/** The last handler of that name, and every one that listens to it. */
async function findHandlers(walk: Walk, name: string, position: Position): Promise<Task[]> {
  const found: Task[] = [];
  let named: Task | undefined;
  for (const handler of walk.batch.play.handlers) {
    if (await hasName(walk, handler, name, position)) named = handler;
    if (listOf(handler.keywords.listen).includes(name)) found.push(handler);
  }
  if (named && !found.includes(named)) found.unshift(named);
  return found;
}

async function hasName(walk: Walk, handler: Task, name: string, position: Position): Promise<boolean> {
  const own = await handlerName(walk, handler, position);
  if (own === undefined) return false;
  return own === name || (handler.role !== undefined && `${handler.role.role.name} : ${own}` === name);
}

/** A handler's name may be a template; one that cannot be evaluated here is not meant. */
async function handlerName(walk: Walk, handler: Task, position: Position): Promise<string | undefined> {
  const name = handler.keywords.name;
  if (typeof name?.value !== "string") return undefined;
  if (!name.value.includes("{{")) return name.value;
  const scope = taskScope(walk, handler, { position });
  try {
    return await settled(() => String(evaluateTemplate(name.value as string, name.at, scope.context)));
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

async function handlerNames(walk: Walk): Promise<string[]> {
  const { handlers } = walk.batch.play;
  const names = handlers.flatMap((handler) => [
    handler.keywords.name?.value,
    ...listOf(handler.keywords.listen),
  ]) as Value[];
  return names.filter((name) => typeof name === "string");
}
