import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Task } from "../../model/play.js";
import type { PlainDict, Value } from "../../model/value.js";
import { evaluateDeep, evaluateTemplate } from "../../template/render.js";
import type { NotifiedHandler } from "../hosts/journal.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { collected, listOf } from "../vars/keywords.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";

/** What a changed task, or one item of its loop (`above`), notifies. */
export interface Notification {
  task: Task;
  position: Position;
  above?: PlainDict | undefined;
}

/**
 * Notes what a changed task notifies: which handler a name means is settled when handlers are run, for a later
 * include may bring another one. A name that no handler has is a fault of the task.
 */
export async function notify(walk: Walk, { task, position, above }: Notification): Promise<void> {
  const located = collected(task, walk.batch.play, "notify");
  if (located.length === 0) return;
  const scope = taskScope(walk, task, { position, ...(above ? { above } : {}) });
  for (const one of located) {
    const written = await settled(() => listOf(one).map((name) => evaluateDeep(name, one.at, scope.context)));
    for (const name of written.flat().map(String)) await note(walk, name, position, one.at);
  }
}

async function note(walk: Walk, name: string, position: Position, at: Task["at"]): Promise<void> {
  const handlers = await handlersFor(walk, name, position);
  if (handlers.length === 0) return missing(walk, name, at);
  // a handler that notifies another one means those that are there now
  add(walk, { name, position }, handlers);
  walk.batch.output.add(position, undefined, {
    type: "handler-notified",
    handler: name,
    host: walk.host.name,
  });
}

function add(walk: Walk, notified: NotifiedHandler, handlers: readonly Task[]): void {
  const { name } = notified;
  if (walk.handling) {
    for (const handler of handlers) walk.notified.add(handler);
    walk.due.set(name, new Set([...(walk.due.get(name) ?? []), ...handlers]));
  } else if (walk.notifications.has(name)) return;
  else walk.notifications.add(name);
  walk.batch.run.journal?.notified(walk.host.name, notified);
}

/** Again what a step of an earlier run has notified. */
export async function renotify(walk: Walk, position: Position, names: readonly string[]): Promise<void> {
  for (const name of names)
    add(walk, { name, position }, walk.handling ? await handlersFor(walk, name, position) : []);
}

/** Handlers that earlier runs have left, and that were notified before `position`; those that are not there yet wait. */
export async function takeLeft(walk: Walk, position: Position): Promise<void> {
  const { journal } = walk.batch.run;
  for (const { name, position: at } of journal?.left(walk.playVars.title, walk.host.name) ?? []) {
    if (at > position || walk.leftTaken.has(name)) continue;
    if ((await handlersFor(walk, name, position)).length === 0) continue;
    walk.leftTaken.add(name);
    walk.notifications.add(name);
  }
}

/** A handler has run: names that meant only it, or others that have run, are done. */
export function handled({ due, host, batch }: Walk, handler: Task): void {
  for (const [name, left] of due) {
    left.delete(handler);
    if (left.size > 0) continue;
    due.delete(name);
    batch.run.journal?.handled(host.name, name);
  }
}

function missing(walk: Walk, name: string, at: Task["at"]): void {
  const text = `The requested handler '${name}' was not found in either the main handlers list nor in the listening handlers list`;
  const { settings, emit } = walk.batch.run;
  if (!settings.errorOnMissingHandler) return emit({ type: "message", level: "warning", text });
  // Ansible's words where it ends the run, for those who look for them
  throw new Fault("KEYWORD_INVALID", `ERROR! ${text}`, { at, hint: suggest(name, handlerNames(walk)) });
}

/**
 * The handlers that a name means: of those called so the one that was loaded last (of one list: the first), and
 * every one that listens to it, once for each name.
 */
export async function handlersFor(walk: Walk, name: string, position: Position): Promise<Task[]> {
  const handlers = lastLoadedFirst(walk.batch.play.handlers);
  const named = await firstNamed(walk, handlers, name, position);
  const found = new Set(named ? [named] : []);
  const seen = new Set<string>();
  for (const handler of handlers) {
    const topics = listOf(handler.keywords.listen).flatMap((topic) => spellings(handler, String(topic)));
    if (!topics.includes(name)) continue;
    const own = (await handlerName(walk, handler, position)) ?? "";
    if (own !== "" && seen.has(own)) continue;
    seen.add(own);
    found.add(handler);
  }
  return [...found];
}

async function firstNamed(
  walk: Walk,
  handlers: readonly Task[],
  name: string,
  position: Position,
): Promise<Task | undefined> {
  for (const handler of handlers) {
    const own = await handlerName(walk, handler, position);
    if (own !== undefined && spellings(handler, own).includes(name)) return handler;
  }
  return undefined;
}

/** Lists of handlers, the last one first; within a list the order stays. */
function lastLoadedFirst(handlers: readonly Task[]): Task[] {
  const lists: Task[][] = [];
  let before: Task | undefined;
  for (const handler of handlers) {
    const isOfSameList = before && before.parent === handler.parent && before.role === handler.role;
    if (isOfSameList) lists.at(-1)!.push(handler);
    else lists.push([handler]);
    before = handler;
  }
  return lists.reverse().flat();
}

/** A role's handlers and topics answer to `role : name` too, those of a collection's role with and without it. */
export function spellings({ role }: Task, name: string): string[] {
  if (!role) return [name];
  const { name: full, collection } = role.role;
  const short = collection === undefined ? full : full.slice(collection.length + 1);
  return [name, ...new Set([full, short].map((one) => `${one} : ${name}`))];
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
    if (!(error instanceof Fault)) throw error;
    if (listOf(handler.keywords.listen).length === 0) warnOfName(walk, handler, error);
    return undefined;
  }
}

const warnedOf = new WeakSet<Task>();

function warnOfName(walk: Walk, handler: Task, { message }: Fault): void {
  if (warnedOf.has(handler)) return;
  warnedOf.add(handler);
  const name = String(handler.keywords.name?.value);
  const text = `Handler '${name}' is unusable because it has no listen topics and the name could not be templated (host-specific variables are not supported in handler names). The error: ${message}`;
  walk.batch.run.emit({ type: "message", level: "warning", text });
}

function handlerNames({ batch: { play } }: Walk): string[] {
  const names = play.handlers.flatMap((handler) => [
    handler.keywords.name?.value,
    ...listOf(handler.keywords.listen),
  ]) as Value[];
  return names.filter((name) => typeof name === "string");
}
