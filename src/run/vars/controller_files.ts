import { realpathSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Fault } from "../../model/errors.js";
import type { Entry, Task } from "../../model/play.js";
import { Suspend } from "../../template/machine/suspend.js";
import { isTemplate } from "../../template/render.js";
import type { Batch, Walk } from "../hosts/state.js";
import { heldBack, mayWrite } from "../order/guard.js";
import { child, type Position } from "../order/position.js";
import { inherited, shortName } from "./keywords.js";
import { awaitOthers } from "./others.js";

/**
 * Files of the controller are read only when no earlier step can still write
 * them: not on this host, and under the linear strategy on no other. Suspends.
 */
export function awaitWriters(walk: Walk, position: Position, path: string): void {
  const real = realPath(path);
  const writer = walk.queue
    .before(position)
    .findLast((step) => step.writes && mayWrite(reals(step.writes), real));
  if (writer) throw new Suspend(writer.concluded, `"${writer.title}", which may write ${path}`);
  const { marks, progress, hosts } = walk.batch;
  if (hosts.length === 1) return;
  const others = progress.earliestBut(walk.host.name);
  if (
    marks.files.isOpenBefore(position, others) ||
    (marks.tasks.isOpenBefore(position, others) && walk.batch.isHere(walk))
  )
    awaitOthers(walk, position, `other hosts, whose steps may write ${path}`);
}

/** What acts on the controller (a lookup that runs a command) must not happen before an earlier step may fail. Suspends. */
export function awaitEarlier(walk: Walk, position: Position, what: string): void {
  // nobody concludes the step any more: an earlier one failed while it waited
  if (walk.failure || walk.batch.run.signal.aborted)
    throw new Fault("TEMPLATE_FAILED", `an earlier step failed before ${what}`);
  const held = heldBack(walk.queue.before(position), undefined);
  if (held) throw new Suspend(held.by.concluded, `"${held.by.title}", before ${what}`);
  awaitWriters(walk, position, "/");
}

const reals = (writes: readonly string[] | "anywhere") =>
  writes === "anywhere" ? writes : writes.map(realPath);

/** With the links resolved of what is there already. */
function realPath(path: string): string {
  const whole = resolve(path);
  try {
    return realpathSync(whole);
  } catch {
    const folder = dirname(whole);
    return folder === whole ? whole : join(realPath(folder), whole.slice(folder.length + 1));
  }
}

/**
 * Notes, for hosts that are ahead of others, what steps of those may have to be waited for: all that may come, since a
 * rescue, a handler or what a failed host has jumped over is met by some hosts only. `isMet`: every host that goes on
 * behind these entries has come by them, and knows what they include.
 */
export function foresee(batch: Batch, entries: readonly Entry[], position: Position, isMet = true): void {
  for (const [index, entry] of entries.entries()) {
    const at = child(position, index);
    if (entry.kind === "task") foreseeTask(batch, entry, at, isMet);
    else {
      const { body, rescue, always } = entry;
      const isWhole = isMet && rescue.length + always.length === 0;
      for (const [part, inner] of [body, rescue, always].entries())
        foresee(batch, inner, child(at, part), isWhole);
    }
  }
}

function foreseeTask(batch: Batch, task: Task, position: Position, isMet: boolean): void {
  const name = shortName(task);
  const meta = name === "meta" ? task.freeForm?.value : undefined;
  if (meta === "flush_handlers") foresee(batch, batch.play.handlers, child(position, 0), false);
  if (CHANGES_INVENTORY.has(name) || meta === "refresh_inventory") batch.marks.inventory.add(position);
  const brings = isInclude(task) && (!isMet || bringsUnknown(batch, task));
  if (name === "fetch" || isElsewhere(batch, task) || brings) batch.marks.files.add(position);
  else if (!READS_ONLY.has(name)) batch.marks.tasks.add(position);
}

export const isInclude = (task: Task): boolean => /^include(_tasks|_role)?$/.test(shortName(task));

const CHANGES_INVENTORY = new Set(["add_host", "group_by"]);

/** Modules that write nowhere; any other one may, where its host is this machine. */
const READS_ONLY = new Set(
  "add_host assert debug fail group_by include_vars meta pause ping set_fact set_stats setup slurp stat".split(
    " ",
  ),
);

/** A delegate or a connection of its own may be this machine. */
function isElsewhere({ play }: Batch, task: Task): boolean {
  return (["delegate_to", "connection"] as const).some(
    (keyword) => inherited(task, play, keyword) !== undefined,
  );
}

/** May hosts include different tasks? Those that a host has not seen may do anything. */
export function bringsUnknown({ play }: Batch, task: Task): boolean {
  const written = [...Object.values(task.args), task.freeForm?.value];
  const varies = written.some((value) => typeof value === "string" && isTemplate(value));
  return (
    varies ||
    task.with !== undefined ||
    task.keywords.loop !== undefined ||
    inherited(task, play, "when") !== undefined
  );
}
