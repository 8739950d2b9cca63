import { makeEngine } from "../../src/cli/engine.js";
import { mergeOptions } from "../../src/cli/merge.js";
import { readSettings } from "../../src/cli/settings.js";
import type { Event } from "../../src/model/event.js";
import { readPlaybook } from "../../src/playbook/playbook.js";
import { runPlaybooks } from "../../src/run/run.js";

/** What a run in this process is given beside its playbook. */
export interface Given {
  cwd: string;
  become?: boolean;
  extraVars?: string[];
}

/** Runs a playbook on this machine, in this process, and gives its events. Nothing is printed. */
export async function played(playbook: string, { cwd, become, extraVars }: Given): Promise<Event[]> {
  const events: Event[] = [];
  const options = mergeOptions({ connection: "local", become, extraVars }, readSettings({}, cwd), {
    playbooks: [playbook],
    inventory: ["localhost,"],
  });
  const signal = new AbortController().signal;
  const engine = await makeEngine(options, (event) => events.push(event), signal);
  await runPlaybooks(engine, [readPlaybook(playbook, engine.loading)]);
  return events;
}
