import { Fault } from "../../model/errors.js";
import type { TaskHead } from "../../model/event.js";
import { suggest } from "../../model/nearest.js";
import type { Task } from "../../model/play.js";
import { isTemplate } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import { type Position, START } from "../order/position.js";
import { onFirstHost } from "../task/once.js";
import { headFor } from "../task/title.js";
import { firstFalse } from "../vars/conditions.js";
import { evaluated } from "../vars/evaluate.js";
import { collected, shortName } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import { taskScope } from "../vars/task_scope.js";
import type { Next } from "./next.js";

type MetaAction = (walk: Walk, position: Position) => Promise<void> | void;

const ACTIONS: Readonly<Record<string, MetaAction>> = {
  noop: () => {},
  flush_handlers: () => {}, // the walk does it: see Next
  clear_facts: ({ batch }) => {
    for (const walk of batch.walks.values()) walk.host.clearFacts();
  },
  clear_host_errors: ({ batch }, position) => {
    for (const name of batch.allHosts) batch.run.lost.delete(name);
    for (const walk of batch.walks.values()) walk.fate.forgive(batch.fatal, position);
  },
  end_host: ({ fate }, position) => fate.end(position),
  end_play: (walk, position) => endAll(walk, position, "play"),
  end_batch: (walk, position) => endAll(walk, position, "batch"),
  end_role: () => {},
  refresh_inventory: async ({ batch: { run } }) => {
    await run.refreshInventory();
    for (const change of run.edits) change(run.inventory);
  },
  reset_connection: (walk) => walk.host.links.leave(),
};

/** What `meta` can be asked to do. */
export const META_ACTIONS: readonly string[] = Object.keys(ACTIONS);

/** Under linear the first host that comes by decides these for all, and does them once. */
const FOR_ALL = new Set(["clear_facts", "clear_host_errors", "end_batch", "end_play", "refresh_inventory"]);

/** May the task be such a one? What only variables tell may be any. */
export function isMetaForAll(task: Task): boolean {
  const name = String(task.freeForm?.value);
  return shortName(task) === "meta" && (FOR_ALL.has(name) || isTemplate(name));
}

/** Ansible does these whatever `when` says. */
const WITHOUT_WHEN = new Set(["noop", "refresh_inventory", "reset_connection"]);

/** Hosts of a strategy without an order end wherever they are. */
function endAll({ batch }: Walk, position: Position, scope: "batch" | "play"): void {
  batch.endAt ??= { position: batch.strategy === "linear" ? position : START, scope };
}

/** `meta: ACTION`. It shows nothing unless it is skipped, and counts nowhere. */
export async function runMeta(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<Next | undefined> {
  const name = String(await settled(() => evaluated(task.freeForm, scope) ?? task.args._raw ?? ""));
  if (!ACTIONS[name])
    throw new Fault("ARGUMENT_INVALID", `invalid meta action requested: ${name}`, {
      at: task.freeForm?.at ?? task.at,
      hint: suggest(name, Object.keys(ACTIONS)),
    });
  if (name !== "flush_handlers") await walk.queue.drain();
  if (walk.failure) return undefined;
  const act = () => actUnlessSkipped(walk, task, position, name);
  if (!FOR_ALL.has(name) || walk.batch.strategy !== "linear") return act();
  await walk.batch.progress.barrier(position);
  await onFirstHost(walk, task, position, async () => void (await act()));
  return undefined;
}

async function actUnlessSkipped(
  walk: Walk,
  task: Task,
  position: Position,
  name: string,
): Promise<Next | undefined> {
  const scope = taskScope(walk, task);
  const conditions = collected(task, walk.batch.play, "when");
  if (WITHOUT_WHEN.has(name) && task.keywords.when) warnOfWhen(walk, task, name);
  const skipped =
    !WITHOUT_WHEN.has(name) && (await settled(() => firstFalse(conditions, scope))) !== undefined;
  // its title comes after the steps before it, which may fail yet
  await walk.queue.drain();
  if (walk.failure) return undefined;
  const words = wordsFor(name, walk);
  const head = metaHead(walk, task, position, scope);
  walk.batch.output.addTitle(position, head);
  note(walk, head, position, skipped ? words.skipped : words.done);
  if (skipped) {
    showSkipped(walk, head, position, { name, reason: words.skipped });
    return undefined;
  }
  if (name === "end_role") walk.fate.endRole(task.role?.role);
  await ACTIONS[name]!(walk, position);
  return name === "flush_handlers" ? "handlers" : undefined;
}

function warnOfWhen({ batch: { run } }: Walk, task: Task, name: string): void {
  const text = `${name} task does not support when conditional`;
  run.emit({ type: "message", level: "warning", text, at: task.keywords.when?.at });
}

/** What Ansible says of the action, when it is done and when its condition is false. */
function wordsFor(name: string, { host }: Walk): { done: string; skipped: string } {
  const to = (what: string): string => `${name} conditional evaluated to False, continuing ${what}`;
  const words: Record<string, { done: string; skipped: string }> = {
    end_host: { done: `ending play for ${host.name}`, skipped: to(`execution for ${host.name}`) },
    end_play: { done: "ending play", skipped: to("play") },
    end_batch: { done: "ending batch", skipped: to("current batch") },
    end_role: { done: `ending role for ${host.name}`, skipped: to(`role for ${host.name}`) },
    clear_host_errors: {
      done: "cleared host errors",
      skipped: `${name} conditional evaluated to False, not clearing host error state for ${host.name}`,
    },
    flush_handlers: {
      done: `triggered running handlers for ${host.name}`,
      skipped: `${name} conditional evaluated to False, not running handlers for ${host.name}`,
    },
    clear_facts: {
      done: "facts cleared",
      skipped: `${name} conditional evaluated to False, not clearing facts and fact cache for ${host.name}`,
    },
  };
  const done: Record<string, string> = {
    refresh_inventory: "inventory successfully refreshed",
    reset_connection: "reset connection",
  };
  return words[name] ?? { done: done[name] ?? name, skipped: "Conditional result was False" };
}

/** Each host has a title of its own: Ansible tells of every one that it does the action for. */
function metaHead(walk: Walk, task: Task, position: Position, scope: VariableScope): TaskHead {
  const head = headFor(walk, task, position, scope);
  return { ...head, id: `${head.id}\0${walk.host.name}`, isMeta: true };
}

/** Shown from -vv on, in the step's turn. */
function note(walk: Walk, head: TaskHead, position: Position, text: string): void {
  if (walk.batch.run.settings.verbosity < 2) return;
  const event = { type: "message", level: "info", text: `META: ${text}` } as const;
  walk.batch.output.add(position, head, event);
}

interface Skipped {
  name: string;
  reason: string;
}

function showSkipped(walk: Walk, head: TaskHead, position: Position, { name, reason }: Skipped): void {
  const msg = name === "end_host" ? reason.replace("to False", "to false") : name;
  const values = { msg, skipped: true, skip_reason: reason };
  const event = {
    type: "task-result",
    task: head,
    host: walk.host.name,
    ignored: false,
    seconds: 0,
  } as const;
  walk.batch.output.addResult(position, head, { ...event, result: { status: "skipped", values } }, false);
}
