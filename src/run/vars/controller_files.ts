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

/** Notes, for hosts that are ahead of others, what later steps may have to wait for. */
export function markStep({ batch }: Walk, task: Task, position: Position): void {
  const name = shortName(task);
  if (CHANGES_INVENTORY.has(name) || task.freeForm?.value === "refresh_inventory")
    batch.marks.inventory.add(position);
  if (name === "fetch" || isElsewhere(batch, task) || bringsUnknown(batch, task))
    batch.marks.files.add(position);
  else if (!READS_ONLY.has(name)) batch.marks.tasks.add(position);
}

/**
 * The same for steps that only some hosts come by: a rescue, handlers. Whoever
 * passes them by must mind them all the same, as another host may yet come.
 */
export function markUnseen(walk: Walk, entries: readonly Entry[], position: Position): void {
  for (const [index, entry] of entries.entries()) {
    const at = child(position, index);
    if (entry.kind === "task") {
      markStep(walk, entry, at);
      // nobody has read what it brings
      if (isInclude(entry)) walk.batch.marks.files.add(at);
    } else
      for (const [part, inner] of [entry.body, entry.rescue, entry.always].entries())
        markUnseen(walk, inner, child(at, part));
  }
}

const isInclude = (task: Task): boolean => /^include(_tasks|_role)?$/.test(shortName(task));

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

/** Hosts may include different tasks: those that this host has not seen may do anything. */
function bringsUnknown({ play }: Batch, task: Task): boolean {
  if (!isInclude(task)) return false;
  const written = [...Object.values(task.args), task.freeForm?.value];
  const varies = written.some((value) => typeof value === "string" && isTemplate(value));
  return (
    varies ||
    task.with !== undefined ||
    task.keywords.loop !== undefined ||
    inherited(task, play, "when") !== undefined
  );
}
