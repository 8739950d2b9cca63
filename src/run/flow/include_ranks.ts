import type { Task } from "../../model/play.js";
import type { Value } from "../../model/value.js";
import { isTemplate } from "../../template/render.js";
import type { Walk } from "../hosts/state.js";
import type { Position } from "../order/position.js";
import { passOf } from "../task/once.js";
import { keywordFlag } from "../vars/evaluate.js";
import type { VariableScope } from "../vars/scope.js";
import { settled } from "../vars/suspended.js";

/** What the hosts of a batch include at one pass through a task, as they come to say it. */
export class IncludeRanks {
  readonly #told = new Map<string, readonly string[]>();
  readonly #waiting = new Map<string, () => void>();

  tell(host: string, includes: readonly string[]): void {
    this.#told.set(host, includes);
    this.#waiting.get(host)?.();
  }

  /** Until the host has told. */
  async told(host: string): Promise<void> {
    if (!this.#told.has(host)) await new Promise<void>((told) => this.#waiting.set(host, told));
  }

  /** Each include once for every time that one host has it, in the order of the hosts that have it first. */
  order(hosts: readonly string[]): string[] {
    const all = new Set<string>();
    for (const host of hosts) for (const one of numbered(this.#told.get(host) ?? [])) all.add(one);
    return [...all];
  }
}

/** The second of two that are the same is another one. */
function numbered(includes: readonly string[]): string[] {
  return includes.map(
    (one, index) => `${includes.slice(0, index).filter((other) => other === one).length}${one}`,
  );
}

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
