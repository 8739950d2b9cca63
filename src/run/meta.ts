import { Fault } from "../model/errors.js";
import { suggest } from "../model/nearest.js";
import type { Task } from "../model/play.js";
import type { Walk } from "./batch.js";
import { firstFalse } from "./conditions.js";
import { evaluated } from "./evaluate.js";
import { headFor } from "./head.js";
import { collected } from "./keywords.js";
import type { Next } from "./next.js";
import type { Position } from "./position.js";
import type { VariableScope } from "./scope.js";
import { settled } from "./suspended.js";

type MetaAction = (walk: Walk, position: Position) => Promise<void> | void;

const ACTIONS: Readonly<Record<string, MetaAction>> = {
  noop: () => {},
  flush_handlers: () => {}, // the walk does it: see Next
  clear_facts: (walk) => walk.host.clearFacts(),
  clear_host_errors: (walk) => walk.batch.run.lost.clear(),
  end_host: (walk) => {
    walk.ended = true;
  },
  end_play: (walk, position) => endAll(walk, position, "play"),
  end_batch: (walk, position) => endAll(walk, position, "batch"),
  end_role: () => {},
  refresh_inventory: (walk) => walk.batch.run.refreshInventory(),
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
  if (failed !== undefined) {
    showSkipped(walk, task, position, scope);
    return undefined;
  }
  if (name === "end_role") walk.endRole = task.role?.role;
  walk.sessionKey = name === "reset_connection" ? undefined : walk.sessionKey;
  await action(walk, position);
  return name === "flush_handlers" ? "handlers" : undefined;
}

function showSkipped(walk: Walk, task: Task, position: Position, scope: VariableScope): void {
  const head = headFor(walk, task, position, scope);
  const values = { changed: false, skipped: true, skip_reason: "Conditional result was False" };
  walk.batch.output.add(position, head, {
    type: "task-result",
    task: head,
    host: walk.host.name,
    result: { status: "skipped", values },
    ignored: false,
    seconds: 0,
  });
}
