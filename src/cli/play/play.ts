import type { Event } from "../../model/event.js";
import { runPlaybooks as run } from "../../run/run.js";
import { makeEngine } from "../engine/engine.js";
import { printIfWarning } from "../engine/warnings.js";
import type { RunOptions } from "../options/run_options.js";
import { readAndCheck } from "./check.js";
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
  const playbooks = await readAndCheck(options, engine);
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
