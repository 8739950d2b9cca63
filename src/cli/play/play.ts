import { Fault, Faults } from "../../model/errors.js";
import type { Event } from "../../model/event.js";
import type { Playbook } from "../../model/play.js";
import { checkPlaybooks } from "../../plan/check.js";
import { readPlaybook } from "../../playbook/playbook.js";
import type { Engine } from "../../run/hosts/engine.js";
import { runPlaybooks as run } from "../../run/run.js";
import { undefinedReads } from "../../run/vars/undefined_reads.js";
import { syntaxFaultOf } from "../../template/render.js";
import { makeEngine } from "../engine/engine.js";
import { checkLimit } from "../engine/limit.js";
import { printIfWarning } from "../engine/warnings.js";
import type { RunOptions } from "../options/run_options.js";
import { adhocPlaybook } from "./adhoc_play.js";
import { addKeywordDefaults } from "./keyword_defaults.js";
import { prepareLab } from "./lab_hosts.js";
import { list } from "./listing.js";
import { openReporters } from "./outputs.js";
import { retryFiles } from "./retry_file.js";

/** Runs what was asked for and returns the exit code. Faults in files are thrown before the first connection. */
export async function runPlaybooks(
  options: RunOptions,
  signal: AbortSignal,
  listen?: (event: Event) => void,
): Promise<number> {
  const held: Event[] = [];
  let show = (event: Event): void => void held.push(event);
  const engine = await makeEngine(options, (event) => show(event), signal);
  const playbooks = readAll(options, engine);
  addKeywordDefaults(
    playbooks.flatMap((playbook) => playbook.plays),
    options.settings,
  );
  checkLimit(engine.settings.limit, engine.inventory);
  const faults = await checkPlaybooks(playbooks, { ...engine, templateFault: syntaxFaultOf });
  faults.push(...(await undefinedReads(playbooks, engine)));
  if (faults.length > 0) throw faults.length === 1 ? faults[0]! : new Faults(faults);
  if (options.syntaxCheck || options.listHosts || options.listTasks || options.listTags) {
    for (const event of held.splice(0)) printIfWarning(event);
    show = printIfWarning;
    await list(options, engine, playbooks);
    return 0;
  }
  await prepareLab(engine);
  const reporters = await openReporters(options);
  const retry = retryFiles(options.settings);
  show = (event) => {
    for (const before of retry(event)) reporters.on(before);
    reporters.on(event);
    listen?.(event);
  };
  for (const event of held) show(event);
  try {
    return await run(engine, playbooks);
  } finally {
    await reporters.end();
  }
}

/** All playbooks, with the faults of all of them together. */
function readAll(options: RunOptions, engine: Engine): Playbook[] {
  if (options.adhoc) return [adhocPlaybook(options.adhoc)];
  const faults: Fault[] = [];
  const playbooks = options.playbooks.flatMap((path) => {
    try {
      return [readPlaybook(path, engine.loading)];
    } catch (error) {
      if (error instanceof Faults) faults.push(...error.faults);
      else if (error instanceof Fault) faults.push(error);
      else throw error;
      return [];
    }
  });
  if (faults.length > 0) throw faults.length === 1 ? faults[0]! : new Faults(faults);
  return playbooks;
}
