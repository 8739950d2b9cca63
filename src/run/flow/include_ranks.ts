import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { isTemplate } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import { IncludeRanks, numbered } from "../order/include_ranks.js";
import type { Position } from "../order/position.js";
import { passOf } from "../task/once.js";
import { keywordFlag } from "../vars/evaluate.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";

interface IncludeStep {
  walk: Walk;
  task: Task;
  position: Position;
  scope: VariableScope;
}

/**
 * Where each of a host's includes stands among those of all: one file after the other is gone through, by all hosts
 * that include it. Where hosts may include different ones it must be known what the others do.
 */
export async function ranksOf(step: IncludeStep, includes: readonly string[]): Promise<number[]> {
  const { walk, task, position, scope } = step;
  const { batch, host } = walk;
  const isShared = batch.strategy === "linear" && batch.hosts.length > 1 && mayDiffer(task);
  if (!isShared || (await settled(() => keywordFlag(task, batch.play, "run_once", scope, false))))
    return includes.map((_, index) => index);
  const pass = passOf(task, position);
  const ranks = batch.includeRanks.get(pass) ?? new IncludeRanks();
  batch.includeRanks.set(pass, ranks);
  ranks.tell(host.name, includes);
  await batch.progress.barrier(position);
  const here = batch.hosts.filter((name) => isHere(step, name));
  await Promise.all(
    here.map((name) => Promise.race([ranks.told(name), batch.progress.gone(name, position)])),
  );
  const order = ranks.order(batch.hosts);
  return numbered(includes).map((one) => order.indexOf(one));
}

function isHere({ walk: { batch }, task, position }: IncludeStep, name: string): boolean {
  const { current } = batch.walks.get(name)!;
  if (current === undefined || batch.progress.at(name) !== position) return false;
  return passOf(current, position) === passOf(task, position);
}

/** May two hosts include different things? */
function mayDiffer({ args, freeForm, with: looped, keywords }: Task): boolean {
  const written = [...Object.values(args), freeForm?.value, keywords.loop?.value];
  return looped !== undefined || written.some(varies);
}

function varies(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some(varies);
  return typeof value === "string" && isTemplate(value);
}
