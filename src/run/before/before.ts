import type { Fault } from "../../model/errors.js";
import type { Entry, Play, Playbook } from "../../model/play.js";
import { selectHosts } from "../../plan/patterns.js";
import { isTemplate } from "../../template/render.js";
import type { Engine } from "../hosts/engine.js";
import { playFaults, taskFaults } from "./choices.js";
import { handlerFaults } from "./handler_names.js";
import { handFaults } from "./hands.js";
import { tasksSeen } from "./seen.js";
import { sourceFaults, varsFilesFaults } from "./sources.js";
import { nameFaults } from "./texts.js";
import { newWay, type Way } from "./way.js";

/** What is known before the first connection. */
export interface Foreseen {
  faults: Fault[];
  /** tasks of files and roles that are included in any case: their modules and arguments are to be checked too */
  included: { play: Play; entries: Entry[] }[];
}

/**
 * What will be wrong whatever the hosts answer: names of filters, tests,
 * lookups, handlers, strategies, connections; files of this machine. What a
 * task before it may still write, what a condition may leave out, and what
 * only a variable tells is known when it runs.
 */
export async function foresee(
  playbooks: readonly Playbook[],
  engine: Engine,
  isWhole: boolean,
): Promise<Foreseen> {
  const found: Foreseen = { faults: [], included: [] };
  const way = newWay(engine);
  for (const { plays } of playbooks)
    for (const play of plays) {
      found.faults.push(...playFaults(play, engine));
      if (!way.filesMayChange && hasHosts(play, engine)) found.faults.push(...varsFilesFaults(play));
      await look(play, way, found, isWhole);
    }
  return found;
}

async function look(play: Play, way: Way, found: Foreseen, isWhole: boolean): Promise<void> {
  way.included = [];
  way.handlers = [];
  way.isOpen = false;
  const seen = tasksSeen(play, way).map((one) => ({
    ...one,
    certain: one.certain && hasHosts(play, way.engine),
  }));
  for (const one of seen) {
    found.faults.push(...taskFaults(one.task, play, way.engine), ...sourceFaults(one));
    found.faults.push(...(await nameFaults(one, way)), ...(await handFaults(one, way)));
  }
  found.faults.push(...way.faults.splice(0));
  if (isWhole) found.faults.push(...handlerFaults(play, seen, way));
  found.included.push({ play, entries: way.included });
}

/** A play without hosts does nothing at all. */
function hasHosts(play: Play, { inventory, settings }: Engine): boolean {
  const pattern = [play.keywords.hosts?.value ?? ""].flat().map(String).join(",");
  if (isTemplate(pattern)) return false;
  try {
    return selectHosts(pattern, inventory, settings.limit).hosts.length > 0;
  } catch {
    return false;
  }
}
