import { Fault } from "../../model/errors.js";
import { suggest } from "../../model/nearest.js";
import type { Task } from "../../model/play.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { headFor } from "../task/title.js";
import { firstFalse } from "../vars/conditions.js";
import { evaluated } from "../vars/evaluate.js";
import { collected } from "../vars/keywords.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";
import type { Next } from "./next.js";

type MetaAction = (walk: Walk, position: Position) => Promise<void> | void;

const ACTIONS: Readonly<Record<string, MetaAction>> = {
  noop: () => {},
  flush_handlers: () => {}, // the walk does it: see Next
  clear_facts: (walk) => walk.host.clearFacts(),
  clear_host_errors: ({ batch }) => {
    batch.run.lost.clear();
    batch.failed.clear();
    for (const walk of batch.walks.values()) walk.forgiven = walk.failure !== undefined;
  },
  end_host: (walk) => {
    walk.ended = true;
  },
  end_play: (walk, position) => endAll(walk, position, "play"),
  end_batch: (walk, position) => endAll(walk, position, "batch"),
  end_role: () => {},
  refresh_inventory: async ({ batch: { run } }) => {
    await run.refreshInventory();
    for (const change of run.edits) change(run.inventory);
  },
  reset_connection: (walk) => walk.host.links.close(),
};

function endAll(walk: Walk, position: Position, scope: "batch" | "play"): void {
  walk.batch.endAt ??= { position, scope };
}

/** `meta: ACTION`. It shows nothing unless it is skipped, and counts nowhere. */
export async function runMeta(
  walk: Walk,
  task: Task,
  position: Position,
  scope: VariableScope,
): Promise<Next | undefined> {
  const name = String(evaluated(task.freeForm, scope) ?? task.args._raw ?? "");
  const action = ACTIONS[name];
  if (!action)
    throw new Fault("ARGUMENT_INVALID", `invalid meta action requested: ${name}`, {
      at: task.freeForm?.at ?? task.at,
      hint: suggest(name, Object.keys(ACTIONS)),
    });
  if (name !== "flush_handlers") await walk.queue.drain();
  if (walk.failure) return undefined;
  const failed = await settled(() => firstFalse(collected(task, walk.batch.play, "when"), scope));
  const words = wordsFor(name, walk);
  if (failed !== undefined) {
    note(walk, task, position, scope, words.skipped);
    showSkipped(walk, task, position, scope, words.skipped);
    return undefined;
  }
  note(walk, task, position, scope, words.done);
  if (name === "end_role") walk.endRole = task.role?.role;
  await action(walk, position);
  return name === "flush_handlers" ? "handlers" : undefined;
}

/** What Ansible says of the action, when it is done and when its condition is false. */
function wordsFor(name: string, { host }: Walk): { done: string; skipped: string } {
  const to = (what: string): string => `${name} conditional evaluated to False, continuing ${what}`;
  const words: Record<string, { done: string; skipped: string }> = {
    end_host: { done: `ending play for ${host.name}`, skipped: to(`execution for ${host.name}`) },
    end_play: { done: "ending play", skipped: to("play") },
    end_batch: { done: "ending batch", skipped: to("current batch") },
    end_role: { done: `ending role for ${host.name}`, skipped: to(`role for ${host.name}`) },
  };
  const done: Record<string, string> = {
    flush_handlers: `triggered running handlers for ${host.name}`,
    refresh_inventory: "inventory successfully refreshed",
    clear_facts: "facts cleared",
    clear_host_errors: "cleared host errors",
    reset_connection: "reset connection",
  };
  return words[name] ?? { done: done[name] ?? name, skipped: "Conditional result was False" };
}

/** Shown from -vv on, in the step's turn. */
function note(walk: Walk, task: Task, position: Position, scope: VariableScope, text: string): void {
  if (walk.batch.run.settings.verbosity < 2) return;
  const event = { type: "message", level: "info", text: `META: ${text}` } as const;
  walk.batch.output.add(position, headFor(walk, task, position, scope), event);
}

function showSkipped(walk: Walk, task: Task, position: Position, scope: VariableScope, reason: string): void {
  const head = headFor(walk, task, position, scope);
  const values = { changed: false, skipped: true, skip_reason: reason };
  const event = {
    type: "task-result",
    task: head,
    host: walk.host.name,
    ignored: false,
    seconds: 0,
  } as const;
  walk.batch.output.addResult(position, head, { ...event, result: { status: "skipped", values } }, false);
}
